import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { tightStyles } from "./scripts/tight-styles.mjs";

const LOCALES = new URL("locales/", import.meta.url);
const CATALOGUE = new URL("en.json", LOCALES);
const WORDS = new URL("web/words/words.ts", import.meta.url);

/** Parts of the interface's texts that no first screen shows (web/words/later.d.ts). */
const LATER = [
  "legend",
  "meanings",
  "rules",
  "chances",
  "ruleset",
  "faults",
  "keys",
  "exporting",
  "film",
  "help",
  "pending",
  "why",
  "history",
  "compare",
  "workshop",
  "editor",
  "recorder",
  "exercise",
  "embedding",
  "offline",
  "arrival",
  // Of what the build writes around the playground: in no script at all.
  "pages",
  "tags",
  "kinds",
  "promises",
  "choices",
  "site",
  "tryIt",
  "spacetime",
  "events",
  "state",
  "branches",
  "scenario",
  "kept",
  "link",
  "notice",
  "membership",
  "stories",
  "viewing",
  "sharing",
];

/**
 * Scripts whose addresses have no hash: articles name some in their own pages, and browsers ask for the service worker
 * where they found it the last time.
 */
const FIXED = ["raft-playground", "raft-frame", "service-worker"];

/** `in-all-languages:arrival` is a part of every catalogue: for what is said before one of them can have been chosen. */
function wordsInAllLanguages(): Plugin {
  const prefix = "in-all-languages:";
  const read = (file: string) => JSON.parse(readFileSync(new URL(file, LOCALES), "utf8"));
  return {
    name: "words-in-all-languages",
    enforce: "pre",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const part = id.slice(prefix.length + 1);
      const said = readdirSync(LOCALES).map((file) => {
        const { language, interface: texts } = read(file);
        return [language, texts[part]];
      });
      return `export default ${JSON.stringify(Object.fromEntries(said))};`;
    },
  };
}

/**
 * `words:legend` is a part of the English catalogue: its texts travel with the panel that shows them, and not with the
 * page. Catalogues of other languages come whole; while one of them is spoken the module gives its part away.
 */
function wordsLater(): Plugin {
  const own = "\0words:";
  const read = () => JSON.parse(readFileSync(CATALOGUE, "utf8"));
  return {
    name: "words-later",
    enforce: "pre",
    resolveId: (id) => (id.startsWith("words:") ? `\0${id}` : null),
    load(id) {
      if (id.startsWith(own)) {
        const name = id.slice(own.length);
        return `
          import { onSpeaking } from ${JSON.stringify(WORDS.pathname)};
          const english = ${JSON.stringify(read().interface[name])};
          let part = english;
          onSpeaking((catalogue) => { part = catalogue.interface.${name} ?? english; });
          export { part as default };
        `;
      }
      if (id !== CATALOGUE.pathname) return null;
      const catalogue = read();
      for (const part of LATER) delete catalogue.interface[part];
      return JSON.stringify(catalogue);
    },
  };
}

/**
 * Styles come from the page's own host, where "crossorigin" changes nothing; from a disk it keeps them away from the page
 * that has to say why it does not run there.
 */
function stylesFromDisk(): Plugin {
  return {
    name: "styles-from-disk",
    transformIndexHtml: {
      order: "post",
      handler: (html) =>
        html.replaceAll('<link rel="stylesheet" crossorigin', '<link rel="stylesheet"'),
    },
  };
}

export default defineConfig({
  plugins: [wordsLater(), wordsInAllLanguages(), stylesFromDisk(), tightStyles()],
  // Relative addresses: the site also lives in a subfolder, as on GitHub Pages.
  base: "./",
  // A missing file is a 404, as on any static host, and not index.html once more.
  appType: "mpa",
  build: {
    target: "es2022",
    // Everything is a file with an address; a strict content security policy has no "data:".
    assetsInlineLimit: 0,
    // Every browser that runs the engine knows modulepreload.
    modulePreload: { polyfill: false },
    rollupOptions: {
      // What other pages import of a script must not be taken for unused.
      preserveEntrySignatures: "exports-only",
      input: {
        index: "index.html",
        embed: "embed.html",
        "raft-playground": "web/element/defined.ts",
        "raft-frame": "web/embed/client.ts",
        site: "web/site/site.ts",
        search: "web/site/search.ts",
        "service-worker": "web/site/service-worker.ts",
      },
      output: {
        entryFileNames: (chunk) =>
          FIXED.includes(chunk.name) ? "[name].js" : "assets/[name]-[hash].js",
        // What is always loaded together is one file: it is packed better, and asked for once. Each takes with it whatever
        // it stands on, and the first of them has the first choice. The site's other pages need the first two alone.
        codeSplitting: {
          groups: [
            { name: "preload", test: /vite\/preload-helper/, priority: 4 },
            { name: "words", test: /web\/words\/words\.ts$/, priority: 3 },
            { name: "outline", test: /web\/element\/defined\.ts$/, priority: 2 },
            { name: "inside", test: /web\/element\/inside\.ts$/, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    include: ["web/**/*.test.ts", "scripts/**/*.test.mjs"],
  },
});
