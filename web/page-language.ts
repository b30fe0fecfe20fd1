import siteWords from "words:site";
import { keepLanguage, readLanguage } from "./share/language.ts";
import { fetchCatalogue, firstOf, LANGUAGES } from "./words/languages.ts";
import { speaking } from "./words/words.ts";

/**
 * The language of the site: what its address asks for, what the reader chose, what their browser prefers. The playground
 * takes it from `<html lang>`, as it would in any page; this is settled before it says anything.
 */
const root = document.documentElement;
const asked = new URL(location.href).searchParams.get("lang");
root.lang = firstOf([asked, readLanguage(), ...navigator.languages]);
void tell(root.lang);

/** Puts the page around the playground into words. Until then its own, in English, are out of sight. */
async function tell(language: string): Promise<void> {
  try {
    const catalogue = await fetchCatalogue(language);
    if (language !== root.lang) return;
    speaking(catalogue, write);
  } catch {
    // Better told in another language than not at all: the playground says in the console that the texts did not come.
  } finally {
    root.dataset.told = language;
  }
}

function write(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-words]")) {
    const said: Readonly<Record<string, unknown>> = siteWords;
    const text = said[part.dataset.words ?? ""];
    if (typeof text !== "string") continue;
    if (part instanceof HTMLMetaElement) part.content = text;
    else part.textContent = text;
  }
  document.querySelector(".language")?.replaceChildren(choice());
}

/** Every language is called as those call it who speak it. */
function choice(): HTMLElement {
  const label = document.createElement("label");
  const list = document.createElement("select");
  const names: Readonly<Record<string, string>> = siteWords.languages;
  for (const language of LANGUAGES) {
    const option = new Option(names[language] ?? language, language, false, language === root.lang);
    option.lang = language;
    list.append(option);
  }
  list.addEventListener("change", () => choose(list.value));
  const name = document.createElement("span");
  name.textContent = siteWords.language;
  label.append(name, " ", list);
  return label;
}

function choose(language: string): void {
  keepLanguage(language);
  // The choice is newer than the address: who comes back finds what they chose.
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(history.state, "", address);
  root.lang = language;
  void tell(language).then(() => document.querySelector<HTMLElement>(".language select")?.focus());
}
