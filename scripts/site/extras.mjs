// The pages that are written by hand get what all pages have in their heads; and what a site has besides pages.
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { relative } from "./address.mjs";
import { html, Markup } from "./html.mjs";
import { cardOf, SHADE, SHADE_HASH } from "./shell.mjs";

/** Where the site lives, as others see it: what "/" is to a page that does not know its own address. */
function base(site) {
  return site ? new URL(site).pathname : "/";
}

/** What was put in the last time, where nothing but the pages is built again. */
const CARD = /\s*<(?:link rel="(?:canonical|icon)"|meta (?:property="og:|name="twitter:))[^>]*>/g;

/** Pages that Vite has built, or copied: their title and description say what others are told of them. */
export const dressed = [
  { file: "index.html", path: "" },
  { file: "examples/scrolling/index.html", path: "examples/scrolling/" },
].map(({ file, path }) => ({
  file,
  dress: (text, context) => {
    const title = /<title>([^<]*)<\/title>/.exec(text)[1];
    const description = /<meta name="description" content="([^"]*)"/.exec(text)[1];
    const page = { path, title: new Markup(title), description: new Markup(description) };
    const card = cardOf({ ...page, image: context.image }, context);
    // Without one, browsers ask the host for a file that no site in a folder has.
    const icon = html`<link rel="icon" href="${relative(path, context.icon)}" type="image/svg+xml" />`;
    return text.replace(CARD, "").replace("</head>", `  ${icon}\n${card}\n  </head>`);
  },
}));

/**
 * Hosts show it wherever there is nothing, at an address of any depth. So nothing in it is relative: its styles are in it,
 * and its links begin at the site's address, or at the host's where that is not known.
 */
export function lostPage({ words, site }, tokens, styles) {
  const style = `${tokens}\n${styles}`;
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; script-src ${SHADE_HASH}; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const to = base(site);
  return `${html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
    <meta name="color-scheme" content="light dark" />
    <script>${new Markup(SHADE)}</script>
    <meta name="robots" content="noindex" />
    <meta name="description" content="${words.site.lostWhy}" />
    <title>${words.site.lost} · ${words.site.name}</title>
    <style>${new Markup(style)}</style>
  </head>
  <body>
    <header class="site"><a class="brand" href="${to}">${words.site.name}</a></header>
    <main id="content">
      <h1>${words.site.lost}</h1>
      <p class="lead">${words.site.lostWhy}</p>
      <ul>
        <li><a href="${to}">${words.site.playground}</a></li>
        <li><a href="${to}stories/">${words.site.stories}</a></li>
        <li><a href="${to}docs/">${words.site.documents}</a></li>
        <li><a href="${to}search/">${words.site.search.title}</a></li>
      </ul>
    </main>
  </body>
</html>
`}`;
}

/** Pages that others embed are no places to arrive at. */
const UNLISTED = /^(?:404|embed)\.html$/;

export function sitemap(dist, site) {
  const places = readdirSync(dist, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".html") && !UNLISTED.test(name))
    .map((name) => name.replace(/(^|\/)index\.html$/, "$1"))
    .sort();
  const urls = places.map(
    (place) => `  <url><loc>${html`${new URL(place, site).href}`}</loc></url>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    "</urlset>\n",
  ].join("\n");
}

export function robots(site) {
  return `User-agent: *\nAllow: /\nSitemap: ${new URL("sitemap.xml", site).href}\n`;
}
