import { html, nothing } from "lit";
import type { GalleryItem } from "../state/gallery.ts";
import { lengthOf } from "../words/length.ts";
import { fill, words } from "../words/words.ts";

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
      >${number === null ? nothing : html`<span class="number">${number}</span> `}${title}</button>
      <p class="summary" id="about-${id}">${summary}</p>
      <p class="facts" id="facts-${id}">${factsOf(item, place).map((fact) => html`<span>${fact}</span> `)}</p>
    </li>
  `;
}

function factsOf(item: GalleryItem, { here, seen, coming }: CardPlace): string[] {
  const { title, level, tags, steps, seconds, asks, fork } = item;
  const { gallery } = words;
  return [
    ...(coming ? [fill(gallery.opening, { title })] : []),
    ...(here ? [gallery.here] : []),
    ...(seen ? [gallery.seen] : []),
    ...(level ? [gallery.levels[level]] : []),
    lengthOf(steps, seconds),
    ...(asks ? [gallery.asks] : []),
    ...(fork ? [fork] : []),
    ...tags,
  ];
}
