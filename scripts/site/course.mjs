// The chapters of the book beside each of them, and what is ticked once its exercise is solved (web/site/progress.ts).
import { relative } from "./address.mjs";
import { html } from "./html.mjs";

/** A list beside the text where there is room, open; before it and closed where there is none. */
export function beside(title, list) {
  return html`<nav class="contents" aria-label="${title}"><p>${title}</p>${list}</nav>
      <details class="contents">
        <summary>${title}</summary>
        <nav aria-label="${title}">${list}</nav>
      </details>`;
}

/** The first of them says what the course is, and has no number. */
export function chapterPlaces(chapters, path, site) {
  const list = html`<ol class="chapters">${chapters.map(
    ({ path: place, title, exercise }, number) => html`
        <li><a href="${relative(path, place)}"${place === path && html` aria-current="page"`}>${number > 0 && html`<span class="number">${number}</span> `}${title}${tickOf(exercise, site)}</a></li>`,
  )}</ol>`;
  return beside(site.chapters, list);
}

/** Hidden until the reader has solved it. */
export function tickOf(exercise, { solved }) {
  return (
    exercise &&
    html`<span class="solved" data-exercise="${exercise}" hidden> <span aria-hidden="true">✓</span><span class="unseen"> (${solved})</span></span>`
  );
}
