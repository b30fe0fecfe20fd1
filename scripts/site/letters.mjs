// Letters as outlines, so that a picture looks the same on every machine, whatever fonts that machine has.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import opentype from "opentype.js";
import { root } from "../run.mjs";

const FOLDER = join(root, "node_modules/@fontsource/source-serif-4/files");

/** Weight 400 or 600. */
export function lettersOf(weight) {
  const file = readFileSync(join(FOLDER, `source-serif-4-latin-${weight}-normal.woff`));
  const font = opentype.parse(
    file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength),
  );
  const known = (text) =>
    [...legible(text)].filter((sign) => font.charToGlyphIndex(sign) > 0).join("");
  const width = (text, size) => font.getAdvanceWidth(known(text), size);
  const path = (text, x, y, size) => written(font.getPath(known(text), x, y, size).commands);
  return {
    width,
    path,
    centred: (text, y, size) => path(text, -width(text, size) / 2, y, size),
    lines: (text, size, room) => linesOf(text, (part) => width(part, size) <= room),
  };
}

const OPERANDS = ["x1", "y1", "x2", "y2", "x", "y"];

/** By ourselves: the library's own way makes "NaN" of numbers that are nearly nothing. */
function written(commands) {
  return commands
    .map((command) => {
      const numbers = OPERANDS.filter((name) => name in command).map((name) => command[name]);
      return command.type + numbers.map((number) => Math.round(number * 100) / 100).join(" ");
    })
    .join("");
}

/** The font has Latin letters and the usual signs of writing. */
function legible(text) {
  return text.replaceAll("−", "–").replaceAll("→", "–").replaceAll("≥", ">");
}

function linesOf(text, fits) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) === "" || fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
