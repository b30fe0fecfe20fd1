import { outside } from "../controls/outside.ts";
import { catalogueHere, fetchCatalogue, LANGUAGES, languageOf } from "../words/languages.ts";
import { type Catalogue, ENGLISH } from "../words/words.ts";
import { closestLanguage } from "./closest-language.ts";

/**
 * Which language an element is to speak: that of the closest `lang`, its own or one around it, through all shadows. It
 * goes on watching: a page can change its mind.
 */
export class Language {
  /** What is spoken now. */
  catalogue: Catalogue = ENGLISH;
  /** Nothing has been said yet, and the words are still on their way. */
  arriving: Promise<void> | null = null;
  #host: Element;
  #changed: () => void;
  #observer = new MutationObserver(() => this.#look());
  #wanted: string | null = null;
  #warnedOf: string | null = null;
  #begun = false;

  constructor(host: Element, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  watch(): void {
    this.ignore();
    for (let root: Node | null = this.#host; root; root = outside(root)) {
      if (root.parentNode) continue;
      this.#observer.observe(root, { subtree: true, attributes: true, attributeFilter: ["lang"] });
    }
    if (this.#begun) this.#look();
  }

  /**
   * Before anything is said for the first time: gives back what has to be waited for. Not earlier, because a page may
   * decide about its language after the element has come into it.
   */
  begin(): Promise<void> | null {
    if (!this.#begun) {
      this.#begun = true;
      this.#look();
    }
    return this.arriving;
  }

  ignore(): void {
    this.#observer.disconnect();
  }

  #look(): void {
    const tag = closestLanguage(this.#host);
    const language = (tag === null ? null : languageOf(tag)) ?? ENGLISH.language;
    this.#warn();
    if (language === this.#wanted) return;
    const isFirst = this.#wanted === null;
    this.#wanted = language;
    const known = catalogueHere(language);
    if (known) this.#speak(known);
    else {
      const arrival = this.#fetch(language);
      if (isFirst) this.arriving = arrival;
    }
  }

  async #fetch(language: string): Promise<void> {
    try {
      const catalogue = await fetchCatalogue(language);
      // Only the last wish counts.
      if (language === this.#wanted) this.#speak(catalogue);
    } catch (failure) {
      // Better told in another language than not at all. It is asked for again when somebody wants it again.
      // biome-ignore lint/suspicious/noConsole: whoever made the page looks there.
      console.warn(`raft-playground: the texts in "${language}" did not come.`, failure);
      if (language === this.#wanted) this.#wanted = this.catalogue.language;
    } finally {
      this.arriving = null;
    }
  }

  #speak(catalogue: Catalogue): void {
    if (catalogue === this.catalogue) return;
    this.catalogue = catalogue;
    this.#changed();
  }

  /** A language of the page is not about us; one on the element itself is. */
  #warn(): void {
    const own = this.#host.getAttribute("lang");
    if (!own || own === this.#warnedOf || languageOf(own)) return;
    this.#warnedOf = own;
    const known = LANGUAGES.map((language) => `"${language}"`).join(", ");
    // biome-ignore lint/suspicious/noConsole: likewise.
    console.warn(
      `raft-playground: lang="${own}" is not among its languages, ${known}: it speaks English.`,
    );
  }
}
