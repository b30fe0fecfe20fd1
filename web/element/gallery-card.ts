import storiesWords from "words:stories";
import { html, nothing } from "lit";
import { foreign } from "../controls/foreign.ts";
import type { GalleryItem } from "../state/gallery.ts";
import { lengthOf } from "../words/length.ts";
import { tagInWords } from "../words/tags.ts";
import { fill, voice, words } from "../words/words.ts";

/** Where a card stands, and what this reader has to do with its story. */
export type CardPlace = {
  section: string;
  /** Its place on the path; null: this is none. */
  number: number | null;
  here: boolean;
  seen: boolean;
  coming: boolean;
  choose: () => void;
};

/** A story in few words, with room for a stamp. The same story can stand in two sections: ids have both names. */
export function galleryCard(item: GalleryItem, place: CardPlace) {
  const { name, title, summary } = item;
  const language = foreign(item.language);
  const { section, number, here, coming, choose } = place;
  const id = `${section}-${name}`;
  return html`
    <li>
      <div class="stamp" data-name=${name} aria-hidden="true"></div>
      <button
        class="title"
        aria-current=${here ? "true" : nothing}
        aria-busy=${coming ? "true" : nothing}
        aria-describedby="about-${id} facts-${id}"
        @click=${choose}
      >${number === null ? nothing : html`<span class="number">${number}</span> `}<span lang=${language}>${title}</span></button>
      <p class="summary" lang=${language} id="about-${id}">${summary}</p>
      <p class="facts" id="facts-${id}">${factsOf(item, place).map((fact) => html`<span>${fact}</span> `)}</p>
    </li>
  `;
}

/** Not every story has been translated: who opens one shall know. */
function told({ language }: GalleryItem): string[] {
  if (language === voice.language) return [];
  const names = new Intl.DisplayNames([voice.language], { type: "language" });
  return [fill(storiesWords.told, { language: names.of(language) ?? language })];
}

function factsOf(item: GalleryItem, { here, seen, coming }: CardPlace): unknown[] {
  const { title, level, tags, steps, seconds, asks, fork } = item;
  return [
    ...(coming ? [fill(words.gallery.opening, { title })] : []),
    ...(here ? [storiesWords.here] : []),
    ...(seen ? [storiesWords.seen] : []),
    ...told(item),
    ...(level ? [storiesWords.levels[level]] : []),
    lengthOf(steps, seconds),
    ...(asks ? [storiesWords.asks] : []),
    ...(fork ? [html`<span lang=${foreign(item.language)}>${fork}</span>`] : []),
    ...tags.map(tagInWords),
  ];
}
