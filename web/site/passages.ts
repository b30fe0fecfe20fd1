import MiniSearch from "minisearch";

/** A part of a page that can be found: what stands under one heading, or a whole story. */
export type Passage = {
  /** Where it is in the site. */
  readonly place: string;
  /** What it is a part of. */
  readonly page: string;
  readonly heading: string;
  readonly text: string;
};

/** A passage, and which of its words were meant. */
export type Finding = { readonly passage: Passage; readonly words: readonly string[] };

/** Best first. `whole`: they have all the words that were looked for, and not only some. */
export type Findings = { readonly found: readonly Finding[]; readonly whole: boolean };

/** What was looked for is worth more where it names a passage than where it is mentioned. */
const WEIGHTS = { heading: 4, page: 2, text: 1 };

/** Shorter words have too many neighbours: one wrong letter makes another word of them. */
const LONG = 5;
const WRONG_LETTERS = 0.2;

/** So many letters are looked for: a word of a hundred thousand, from a stranger's link, kept a page busy for a minute. */
const SOUGHT_AT_MOST = 200;

const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;
/** "PreVote" is the pre-vote too. */
const WITHIN_A_NAME = /(?<=\p{Ll})(?=\p{Lu})/u;

function partsOf(text: string): string[] {
  return text.split(BETWEEN_WORDS).flatMap((word) => word.split(WITHIN_A_NAME));
}

function wordsAndParts(text: string): string[] {
  return text.split(BETWEEN_WORDS).flatMap((word) => {
    const parts = word.split(WITHIN_A_NAME);
    return parts.length > 1 ? [word, ...parts] : parts;
  });
}

/** All passages of the site, to be searched. */
export class Passages {
  readonly #passages: readonly Passage[];
  readonly #index = new MiniSearch({ fields: Object.keys(WEIGHTS), tokenize: wordsAndParts });

  constructor(passages: readonly Passage[]) {
    this.#passages = passages;
    this.#index.addAll(passages.map((passage, id) => ({ id, ...passage })));
  }

  /**
   * The passages that have all words of a text, best first; where no passage has all of them, those that have some. The
   * last word may go on, and in longer words some letters may be wrong.
   */
  find(wish: string): Findings {
    const text = wish.slice(0, SOUGHT_AT_MOST);
    const options = {
      boost: WEIGHTS,
      tokenize: partsOf,
      prefix: (_word: string, order: number, all: string[]) => order === all.length - 1,
      fuzzy: (word: string) => (word.length >= LONG ? WRONG_LETTERS : false),
    };
    const all = this.#index.search(text, { ...options, combineWith: "AND" });
    const results = all.length > 0 ? all : this.#index.search(text, options);
    const found = results.flatMap(({ id, terms }) => {
      const passage = this.#passages[Number(id)];
      return passage ? [{ passage, words: terms }] : [];
    });
    return { found, whole: all.length > 0 };
  }
}

/** A text cut at the words that were meant: every other piece, beginning with the second, is one of them. */
export function markedIn(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const spelled = words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(${spelled.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return text.split(whole);
}

/** How much of a passage is shown, in letters, and how much of it may stand before the first word that was meant. */
const SHOWN = 220;
const BEFORE = 60;

/** The part of a text in which most of the words are, not cut within a word. */
export function excerptOf(text: string, words: readonly string[]): string {
  if (text.length <= SHOWN) return text;
  const places = placesOf(text, words);
  const within = (start: number) =>
    new Set(places.filter(({ at }) => at >= start && at < start + SHOWN).map(({ word }) => word));
  const starts = [0, ...places.map(({ at }) => Math.max(0, at - BEFORE))];
  const best = starts.reduce((one, other) => (within(other).size > within(one).size ? other : one));
  const start = best === 0 ? 0 : text.indexOf(" ", best) + 1;
  const end = text.lastIndexOf(" ", start + SHOWN);
  const until = text.length <= start + SHOWN ? text.length : Math.max(end, start + BEFORE);
  const cut = text.slice(start, until).trim();
  return `${start > 0 ? "… " : ""}${cut}${until < text.length ? " …" : ""}`;
}

function placesOf(text: string, words: readonly string[]): { at: number; word: string }[] {
  let at = 0;
  return markedIn(text, words).flatMap((piece, order) => {
    const place = { at, word: piece.toLowerCase() };
    at += piece.length;
    return order % 2 === 1 ? [place] : [];
  });
}
