// Builds what is around the playground into dist/, after Vite has built the playground itself: a page for each story,
// the documents, previews, and what works without a network.
//
//   SITE_URL=https://example.org/raft/ npm run build     with absolute addresses for those who read from afar

import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { runnerImport } from "vite";
import { isMain, main, root, Sorry } from "../run.mjs";
import { siteUrl } from "./address.mjs";
import { documentPages } from "./documents.mjs";
import { drawn, pageTokens, posterOf } from "./drawing.mjs";
import { dressed, lostPage, robots, sitemap } from "./extras.mjs";
import { narrator } from "./narration.mjs";
import { writeOffline } from "./offline.mjs";
import { previewOf } from "./previews.mjs";
import { passagesOf, searchPage } from "./search.mjs";
import { pageOf } from "./shell.mjs";
import { oembedOf, placeOf, storiesOf, storiesPage, storyPage } from "./stories.mjs";

const dist = join(root, "dist");
const HASH = 10;

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}

/** The page's own modules, as they are. */
async function web(module) {
  const settings = { root, configFile: false, logLevel: "warn" };
  return (await runnerImport(join(root, "web", module), settings)).module;
}

function write(place, content) {
  const file = join(dist, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A file whose name says what is in it. */
function writeHashed(name, ending, text) {
  const hash = createHash("sha256").update(text).digest("base64url").slice(0, HASH);
  const place = `assets/${name}-${hash}.${ending}`;
  for (const old of readdirSync(join(dist, "assets"))) {
    if (old.startsWith(`${name}-`) && old.endsWith(`.${ending}`)) rmSync(join(dist, "assets", old));
  }
  write(place, text);
  return place;
}

/** What Vite has made of a source, by the beginning of its name. */
function built(name, ending) {
  const found = readdirSync(join(dist, "assets")).filter(
    (file) => file.startsWith(`${name}-`) && file.endsWith(ending),
  );
  if (found.length !== 1) {
    throw new Sorry(`dist/assets has ${found.length} files ${name}-*${ending}; expected is one.`);
  }
  return `assets/${found[0]}`;
}

async function drawingStyles() {
  const [{ tokens, termHues }, { stageStyles }, { miniatureStyles }] = await Promise.all([
    web("styles/tokens.ts"),
    web("styles/stage.ts"),
    web("styles/miniature.ts"),
  ]);
  return {
    tokens: tokens.cssText,
    hues: termHues.cssText,
    looks: `${stageStyles.cssText}${miniatureStyles.cssText}`,
  };
}

function wordsOf({ interface: all }, { fill, counted }) {
  return { site: all.pages, stories: all.stories, fill, counted };
}

export async function buildPages() {
  const site = siteUrl();
  const styles = await drawingStyles();
  const { miniatureOf } = await web("scene/miniature.ts");
  const { drawMiniature } = await web("svg/miniature.ts");
  const words = wordsOf(readJson("locales/en.json"), await web("words/words.ts"));
  const gallery = readJson("web/engine/gallery.generated.json");
  const names = Object.keys(gallery.scenarios);
  const stories = storiesOf(
    {
      gallery,
      pictures: readJson("web/engine/pictures.generated.json"),
      scenarios: Object.fromEntries(
        names.map((name) => [name, readJson(`public/scenarios/${name}.json`)]),
      ),
    },
    words,
  );
  const pageStyles = ["pages.css", "renewal.css", "shade.css"]
    .map((name) => readFileSync(join(root, "web/styles", name), "utf8"))
    .join("\n");
  const context = {
    ...{ site, gallery, stories },
    words,
    marked: narrator(await web("state/markdown.ts")),
    titles: new Map(stories.map(({ name, title }) => [name, title])),
    styles: writeHashed("pages", "css", `${pageTokens(styles.tokens)}\n${pageStyles}`),
    script: built("site", ".js"),
    icon: built("icon", ".svg"),
  };

  const preview = await previewOf(styles);
  const first = stories.find(({ name }) => name === "default");
  context.image = { path: "preview.png", alt: words.site.about };
  const draw = ({ moment }) => drawn(() => drawMiniature(miniatureOf(moment)));
  write(
    "preview.png",
    await preview({
      title: words.site.name,
      about: words.site.about,
      foot: "",
      drawing: draw(first),
    }),
  );

  for (const story of stories) {
    const path = placeOf(story.name);
    const { level } = story.card;
    const drawing = draw(story);
    write(`${path}poster.svg`, posterOf(drawing, styles, story.title));
    write(
      `${path}preview.png`,
      await preview({
        ...{ title: story.title, about: context.marked.plain(story.summary), drawing },
        foot: level
          ? words.fill(words.site.foot, { level: words.stories.levels[level] })
          : words.site.footAny,
      }),
    );
    write(`${path}oembed.json`, `${JSON.stringify(oembedOf(story, context))}\n`);
    write(`${path}index.html`, pageOf(storyPage(story, context), context));
  }
  write("stories/index.html", pageOf(storiesPage(stories, context), context));

  const { pages, files, documents } = documentPages(context);
  for (const page of pages) write(`${page.path}index.html`, pageOf(page, context));
  for (const [place, file] of files) {
    mkdirSync(dirname(join(dist, place)), { recursive: true });
    copyFileSync(join(root, file), join(dist, place));
  }
  const passages = JSON.stringify(passagesOf(stories, documents, context));
  const searched = {
    passages: writeHashed("passages", "json", passages),
    script: built("search", ".js"),
  };
  write("search/index.html", pageOf(searchPage(searched, context), context));

  for (const place of dressed.filter((name) => existsSync(join(dist, name.file)))) {
    write(place.file, place.dress(readFileSync(join(dist, place.file), "utf8"), context));
  }
  write("404.html", lostPage(context, pageTokens(styles.tokens), pageStyles));
  if (site) {
    write("sitemap.xml", sitemap(dist, site));
    write("robots.txt", robots(site));
  }
  rmSync(join(dist, ".vite"), { recursive: true, force: true });
  const kept = writeOffline(dist);
  console.log(
    `pages: ${stories.length} stories, ${pages.length} documents; offline: ${kept.files} files, ${kept.bytes} bytes${site ? `; for ${site}` : ""}`,
  );
}

if (isMain(import.meta.url)) await main(buildPages);
