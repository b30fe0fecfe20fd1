import english from "../../locales/en.json";

/** What comes later, with the panels that show it: web/words/later.d.ts. */
type Later =
  | "legend"
  | "meanings"
  | "rules"
  | "chances"
  | "ruleset"
  | "faults"
  | "keys"
  | "exporting"
  | "film"
  | "help"
  | "pending"
  | "why"
  | "history"
  | "compare"
  | "workshop"
  | "editor"
  | "recorder"
  | "exercise"
  | "embedding"
  | "offline"
  | "arrival"
  | "pages"
  | "tags"
  | "kinds"
  | "promises"
  | "choices"
  | "site"
  | "tryIt"
  | "spacetime"
  | "events"
  | "state"
  | "branches"
  | "scenario"
  | "kept"
  | "link"
  | "notice"
  | "membership"
  | "stories"
  | "viewing"
  | "sharing";

export type Interface = typeof english.interface;

/** Every string of the page. Nothing a reader sees is written anywhere else. */
export type Words = Omit<Interface, Later>;

/** All there is to say in one language. English comes without what is loaded later; other languages come whole. */
export type Catalogue = {
  /** As in the attribute `lang`. */
  readonly language: string;
  readonly interface: Words & Partial<Pick<Interface, Later>>;
  /** What the engine narrates with. */
  readonly narration: typeof english.narration;
};

export const ENGLISH: Catalogue = english;

/**
 * The words of whoever is at work: several playgrounds on one page can speak different languages. Read them where they
 * are needed and keep none: `speaking` exchanges them. In the update of a `Control` they are those of its playground.
 */
export let words: Words = ENGLISH.interface;

/** The catalogue that `words` are of. */
export let voice: Catalogue = ENGLISH;

type Listener = (catalogue: Catalogue) => void;
const listeners = new Set<Listener>();

/**
 * Does something in a language. The deed must put its words together at once: what it puts off, it does in whatever
 * language is spoken then.
 */
export function speaking<T>(catalogue: Catalogue, deed: () => T): T {
  const before = voice;
  if (before === catalogue) return deed();
  exchange(catalogue);
  try {
    return deed();
  } finally {
    exchange(before);
  }
}

/** For the parts that are loaded later: they are exchanged together with the words. */
export function onSpeaking(listener: Listener): void {
  listeners.add(listener);
  listener(voice);
}

function exchange(catalogue: Catalogue): void {
  voice = catalogue;
  words = catalogue.interface;
  for (const listener of listeners) listener(catalogue);
}

/** Puts operands into a string of the catalogue: `fill("{count} earlier", { count: 12 })`. */
export function fill(
  template: string,
  operands: Readonly<Record<string, string | number>>,
): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(operands[name] ?? hole));
}

/** Picks the form for a count: the catalogue has `{ one, other }` wherever the words differ. */
export function counted(forms: { one: string; other: string }, count: number): string {
  return fill(count === 1 ? forms.one : forms.other, { count });
}
