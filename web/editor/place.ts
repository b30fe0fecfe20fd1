/** Where in a TOML text a cursor stands. It reads what is there, however unfinished, and never fails. */

/** The names that lead somewhere in a scenario; elements of lists have no name, and are passed through. */
export type Path = readonly string[];

export type Place = {
  kind: "header" | "key" | "value";
  /** key: the table in which it stands. value: what it is the value of. header: nothing. */
  path: Path;
  /** Where the word begins in which the cursor stands, its quotation mark included. */
  from: number;
  /** Whether that word is in quotation marks. */
  quoted: boolean;
  /** Names that the table has before the cursor. */
  taken: readonly string[];
};

type Container = { closes: "]" | "}"; path: Path; names: string[]; atKey: boolean; key: string };

const BARE = /[A-Za-z0-9_-]/;

/** No scenario is written so deep. Each table knows its whole path: a file of nothing but brackets would fill the memory. */
const DEEPEST = 100;

/** Reads a text up to the cursor; null: in a comment, or where nothing can be said. */
export function placeAt(text: string, cursor: number): Place | null {
  return new Reader(text.slice(0, cursor)).read();
}

class Reader {
  #at = 0;
  #text: string;
  /** The table of the last header, and the names in it. */
  #table: Container = { closes: "}", path: [], names: [], atKey: true, key: "" };
  #open: Container[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): Place | null {
    for (;;) {
      if (this.#open.length > DEEPEST) return null;
      const here = this.#top;
      const sign = this.#text[this.#at];
      if (sign === undefined) return this.#place(this.#at, false);
      if (sign === "#") {
        const end = this.#text.indexOf("\n", this.#at);
        if (end < 0) return null;
        this.#at = end;
      } else if (sign === "\n" && this.#open.length === 0) {
        this.#at++;
        here.atKey = true;
        here.key = "";
      } else if (sign === "[" && this.#open.length === 0 && here.atKey) {
        const place = this.#header();
        if (place) return place;
      } else if (sign === '"' || sign === "'") {
        const from = this.#at;
        const word = this.#string(sign);
        if (word === null) return this.#place(from, true);
        if (here.atKey) here.key = word;
      } else if (BARE.test(sign)) {
        const from = this.#at;
        const word = this.#word();
        if (this.#at === this.#text.length) return this.#place(from, false);
        if (here.atKey) here.key += word;
      } else {
        this.#at++;
        this.#sign(sign, here);
      }
    }
  }

  get #top(): Container {
    return this.#open.at(-1) ?? this.#table;
  }

  #sign(sign: string, here: Container): void {
    if (sign === "=" && here.atKey) {
      here.names.push(here.key);
      here.atKey = false;
    } else if (sign === "." && here.atKey) {
      here.key += ".";
    } else if (sign === "{" || sign === "[") {
      const path = this.#valuePath(here);
      const closes = sign === "{" ? "}" : "]";
      this.#open.push({ closes, path, names: [], atKey: sign === "{", key: "" });
    } else if (sign === "," && this.#open.length > 0) {
      here.atKey = here.closes === "}";
      here.key = "";
    } else if (sign === here.closes && this.#open.length > 0) {
      this.#open.pop();
    } else if (here.atKey && /\S/.test(sign)) here.key = "";
  }

  /** What the value is the value of that begins here. */
  #valuePath(here: Container): Path {
    return here.closes === "]" ? here.path : [...here.path, ...here.key.split(".")];
  }

  #place(from: number, quoted: boolean): Place {
    const here = this.#top;
    const isKey = here.atKey && here.closes === "}";
    const path = isKey ? here.path : this.#valuePath(here);
    return { kind: isKey ? "key" : "value", path, from, quoted, taken: here.names };
  }

  /** A header, if the cursor is not in it. */
  #header(): Place | null {
    const begins = this.#text.startsWith("[[", this.#at) ? 2 : 1;
    const from = this.#at + begins;
    const end = this.#text.indexOf("\n", from);
    const name = this.#text.slice(from, end < 0 ? undefined : end);
    const close = name.indexOf("]");
    if (end < 0 && close < 0) return { kind: "header", path: [], from, quoted: false, taken: [] };
    const path = (close < 0 ? name : name.slice(0, close)).split(".").map((part) => part.trim());
    this.#table = { closes: "}", path, names: [], atKey: true, key: "" };
    this.#at = end < 0 ? this.#text.length : end;
    return end < 0
      ? { kind: "header", path: [], from: this.#text.length, quoted: false, taken: [] }
      : null;
  }

  #word(): string {
    const from = this.#at;
    while (BARE.test(this.#text[this.#at] ?? " ")) this.#at++;
    return this.#text.slice(from, this.#at);
  }

  /** What is between quotation marks; null: they are still open. */
  #string(mark: string): string | null {
    const long = mark.repeat(3);
    const ends = this.#text.startsWith(long, this.#at) ? long : mark;
    let at = this.#at + ends.length;
    const from = at;
    while (at < this.#text.length && !this.#text.startsWith(ends, at)) {
      // A string on one line that is not closed ends with its line: somebody is typing.
      if (ends === mark && this.#text[at] === "\n") break;
      at += mark === '"' && this.#text[at] === "\\" ? 2 : 1;
    }
    if (at >= this.#text.length) return null;
    const word = this.#text.slice(from, at);
    this.#at = this.#text.startsWith(ends, at) ? at + ends.length : at;
    return word;
  }
}
