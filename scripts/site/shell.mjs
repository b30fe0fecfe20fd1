// What all pages have around their content: the head that browsers and other sites read, the way around, the footer.
import { createHash } from "node:crypto";
import { afar, relative } from "./address.mjs";
import { html, json, Markup } from "./html.mjs";
import { PREVIEW } from "./previews.mjs";

/** Light or dark as the reader chose it (web/share/shade.ts), before anything is painted. It stands in index.html, too. */
export const SHADE = `try{document.documentElement.dataset.shade=localStorage.getItem("raft-playground.shade")??""}catch{}`;
/** How a page's policy knows that script. */
export const SHADE_HASH = `'sha256-${createHash("sha256").update(SHADE).digest("base64")}'`;

const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${SHADE_HASH}; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'`;

/**
 * What links to a page look like elsewhere. `page.image` is a preview's place in the site. Without SITE_URL there is no
 * address of record, and the others are relative.
 */
export function cardOf(page, { site, words }) {
  const { path, title, description, image, kind = "website" } = page;
  return html`
    ${site && html`<link rel="canonical" href="${afar(site, path, path)}" />`}
    <meta property="og:type" content="${kind}" />
    <meta property="og:site_name" content="${words.site.name}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    ${site && html`<meta property="og:url" content="${afar(site, path, path)}" />`}
    <meta property="og:image" content="${afar(site, path, image.path)}" />
    <meta property="og:image:type" content="image/png" />
    <meta property="og:image:width" content="${PREVIEW.width}" />
    <meta property="og:image:height" content="${PREVIEW.height}" />
    <meta property="og:image:alt" content="${image.alt}" />
    <meta name="twitter:card" content="summary_large_image" />`;
}

/** A whole page. `content` stands in its main part. */
export function pageOf(page, context) {
  const { path, title, part, description, content, living = false, data } = page;
  const { links = [], scripts = [] } = page;
  const { words, styles, script, icon } = context;
  const to = (place) => relative(path, place);
  const name = [title, part, words.site.name].filter(Boolean).join(" · ");
  return `${html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}" />
    <meta name="color-scheme" content="light dark" />
    <script>${new Markup(SHADE)}</script>
    <meta name="description" content="${description}" />
    <title>${name}</title>
    ${cardOf(page, context)}
    ${links.map((link) => html`<link ${new Markup(link)} />`)}
    <link rel="icon" href="${to(icon)}" type="image/svg+xml" />
    <link rel="stylesheet" href="${to(styles)}" />
    ${living && html`<script type="module" src="${to("raft-playground.js")}"></script>`}
    ${[script, ...scripts].map((one) => html`<script type="module" src="${to(one)}"></script>`)}
    ${data && html`<script type="application/ld+json">${json(data)}</script>`}
  </head>
  <body>
    <a class="skip" href="#content">${words.site.skip}</a>
    <header class="site">
      <a class="brand" href="${to("")}">${words.site.name}</a>
      <nav aria-label="${words.site.navigation}">${navigation(page, context)}</nav>
    </header>
    ${content}
    <footer class="site">
      <p>${words.site.footer}</p>
      <button class="shade" type="button" hidden><span>${words.site.darker}</span><span>${words.site.lighter}</span></button>
    </footer>
  </body>
</html>
`}`.replace(/^[ \t]+$/gm, "");
}

function navigation({ path }, { words }) {
  const places = [
    ["", words.site.playground],
    ["docs/watched/", words.site.course],
    ["stories/", words.site.stories],
    ["docs/", words.site.documents],
    ["search/", words.site.search.title],
  ];
  // The course is one of the documents, and a place of its own.
  const within = places.map(([place]) => place).filter((place) => place && path.startsWith(place));
  const current = within.toSorted((a, b) => b.length - a.length)[0] ?? "";
  return places.map(([place, text]) => {
    const here = place === path ? "page" : place === current && place !== "" ? "true" : null;
    return html`<a href="${relative(path, place)}"${here && html` aria-current="${here}"`}>${text}</a> `;
  });
}
