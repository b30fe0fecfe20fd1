import type { Box } from "../scene/geometry.ts";
import type { LedgerCell } from "../scene/ledger.ts";
import { group, move, type Stroke, shape, text } from "./draw.ts";

/** Shortens what does not fit into so many units of that size. */
export type Shorten = (text: string, size: number, room: number) => string;

/** Longer commands are set smaller. */
const LONG = 3;
const CORNER = 3.5;
/** A sign in a corner takes so much from the command. */
const SIGN = 8;

/** An entry of a drawn ledger, in its term's fill: what it says, and what can be said of it. */
export function entryOf(cell: LedgerCell, size: Box, shorten: Shorten): Stroke {
  const looks = ["entry", cell.border];
  if (cell.apart) looks.push("apart");
  if (cell.struck) looks.push("struck");
  if (cell.veiled) looks.push("unknown");
  if (cell.guilty) looks.push("charged");
  const parts = [
    ...groundOf(cell, size),
    commandOf(cell, size, shorten),
    ...(cell.veiled ? [] : signsOf(cell, size)),
  ];
  return group(looks.join(" "), parts).set({ "data-hue": cell.fill.hue });
}

function groundOf(cell: LedgerCell, { width, height }: Box): Stroke[] {
  const frame = { width, height, rx: CORNER };
  const texture = [];
  if (isHatched(cell)) texture.push(shape("path", "hatching", { d: hatching(width, height) }));
  else if (cell.fill.pattern > 0)
    texture.push(
      shape("path", "entry-pattern", { d: patternIn(width, height, cell.fill.pattern) }),
    );
  return [shape("rect", "entry-ground", frame), ...texture, shape("rect", "entry-edge", frame)];
}

function isHatched({ hatched, veiled }: LedgerCell): boolean {
  return hatched && !veiled;
}

/** Where signs stand in the corners on the right, the command moves to the left. */
function commandOf(cell: LedgerCell, { width, height }: Box, shorten: Shorten): Stroke {
  const said = cell.veiled ? "?" : (cell.sign ?? cell.text);
  const long = said.length > LONG;
  const aside = cell.applied || cell.apart || cell.guilty ? SIGN : 0;
  const looks = ["command", long && "long", isHatched(cell) && "on-hatching"];
  return text(looks.filter((look) => look).join(" "), {
    x: (width - aside) / 2,
    y: height / 2 + 4,
    "text-anchor": "middle",
  }).text(shorten(said, long ? 9.5 : 12, width - aside - 2));
}

/** Drawn, because few fonts have these signs. */
function signsOf(cell: LedgerCell, { width, height }: Box): Stroke[] {
  const signs: Stroke[] = [];
  if (cell.applied) {
    const place = move(width - 6, height - 6);
    signs.push(shape("path", "tick-sign", { d: "M-3.4 0L-1 2.6L3.4 -3", transform: place }));
  }
  if (cell.guilty) signs.push(text("differs", { x: width - 3, y: 10 }).text("!"));
  else if (cell.apart) {
    const place = move(width - 6, 6.5);
    signs.push(
      shape("path", "differs-sign", {
        d: "M-2.6 -1.4H2.6M-2.6 1.4H2.6M-1.7 3.4L1.7 -3.4",
        transform: place,
      }),
    );
  }
  if (cell.struck) signs.push(shape("path", "strike", { d: `M0 ${height / 2}H${width}` }));
  return signs;
}

/** Not on its disk yet. Lines within the rectangle and no pattern: a pattern would have to be named. */
function hatching(width: number, height: number): string {
  const lines: string[] = [];
  for (let start = 7 - height; start < width; start += 9) {
    const [x1, y1] = start < 0 ? [0, -start] : [start, 0];
    const [x2, y2] = start + height > width ? [width, width - start] : [start + height, height];
    lines.push(`M${x1} ${y1}L${x2} ${y2}`);
  }
  return lines.join("");
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
