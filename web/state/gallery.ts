import type { Level, PrintedCard, PrintedGallery } from "../engine/door.ts";
import { inLanguage, languageOfText } from "../words/text.ts";

/** What is said of a scenario before it is opened, in the language of the page. */
export type GalleryItem = {
  name: string;
  title: string;
  summary: string;
  /** In which it is told: not every story has been translated. */
  language: string;
  level: Level | null;
  tags: readonly string[];
  source: string;
  steps: number;
  seconds: number;
  breaks: readonly string[];
  fork: string | null;
  asks: boolean;
};

export type GallerySection = {
  id: string;
  title: string;
  about: string;
  /** A path, to be gone from the beginning. */
  numbered: boolean;
  items: readonly GalleryItem[];
};

export type Gallery = {
  sections: readonly GallerySection[];
  items: ReadonlyMap<string, GalleryItem>;
};

export const LEVELS = ["newcomer", "practitioner", "expert"] as const satisfies readonly Level[];

export function galleryOf({ sections, scenarios }: PrintedGallery): Gallery {
  const items = new Map(
    Object.entries(scenarios).map(([name, card]) => [name, itemOf(name, card)] as const),
  );
  return {
    items,
    sections: sections.map(({ id, title, about, numbered, scenarios }) => ({
      id,
      title: inLanguage(title),
      about: inLanguage(about),
      numbered: numbered ?? false,
      items: scenarios.flatMap((name) => items.get(name) ?? []),
    })),
  };
}

function itemOf(name: string, card: PrintedCard): GalleryItem {
  const { level, tags, source, steps, seconds, breaks, asks } = card;
  return {
    name,
    title: inLanguage(card.title),
    summary: inLanguage(card.summary),
    // What does not say its language was there before there were two.
    language: languageOfText(card.title) ?? "en",
    level: level ?? null,
    tags: tags ?? [],
    source: source ?? "",
    steps,
    seconds,
    breaks: breaks ?? [],
    fork: card.fork === undefined ? null : inLanguage(card.fork),
    asks: asks ?? false,
  };
}

/** The scenarios that show what comes of one broken rule: each is called like its rule. */
export function rulesIn({ items }: Gallery): GalleryItem[] {
  return [...items.values()].filter(({ name, breaks }) => breaks.includes(name));
}

export function nameOfTitle({ items }: Gallery, title: string): string | null {
  return [...items.values()].find((item) => item.title === title)?.name ?? null;
}

/** What comes after a story: the next of its section, after the last one the beginning of the next section. */
export function storyAfter({ sections }: Gallery, name: string): GalleryItem | null {
  // A story can stand in several sections; the first is the one that most readers come by.
  const order = sections.findIndex(({ items }) => items.some((item) => item.name === name));
  if (order < 0) return null;
  const onwards = sections.slice(order).flatMap(({ items }) => items);
  const place = onwards.findIndex((item) => item.name === name);
  return onwards.slice(place).find((item) => item.name !== name) ?? null;
}

/** What the reader looks for; an empty text, level or tag leaves everything in. */
export type Quest = { text: string; level: string; tag: string };
export const ANYTHING: Quest = { text: "", level: "", tag: "" };

/** The sections with what was looked for; those in which nothing is left are gone. */
export function sought(
  sections: readonly GallerySection[],
  quest: Quest,
  tagInWords = (tag: string): string => tag,
): GallerySection[] {
  const words = quest.text.toLowerCase().split(/\s+/);
  const fits = ({ name, title, summary, level, tags }: GalleryItem) => {
    if (quest.level !== "" && level !== quest.level) return false;
    if (quest.tag !== "" && !tags.includes(quest.tag)) return false;
    const text = [title, summary, name, ...tags, ...tags.map(tagInWords)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return sections
    .map((section) => ({ ...section, items: section.items.filter(fits) }))
    .filter(({ items }) => items.length > 0);
}

/** How many scenarios these are: one can stand in several sections. */
export function countOf(sections: readonly GallerySection[]): number {
  return new Set(sections.flatMap(({ items }) => items.map(({ name }) => name))).size;
}

/** The tags that there are, in the order of the alphabet. */
export function tagsOf({ items }: Gallery): string[] {
  return [...new Set([...items.values()].flatMap(({ tags }) => tags))].sort();
}
