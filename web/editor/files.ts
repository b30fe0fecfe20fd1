import { fill } from "../words/words.ts";
import { texts } from "./texts.ts";

/** As much as the format takes. What is larger is not even read. */
const MOST_BYTES = 256 * 1024;

/** A text, or why it is refused, to be said in whatever language is spoken then. */
export type Taken = { text: string } | { refused: () => string };

/** Reads a file that somebody opened or dropped. It may be anything. */
export async function readText(file: File): Promise<Taken> {
  if (file.size > MOST_BYTES) return { refused: () => tooLarge(file.size) };
  try {
    const bytes = await file.arrayBuffer();
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? { refused: () => texts.editor.notText } : { text };
  } catch {
    return { refused: () => texts.editor.notText };
  }
}

/** Whether so much may be pasted. */
export function roomFor(text: string): string | null {
  const size = new TextEncoder().encode(text).length;
  return size > MOST_BYTES ? tooLarge(size) : null;
}

function tooLarge(size: number): string {
  return fill(texts.editor.tooLarge, { size, most: MOST_BYTES });
}

/** Whether it is a scenario for machines: TOML cannot begin like that. */
export function isJson(text: string): boolean {
  return /^[\uFEFF\s]*\{/.test(text);
}

/** A name for the file of a scenario, from its title. */
export function fileNameOf(title: string, ending: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${slug || "scenario"}.${ending}`;
}

/** Hands a text to the reader as a file. */
export function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
