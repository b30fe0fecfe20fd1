/**
 * How long a text will be, in parts of its size. A picture is looked at with whatever fonts there are: an estimate that
 * fits the widest of the usual ones is worth more than what one machine measures.
 */
const NARROW = /[ilIjtfr.,:;'’|!()[\]]/;
const WIDE = /[mwMW@%—…→⁄]/;
const CAPITAL = /\p{Lu}/u;

export function lengthOfText(text: string, size: number): number {
  let length = 0;
  for (const letter of text) length += widthOf(letter);
  return length * size;
}

function widthOf(letter: string): number {
  if (letter === " ") return 0.32;
  // Characters of East Asia and pictures take a square.
  if (letter >= "\u2e80") return 1;
  if (NARROW.test(letter)) return 0.41;
  if (WIDE.test(letter)) return 0.95;
  return CAPITAL.test(letter) ? 0.75 : 0.63;
}

/** Breaks a text into lines that are no longer than that. A word that is longer than a line is broken as well. */
export function linesOf(text: string, size: number, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    for (const piece of piecesOf(word, size, room)) {
      const longer = line === "" ? piece : `${line} ${piece}`;
      if (line !== "" && lengthOfText(longer, size) > room) {
        lines.push(line);
        line = piece;
      } else line = longer;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

function piecesOf(word: string, size: number, room: number): string[] {
  if (lengthOfText(word, size) <= room) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const letter of word) {
    if (piece !== "" && lengthOfText(piece + letter, size) > room) {
      pieces.push(piece);
      piece = "";
    }
    piece += letter;
  }
  return [...pieces, piece];
}

/** The beginning of a text that has so much room, with an ellipsis where something is missing. */
export function shortened(text: string, size: number, room: number): string {
  if (lengthOfText(text, size) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && lengthOfText(`${letters.join("")}…`, size) > room) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
