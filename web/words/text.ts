import { voice } from "./words.ts";

/** A text as scenarios have it: a string, or a table by language. */
type Text = string | Readonly<Record<string, string>>;

/** In the language of the page, or its base language, or English, or whatever there is: as the engine chooses. */
export function inLanguage(text: Text | undefined, language: string = voice.language): string {
  if (text === undefined || typeof text === "string") return text ?? "";
  return text[languageOfText(text, language) ?? ""] ?? "";
}

/** The language that such a text is found in; null: it does not say. */
export function languageOfText(
  text: Text | undefined,
  language: string = voice.language,
): string | null {
  if (text === undefined || typeof text === "string") return null;
  const [base = ""] = language.split("-");
  const known = [language, base, "en"].find((one) => text[one] !== undefined);
  return known ?? Object.keys(text)[0] ?? null;
}
