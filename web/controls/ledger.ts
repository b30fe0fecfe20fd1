import { html, nothing } from "lit";
import type { LedgerRow, LedgerScene } from "../scene/ledger.ts";
import { intend } from "../state/intents.ts";
import { leftmost, NEWEST, type Sight } from "../state/logs.ts";
import { base } from "../styles/base.ts";
import { ledgerStyles } from "../styles/ledger.ts";
import { termHues } from "../styles/tokens.ts";
import { counted, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { entryFor } from "./ledger-keys.ts";
import { gap, place, storeLines } from "./ledger-parts.ts";
import { powerSign } from "./signs.ts";

/** From so many servers on, rows are lower: all logs should be seen at once. */
const DENSE_FROM = 5;

/** All logs under one index. Only the columns in sight are in the page, whatever the length of the logs. */
export class Ledger extends Control {
  static override properties = {
    scene: { attribute: false },
    of: { attribute: false },
    tight: { type: Boolean },
  };
  declare scene: LedgerScene | null;
  /** Whose logs they are, where there are those of two runs. */
  declare of: string;
  /** Whether something else needs the room: rows are lower, however few. */
  declare tight: boolean;
  /** Columns that fit, and how wide one is: measured when the size changes, because measuring makes the page lay itself out. */
  #capacity = 0;
  #cell = 56;
  /** At the right end new entries stay in sight; scrolled away, the view stays where it is. */
  #following = true;
  /** Where new entries have brought it by themselves. */
  #broughtTo = 0;
  #first = 1;
  #total = 0;
  #table: Element | null = null;
  /** What the page has been told of the columns in sight. */
  #told = "";
  #watch = new ResizeObserver(() => this.#measure());
  /** The table has grown: it is laid out by now, so that to scroll costs nothing. */
  #growth = new ResizeObserver(() => this.#keepUp());

  constructor() {
    super();
    this.scene = null;
    this.of = "";
    this.tight = false;
  }

  static override styles = [base, termHues, ledgerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch.disconnect();
    this.#growth.disconnect();
    this.#table = null;
  }

  #name(): string {
    return [words.ledger.scroll, this.of].filter(Boolean).join(" – ");
  }

  override render() {
    const scene = this.scene;
    if (!scene) return nothing;
    const total = this.#columns();
    const before = (scene.columns[0] ?? 1) - 1;
    const after = Math.max(0, total - (scene.columns.at(-1) ?? 0));
    return html`
      <div class="scroll" role="region" tabindex="0" aria-label=${this.#name()} @scroll=${this.#scrolled} @keydown=${this.#pressed}>
        <table class=${this.tight || scene.rows.length > DENSE_FROM ? "dense" : ""}>
          <thead>
            <tr>
              <th class="head" scope="col">${this.#earlier()}</th>
              ${gap(before)}
              ${scene.columns.map(
                (index) =>
                  html`<th scope="col" class=${index === scene.rule ? "column rule" : "column"}>${index}</th>`,
              )}
              ${gap(after)}
              <th class="store" scope="col">${words.ledger.store}</th>
            </tr>
          </thead>
          <tbody>
            ${scene.rows.map((row) => this.#row(row, scene, before, after))}
          </tbody>
        </table>
      </div>
    `;
  }

  override updated(): void {
    if (this.#capacity === 0) this.#measure();
    const table = this.renderRoot.querySelector("table");
    if (!table || table === this.#table) return;
    this.#table = table;
    this.#growth.observe(table);
  }

  /** New entries stay in sight. */
  #keepUp(): void {
    const total = this.#columns();
    const scroll = this.#scroll();
    if (scroll && this.#following && total !== this.#total) {
      scroll.scrollLeft = total * this.#cell;
      this.#broughtTo = scroll.scrollLeft;
    }
    this.#total = total;
  }

  /** All columns there are, empty ones at the end included. */
  #columns(): number {
    return Math.max(this.scene?.last ?? 0, this.#capacity);
  }

  #earlier() {
    // Never cut off silently: so many columns are out of sight on the left.
    const hidden = leftmost(this.#sight, this.scene?.last ?? 0) - 1;
    if (hidden === 0)
      return html`<span class="for-ears">${words.ledger.server}</span><b class="name" aria-hidden="true">${words.ledger.title}</b>`;
    return html`<button class="earlier" @click=${this.#toStart}>${counted(words.ledger.earlier, hidden)}</button>`;
  }

  #row(row: LedgerRow, scene: LedgerScene, before: number, after: number) {
    return html`
      <tr class="${row.lit ? "lit" : ""} ${row.badge === "⏻" ? "down" : ""} ${row.veiled ? "hidden-row" : ""} ${row.guilty ? "guilty-row" : ""}">
        <th
          class="head"
          scope="row"
          @pointerenter=${() => intend(this, { want: "hover", subject: { kind: "server", id: row.server } })}
          @pointerleave=${() => intend(this, { want: "hover", subject: null })}
        >
          <span class="who">
            <span class="swatch" data-hue=${row.fill.hue}></span>
            <b>${row.guilty ? "! " : ""}${row.server}</b>
            <span class="role">${row.badge === "⏻" ? powerSign : row.badge} ${row.term}</span>
            <span class="for-ears">${row.word}</span>
          </span>
        </th>
        ${gap(before)}
        ${row.cells.map((cell, order) => place(this, row, cell, scene.columns[order] ?? 0, scene.rule))}
        ${gap(after)}
        <td class="store" title=${row.storeInFull}>${storeLines(row)}</td>
      </tr>
    `;
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const entry = entryFor(event.key, event.target as HTMLElement, this.renderRoot);
    if (!entry) return;
    entry.focus();
    event.preventDefault();
  }

  #scroll(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>(".scroll") ?? null;
  }

  #measure(): void {
    const scroll = this.#scroll();
    const column = this.renderRoot.querySelector<HTMLElement>("thead th.column");
    if (!scroll || !column) return;
    const fixed = [...this.renderRoot.querySelectorAll<HTMLElement>("thead .head, thead .store")];
    const taken = fixed.reduce((sum, one) => sum + one.offsetWidth, 0);
    this.#cell = column.offsetWidth || this.#cell;
    const capacity = Math.max(3, Math.floor((scroll.clientWidth - taken) / this.#cell));
    if (capacity === this.#capacity) return;
    this.#capacity = capacity;
    this.#total = 0;
    this.#tell();
  }

  #toStart(): void {
    this.#following = false;
    const scroll = this.#scroll();
    if (scroll) scroll.scrollLeft = 0;
  }

  #scrolled(): void {
    const scroll = this.#scroll();
    if (!scroll) return;
    const { scrollLeft, clientWidth, scrollWidth } = scroll;
    // Told of a scroll of ours only after there is more to the right, it would look like the reader's.
    if (this.#following && scrollLeft === this.#broughtTo) return;
    this.#following = scrollLeft + clientWidth >= scrollWidth - this.#cell / 2;
    this.#first = Math.floor(scrollLeft / this.#cell + 0.5) + 1;
    this.#tell();
  }

  get #sight(): Sight {
    return { first: this.#following ? null : this.#first, fits: this.#capacity || NEWEST.fits };
  }

  /** Asks for the columns in sight. */
  #tell(): void {
    const sight = this.#sight;
    const told = `${sight.first} ${sight.fits}`;
    if (told === this.#told) return;
    this.#told = told;
    intend(this, { want: "ledger-window", sight });
    this.requestUpdate();
  }
}

define("raft-ledger", Ledger);
