import { nothing } from "lit";
import { voice } from "../words/words.ts";

/** The attribute `lang` of a text that somebody wrote: only where it is not the language around it. */
export function foreign(language: string | null): string | typeof nothing {
  return language === null || language === voice.language ? nothing : language;
}
