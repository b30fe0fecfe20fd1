import { css, html, LitElement } from "lit";
import type { EventRow } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { define } from "./define.ts";

/** The run as golden lines; a click goes there. */
export class EventList extends LitElement {
  static override properties = {
    rows: { attribute: false },
    now: { type: Number },
    all: { state: true },
  };
  /** The events around the playhead, oldest first. */
  declare rows: readonly EventRow[];
  declare now: number;
  declare all: boolean;
  #followed = "";

  constructor() {
    super();
    this.rows = [];
    this.now = 0;
    this.all = false;
  }

  static override styles = [
    base,
    css`
      label { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--target); font-size: var(--size-small); }
      ol { max-height: 19rem; overflow-y: auto; overscroll-behavior: contain; font-size: var(--size-small); scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
      li button { display: block; width: 100%; min-height: 1.75rem; padding: var(--space-1) var(--space-1); border: 0; border-radius: 3px; background: none; text-align: left; font-size: 0.75rem; }
      li button:hover { background: var(--sunken); }
      .ahead code { color: var(--ink-soft); font-style: italic; }
      .routine code { color: var(--ink-soft); }
      .present button { background: var(--sunken); }
      .present code { font-weight: 650; }
      code { overflow-wrap: anywhere; }
      @media (pointer: coarse) { li button { min-height: var(--target); align-items: center; } }
    `,
  ];

  override render() {
    const shown = this.all ? this.rows : this.rows.filter((row) => row.telling);
    const present = shown.filter((row) => row.position.time <= this.now).at(-1)?.ordinal;
    return html`
      <label><input type="checkbox" .checked=${this.all} @change=${this.#toggle} />${words.events.all}</label>
      ${shown.length === 0 ? html`<p class="soft small">${words.events.empty}</p>` : ""}
      <ol aria-label=${words.events.label} tabindex="0">
        ${shown.map((row) => this.#row(row, row.ordinal === present))}
      </ol>
    `;
  }

  override updated(): void {
    const present = this.renderRoot.querySelector<HTMLElement>(".present");
    const list = this.renderRoot.querySelector("ol");
    const key = present?.dataset.ordinal ?? "";
    if (!present || !list || key === this.#followed) return;
    this.#followed = key;
    // Only the list itself scrolls: scrollIntoView would also move the page of the host.
    list.scrollTop = present.offsetTop - list.offsetTop - list.clientHeight / 2;
  }

  #row(row: EventRow, present: boolean) {
    const looks = [
      present ? "present" : "",
      row.telling ? "" : "routine",
      row.position.time > this.now ? "ahead" : "",
    ];
    return html`
      <li class=${looks.join(" ")} data-ordinal=${row.ordinal} aria-current=${present ? "true" : "false"}>
        <button
          aria-label=${fill(words.events.go, { line: row.line })}
          @click=${() => intend(this, { want: "go", position: row.position })}
        ><code>${row.line}</code></button>
      </li>
    `;
  }

  #toggle(event: Event): void {
    this.all = (event.target as HTMLInputElement).checked;
  }
}

define("raft-event-list", EventList);
