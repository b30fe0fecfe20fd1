import { type Catalogue, ENGLISH } from "./words.ts";

/** Every other language is a file of its own, fetched when somebody wants to read it. */
const OTHERS: Readonly<Record<string, () => Promise<Catalogue>>> = {
  de: async () => (await import("../../locales/de.json")).default,
};

/** Those that the page can speak. */
export const LANGUAGES: readonly string[] = [ENGLISH.language, ...Object.keys(OTHERS)];

/** What has been fetched once is shared by all playgrounds of a page. */
const here = new Map<string, Catalogue>([[ENGLISH.language, ENGLISH]]);

/** Which of our languages a language tag such as `de-AT` means; null: none. */
export function languageOf(tag: string): string | null {
  const [base = ""] = tag.trim().toLowerCase().split("-");
  return LANGUAGES.includes(base) ? base : null;
}

/** The catalogue of a language, if it is here. */
export function catalogueHere(language: string): Catalogue | null {
  return here.get(language) ?? null;
}

/** Fetches the catalogue of one of our languages. */
export async function fetchCatalogue(language: string): Promise<Catalogue> {
  const known = here.get(language);
  if (known) return known;
  const catalogue = await (OTHERS[language]?.() ?? ENGLISH);
  here.set(language, catalogue);
  return catalogue;
}

/** The first language that we have among those that somebody wants, the dearest first. */
export function firstOf(tags: readonly (string | null | undefined)[]): string {
  for (const tag of tags) {
    const language = tag ? languageOf(tag) : null;
    if (language) return language;
  }
  return ENGLISH.language;
}
