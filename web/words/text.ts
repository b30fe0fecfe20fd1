import { voice } from "./words.ts";

/** A text as scenarios have it: a string, or a table by language. */
type Text = string | Readonly<Record<string, string>>;

/** In the language of the page, or its base language, or English, or whatever there is: as the engine chooses. */
export function inLanguage(text: Text | undefined, language: string = voice.language): string {
  if (text === undefined || typeof text === "string") return text ?? "";
  const [base = ""] = language.split("-");
  return text[language] ?? text[base] ?? text.en ?? Object.values(text)[0] ?? "";
}
