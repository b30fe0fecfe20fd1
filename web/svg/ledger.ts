import type { LedgerCell, LedgerRow, LedgerScene } from "../scene/ledger.ts";
import { group, move, type Stroke, shape, text } from "./draw.ts";
import { entryOf, type Shorten } from "./entry.ts";
import { power, star } from "./shapes.ts";

/** Sizes of a drawn ledger, in units of the stage. */
export type LedgerGrid = {
  /** Of the names on the left, of one entry, and of the state on the right; 0: there is no room for it. */
  head: number;
  cell: number;
  store: number;
  row: number;
  /** How many columns shorten. */
  columns: number;
};

/** What is written beside the entries. */
export type LedgerTexts = {
  store: string;
  storeEmpty: string;
  storeGone: string;
  /** "… 3 earlier": of columns that are out of sight on the left. */
  earlier: (hidden: number) => string;
  packed: (index: number) => string;
  /** Shortens what does not shorten into so many units of that size. */
  shorten: Shorten;
};

const TOP = 22;

export function heightOfLedger(servers: number, grid: LedgerGrid): number {
  return TOP + servers * grid.row;
}

/** The logs of all servers as a drawing: what the page writes as a table. */
export class LedgerPlot {
  readonly root = group("ledger");
  readonly #grid: LedgerGrid;
  readonly #texts: LedgerTexts;
  #drawn: LedgerScene | null = null;

  constructor(grid: LedgerGrid, texts: LedgerTexts) {
    this.#grid = grid;
    this.#texts = texts;
  }

  apply(scene: LedgerScene): void {
    if (scene === this.#drawn) return;
    this.#drawn = scene;
    const rows = scene.rows.map((row, order) => this.#row(row, order, scene));
    const parts = [...this.#heads(scene), ...rows, ...this.#rule(scene)];
    this.root.element.replaceChildren(...parts.map((part) => part.element));
  }

  #heads({ columns, rows }: LedgerScene): Stroke[] {
    const { head, cell, store } = this.#grid;
    const numbers = columns.map((index, order) =>
      text("column", { x: head + (order + 0.5) * cell, y: 13, "text-anchor": "middle" }).text(
        String(index),
      ),
    );
    const hidden = (columns[0] ?? 1) - 1;
    if (hidden > 0) numbers.push(text("column", { y: 13 }).text(this.#texts.earlier(hidden)));
    if (store > 0 && rows.length > 0)
      numbers.push(text("column", { x: this.#right + 12, y: 13 }).text(this.#texts.store));
    return numbers;
  }

  get #right(): number {
    return this.#grid.head + this.#grid.columns * this.#grid.cell;
  }

  #rule({ columns, rule, rows }: LedgerScene): Stroke[] {
    const order = rule === null ? -1 : columns.indexOf(rule);
    if (order < 0) return [];
    const x = this.#grid.head + (order + 1) * this.#grid.cell;
    const bottom = heightOfLedger(rows.length, this.#grid);
    return [shape("line", "commit-rule", { x1: x, x2: x, y1: 2, y2: bottom })];
  }

  #row(row: LedgerRow, order: number, { columns }: LedgerScene): Stroke {
    const middle = this.#grid.row / 2;
    const looks = [
      "row",
      row.badge === "⏻" && "down",
      row.veiled && "veiled",
      row.guilty && "charged",
    ];
    const places = columns.map((index, column) =>
      this.#place(row, row.cells[column] ?? null, index, column),
    );
    const parts = [...this.#who(row, middle), ...places.flat(), ...this.#state(row, middle)];
    return group(looks.filter((look) => look).join(" "), parts).set({
      transform: move(0, TOP + order * this.#grid.row),
    });
  }

  #who(row: LedgerRow, middle: number): Stroke[] {
    const parts = [
      shape("circle", "swatch", { cx: 7, cy: middle, r: 6, "data-hue": row.fill.hue }),
      text("server-name", { x: 19, y: middle + 4.5 }).text(
        `${row.guilty ? "! " : ""}${row.server}`,
      ),
    ];
    const x = row.guilty ? 53 : 45;
    if (row.badge === "★")
      parts.push(shape("path", "leads-sign", { d: star(6), transform: move(x + 4, middle) }));
    if (row.badge === "⏻")
      parts.push(shape("path", "down-sign", { d: power(4.5), transform: move(x + 4, middle) }));
    if (this.#grid.head > 70)
      parts.push(text("row-term", { x: x + (row.badge ? 14 : 0), y: middle + 4 }).text(row.term));
    return parts;
  }

  #state(row: LedgerRow, middle: number): Stroke[] {
    const { store } = this.#grid;
    if (store === 0) return [];
    const { storeEmpty, storeGone, shorten } = this.#texts;
    const lines = row.storeGone ? [storeGone] : row.store.length > 0 ? row.store : [storeEmpty];
    const first = middle + 4 - (lines.length - 1) * 7;
    return (row.veiled ? ["?"] : lines).map((line, order) =>
      text("pair", { x: this.#right + 12, y: first + order * 14 }).text(
        shorten(line, 11.5, store - 12),
      ),
    );
  }

  #place(row: LedgerRow, cell: LedgerCell | null, index: number, column: number): Stroke[] {
    const { head, cell: width, row: height } = this.#grid;
    const left = head + column * width;
    const parts: Stroke[] = [];
    if (index <= row.compactedUpTo) {
      parts.push(shape("rect", "packed", { x: left, y: 4, width, height: height - 13 }));
      if (index === row.compactedUpTo)
        parts.push(
          text("packed-name", {
            x: left + width / 2,
            y: height / 2 + 1,
            "text-anchor": "middle",
          }).text(this.#texts.packed(index)),
        );
    } else if (cell) parts.push(this.#entry(cell, left));
    else
      parts.push(
        shape("line", "nothing", {
          x1: left + 5,
          x2: left + width - 5,
          y1: height - 12,
          y2: height - 12,
        }),
      );
    const x = left + width / 2;
    const both = row.match === index && row.next === index;
    if (row.match === index)
      parts.push(shape("circle", "mark-match", { cx: both ? x - 6 : x, cy: height - 4, r: 2.8 }));
    if (row.next === index)
      parts.push(
        shape("path", "mark-next", {
          d: "M-3.6 3L0 -3.2L3.6 3Z",
          transform: move(both ? x + 6 : x, height - 4),
        }),
      );
    return parts;
  }

  #entry(cell: LedgerCell, left: number): Stroke {
    const size = { width: this.#grid.cell - 4, height: this.#grid.row - 13 };
    return entryOf(cell, size, this.#texts.shorten).set({ transform: move(left + 2, 4) });
  }
}
