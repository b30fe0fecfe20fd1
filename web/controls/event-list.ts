import eventsWords from "words:events";
import noticeWords from "words:notice";
import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { EventRow, ViolationFrame } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { matchesIn, type Search } from "../state/search.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** Typing is over when nothing was typed for so long. */
const TYPED_FOR = 200;

/** The run as golden lines, or what a search found in it; a click goes there. */
export class EventList extends Control {
  static override properties = {
    rows: { attribute: false },
    now: { type: Number },
    search: { attribute: false },
    station: { attribute: false },
    broken: { attribute: false },
    all: { state: true },
  };
  /** The events around the playhead, oldest first. */
  declare rows: readonly EventRow[];
  declare now: number;
  declare search: Search | null;
  /** The event at which the reader stands on a path of causes. */
  declare station: number | null;
  /** Promises that have been broken, each by an event. */
  declare broken: readonly ViolationFrame[];
  declare all: boolean;
  #followed = "";
  #place = new ResizeObserver(([seen]) => this.#toMiddle(seen?.target as HTMLElement));
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.rows = [];
    this.now = 0;
    this.search = null;
    this.station = null;
    this.broken = [];
    this.all = false;
  }

  static override styles = [
    base,
    css`
      .head { margin-bottom: var(--space-2); display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-4); }
      input[type="search"] { flex: 1 1 11rem; max-width: 22rem; font-size: var(--size-small); }
      input::placeholder { color: var(--ink-soft); opacity: 1; }
      .head label, .result { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--target); font-size: var(--size-small); }
      .result { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
      .result button { padding: 0 var(--space-3); }
      ol { position: relative; max-height: clamp(12rem, 28svh, 30rem); overflow-y: auto; overscroll-behavior: contain; font-size: var(--size-small); scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
      li { display: flex; align-items: stretch; border-radius: 3px; }
      li:hover, .present { background: var(--sunken); }
      .guilt { color: var(--violated); font-weight: 700; }
      .station { box-shadow: inset 3px 0 0 var(--ink); }
      li button { min-height: 1.75rem; border: 0; border-radius: 3px; background: none; font-size: var(--size-tiny); }
      li button:focus-visible { outline-offset: -2px; }
      .go { flex: 1; min-width: 0; padding: var(--space-1) var(--space-2); text-align: left; }
      .why { flex: none; padding: 0 var(--space-2); color: var(--ink-soft); }
      .why:hover { color: var(--ink); text-decoration: underline; }
      .ahead code, .routine code { color: var(--ink-soft); }
      .ahead code { font-style: italic; }
      .present code { font-weight: 650; }
      .present { box-shadow: inset 3px 0 0 var(--ink); }
      code { overflow-wrap: anywhere; }
      mark { background: none; color: inherit; font-weight: 700; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 0.18em; }
      .empty { margin-top: var(--space-2); padding: var(--space-4); background: var(--sunken); border-radius: var(--radius); }
      .empty button { margin: var(--space-2) var(--space-2) 0 0; padding: 0 var(--space-3); font: var(--size-tiny) var(--font-mono); }
      @media (pointer: coarse) { li button { min-height: var(--target); align-items: center; min-width: var(--target); } }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    this.#place.disconnect();
  }

  override render() {
    const { search } = this;
    return html`
      <div class="head">
        <input
          type="search"
          aria-label=${eventsWords.search}
          placeholder=${eventsWords.searchHint}
          .value=${search?.text ?? ""}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          @input=${this.#typed}
          @change=${this.#typed}
        />
        ${search ? nothing : html`<label><input type="checkbox" .checked=${this.all} @change=${this.#toggle} />${eventsWords.all}</label>`}
      </div>
      <div role="status">${search ? this.#result(search) : nothing}</div>
      ${search ? this.#found(search) : this.#around()}
    `;
  }

  #around() {
    const shown = this.all ? this.rows : this.rows.filter((row) => row.telling);
    if (shown.length === 0) return html`<p class="empty small">${eventsWords.empty}</p>`;
    return this.#list(shown, (line) => html`${line}`);
  }

  #result({ text, rows, next }: Search) {
    const forms = next === null ? eventsWords.found : eventsWords.foundSoFar;
    return html`
      <div class="result" ?hidden=${rows.length === 0 && next === null}>
        ${rows.length > 0 ? html`<span>${counted(forms, rows.length)}</span>` : nothing}
        ${next === null ? nothing : html`<button @click=${() => this.#find(text, true)}>${eventsWords.searchOn}</button>`}
      </div>
    `;
  }

  #found({ text, rows, next }: Search) {
    if (rows.length > 0) return this.#list(rows, (line) => marked(line, text));
    const said = next === null ? eventsWords.nothing : eventsWords.nothingYet;
    return html`
      <div class="empty small">
        <p>${fill(said, { text })}</p>
        <p class="soft">${eventsWords.suggest}</p>
        ${Object.values(eventsWords.suggestions).map((one) => html`<button @click=${() => this.#find(one, false)}>${one}</button>`)}
      </div>
    `;
  }

  #list(shown: readonly EventRow[], line: (line: string) => TemplateResult) {
    const present = shown.filter((row) => row.position.time <= this.now).at(-1)?.ordinal;
    return html`
      <ol aria-label=${eventsWords.label} tabindex="0">
        ${repeat(
          shown,
          (row) => row.ordinal,
          (row) => this.#row(row, row.ordinal === present, line),
        )}
      </ol>
    `;
  }

  override updated(changed: Map<string, unknown>): void {
    // What was found is read from the top; the run is followed.
    if (this.search) this.#toTop(changed);
    else this.#follow();
  }

  #follow(): void {
    const present = this.renderRoot.querySelector<HTMLElement>(".present");
    const list = this.renderRoot.querySelector("ol");
    const key = `${present?.dataset.ordinal} of ${list?.childElementCount}`;
    if (!present || !list || key === this.#followed) return;
    this.#followed = key;
    // It reports as soon as the line is laid out; to ask where it is before that would lay the page out an extra time.
    this.#place.disconnect();
    this.#place.observe(present);
  }

  #toMiddle(present: HTMLElement): void {
    this.#place.disconnect();
    const list = present.closest("ol");
    // Only the list itself scrolls: scrollIntoView would also move the page of the host.
    if (list) list.scrollTop = present.offsetTop - list.clientHeight / 2;
  }

  #toTop(changed: Map<string, unknown>): void {
    this.#followed = "";
    const before = changed.get("search") as Search | null | undefined;
    if (!changed.has("search") || before?.text === this.search?.text) return;
    this.renderRoot.querySelector("ol")?.scrollTo({ top: 0 });
  }

  #row(row: EventRow, present: boolean, line: (line: string) => TemplateResult) {
    const charges = this.broken.filter((one) => one.event === row.ordinal);
    const guilt = charges
      .map(({ property }) => fill(noticeWords.violation, { property }))
      .join(", ");
    const looks = [
      present ? "present" : "",
      row.telling ? "" : "routine",
      row.position.time > this.now ? "ahead" : "",
      row.ordinal === this.station ? "station" : "",
    ];
    return html`
      <li class=${looks.join(" ")} data-ordinal=${row.ordinal} aria-current=${present ? "true" : "false"}>
        <button
          class="go"
          aria-label=${fill(eventsWords.go, { line: guilt ? `${row.line}, ${guilt}` : row.line })}
          @click=${() => intend(this, { want: "go", position: row.position })}
        ><code>${line(row.line)}</code>${guilt ? html` <span class="guilt">! ${guilt}</span>` : nothing}</button>
        <button
          class="why"
          aria-label=${fill(eventsWords.whyOf, { line: row.line })}
          @click=${() => intend(this, { want: "why", question: { event: row.ordinal } })}
        >${eventsWords.why}</button>
      </li>
    `;
  }

  #toggle(event: Event): void {
    this.all = (event.target as HTMLInputElement).checked;
  }

  #typed(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.#typing);
    if (event.type === "change") this.#find(value, false);
    else this.#typing = setTimeout(() => this.#find(value, false), TYPED_FOR);
  }

  #find(typed: string, more: boolean): void {
    const text = typed.trim();
    if (!more && text === (this.search?.text ?? "")) return;
    intend(this, { want: "find", text, more });
  }
}

function marked(line: string, sought: string): TemplateResult {
  return html`${matchesIn(line, sought).map((piece, order) => (order % 2 === 1 ? html`<mark>${piece}</mark>` : piece))}`;
}

define("raft-event-list", EventList);
