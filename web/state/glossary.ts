import { words } from "../words/words.ts";

/** A word that readers may not know, and the forms it takes in sentences. What it means comes when somebody asks. */
export type Term = { word: string; forms: readonly string[] };
export type Glossary = Readonly<Record<string, Term>>;

/** A piece of a sentence: plain text, or a word that can be tapped. */
export type Piece = string | { text: string; id: string };

/** The glossary of the language that is spoken. */
export function glossaryInWords(): Glossary {
  return words.glossary;
}

/**
 * Cuts a sentence at the words of the glossary. Only the first of each is taken: a sentence full of dots is no help.
 * `seen`: those that an earlier part of the same sentence has had.
 */
export function glossed(
  sentence: string,
  glossary: Glossary = words.glossary,
  seen: Set<string> = new Set(),
): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of sentence.matchAll(patternOf(glossary))) {
    const id = idOf(found[0], glossary);
    if (id === null || seen.has(id)) continue;
    seen.add(id);
    if (found.index > from) pieces.push(sentence.slice(from, found.index));
    pieces.push({ text: found[0], id });
    from = found.index + found[0].length;
  }
  if (from < sentence.length) pieces.push(sentence.slice(from));
  return pieces;
}

const patterns = new WeakMap<Glossary, RegExp>();

/**
 * Longer forms go first, so that "election timer" is not an "election". A form is a whole word: it never starts or ends
 * within a name such as `server-1`, `log@2` or `x=term`.
 */
function patternOf(glossary: Glossary): RegExp {
  let pattern = patterns.get(glossary);
  if (!pattern) {
    const forms = Object.values(glossary)
      .flatMap(({ forms }) => forms)
      .sort((one, other) => other.length - one.length)
      .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    pattern = new RegExp(
      `(?<![\\p{L}\\p{N}_=@#-])(?:${forms.join("|")})(?![\\p{L}\\p{N}_=@#-])`,
      "giu",
    );
    patterns.set(glossary, pattern);
  }
  return pattern;
}

function idOf(text: string, glossary: Glossary): string | null {
  const sought = text.toLowerCase();
  const entry = Object.entries(glossary).find(([, { forms }]) =>
    forms.some((form) => form.toLowerCase() === sought),
  );
  return entry?.[0] ?? null;
}

/** All words in the order of the alphabet, to be looked up. */
export function alphabetical(
  language: string,
  glossary: Glossary = words.glossary,
): [string, Term][] {
  return Object.entries(glossary).sort(([, one], [, other]) =>
    one.word.localeCompare(other.word, language),
  );
}
