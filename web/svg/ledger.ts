import type { LedgerCell, LedgerRow, LedgerScene } from "../scene/ledger.ts";
import { group, move, type Stroke, shape, text } from "./draw.ts";
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
  shorten: (text: string, size: number, room: number) => string;
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
    const [width, height] = [this.#grid.cell - 4, this.#grid.row - 13];
    const looks = ["entry", cell.border];
    if (cell.apart) looks.push("apart");
    if (cell.struck) looks.push("struck");
    if (cell.veiled) looks.push("unknown");
    if (cell.guilty) looks.push("charged");
    const parts = [shape("rect", "entry-ground", { width, height, rx: 3.5 })];
    if (cell.hatched && !cell.veiled) parts.push(...hatching(width, height));
    else if (cell.fill.pattern > 0)
      parts.push(
        shape("path", "entry-pattern", { d: patternIn(width, height, cell.fill.pattern) }),
      );
    parts.push(shape("rect", "entry-edge", { width, height, rx: 3.5 }));
    const said = cell.veiled ? "?" : (cell.sign ?? cell.text);
    const size = said.length > LONG ? 9.5 : 12;
    const room = width - (cell.applied ? 10 : 4);
    const words = text(said.length > LONG ? "command long" : "command", {
      x: cell.applied ? width / 2 - 3 : width / 2,
      y: height / 2 + 4,
      "text-anchor": "middle",
    }).text(this.#texts.shorten(said, size, room));
    if (cell.hatched && !cell.veiled) words.set({ class: "command on-hatching" });
    parts.push(words);
    if (cell.applied && !cell.veiled)
      parts.push(
        shape("path", "tick-sign", {
          d: "M-3.4 0L-1 2.6L3.4 -3",
          transform: move(width - 6, height - 6),
        }),
      );
    if (cell.guilty) parts.push(text("differs", { x: width - 3, y: 9 }).text("!"));
    else if (cell.apart)
      parts.push(
        shape("path", "differs-sign", {
          d: "M-3 -1.6H3M-3 1.6H3M-2 4L2 -4",
          transform: move(width - 6, 6),
        }),
      );
    if (cell.struck) parts.push(shape("path", "strike", { d: `M0 ${height / 2}H${width}` }));
    return group(looks.join(" "), parts).set({
      transform: move(left + 2, 4),
      "data-hue": cell.fill.hue,
    });
  }
}

/** Longer commands are set smaller. */
const LONG = 3;

/** Not on its disk yet. Lines within the rectangle and no pattern: a pattern would have to be named. */
function hatching(width: number, height: number): Stroke[] {
  const lines: string[] = [];
  for (let start = 7 - height; start < width; start += 9) {
    const [x1, y1] = start < 0 ? [0, -start] : [start, 0];
    const [x2, y2] = start + height > width ? [width, width - start] : [start + height, height];
    lines.push(`M${x1} ${y1}L${x2} ${y2}`);
  }
  return [shape("path", "hatching", { d: lines.join("") })];
}

function patternIn(width: number, height: number, pattern: LedgerCell["fill"]["pattern"]): string {
  const lines: string[] = [];
  for (let y = 5; y < height; y += 6) {
    if (pattern >= 2) lines.push(`M1 ${y}H${width - 1}`);
    if (pattern === 1) for (let x = 5; x < width; x += 7) lines.push(`M${x} ${y}h.01`);
  }
  if (pattern === 3) for (let x = 5; x < width; x += 7) lines.push(`M${x} 1V${height - 1}`);
  return lines.join("");
}
