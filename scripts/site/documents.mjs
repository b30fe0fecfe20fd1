// The documents as pages: those of docs/, the book, and what the repository says of itself. docs/contents.toml says in
// which order.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { parse } from "smol-toml";
import { root, Sorry } from "../run.mjs";
import { relative } from "./address.mjs";
import { beside, chapterPlaces, tickOf } from "./course.mjs";
import { html, Markup } from "./html.mjs";
import { markdown, slugOf } from "./markdown.mjs";

const CONTENTS = "docs/contents.toml";
const BOOK = "docs/book/book.toml";
const GALLERY = "docs/gallery.toml";
/** From here on a list of contents helps more than it takes away. */
const HEADINGS_AT_LEAST = 3;

function tomlOf(file) {
  return parse(readFileSync(join(root, file), "utf8"));
}

/** Parts with their documents: what stands in the table of contents, and in which order one reads on. */
export function contentsOf() {
  const parts = tomlOf(CONTENTS).part.map(({ title, document }) => ({
    title,
    documents: document.map((one) => documentAt(one, CONTENTS)),
  }));
  noneForgotten(parts);
  return existsSync(join(root, BOOK)) ? [...bookParts(), ...parts] : parts;
}

/** A document that stands nowhere would be a page that nobody finds. */
function noneForgotten(parts) {
  const listed = new Set(parts.flatMap(({ documents }) => documents.map(({ file }) => file)));
  const missing = readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md") && !listed.has(`docs/${name}`))
    .map((name) => `docs/${name}`);
  if (missing.length > 0) {
    throw new Sorry(`${CONTENTS} does not say where ${missing.join(", ")} should stand.`);
  }
}

/** docs/book/book.toml: parts with chapters, each a file beside it. */
function bookParts() {
  const { title, chapter = [], part = [{ title, chapter }] } = tomlOf(BOOK);
  return part.map(({ title, chapter }) => ({
    title,
    documents: chapter.map(({ file, about }) =>
      documentAt({ file: posix.join("docs/book", file), about }, BOOK),
    ),
    // In lists they have numbers, and are what somebody can be through with.
    chapters: true,
  }));
}

function documentAt({ file, about }, list) {
  if (!existsSync(join(root, file))) {
    throw new Sorry(`${list} names ${file}, and there is no such file.`);
  }
  if (typeof about !== "string" || about === "") {
    throw new Sorry(
      `${list} does not say of ${file} what it is about: expected is about = "A sentence."`,
    );
  }
  const name = file
    .replace(/^docs\//, "")
    .replace(/^book\//, "")
    .replace(/\.md$/, "")
    .toLowerCase();
  const path = `docs/${name.replace(/(^|\/)(readme|index)$/, "$1")}`;
  return { file, about, path: path.endsWith("/") ? path : `${path}/` };
}

/**
 * Every document as a page, and the other files of the repository that they link to: `files` has what goes where.
 * `documents` are what was read.
 */
export function documentPages(context) {
  const { words, stories } = context;
  const parts = contentsOf();
  const all = parts.flatMap(({ title, documents, chapters = false }) =>
    documents.map((document) => ({ ...document, part: title, chapters })),
  );
  const pages = new Map(all.map((document) => [document.file, document]));
  const known = new Map(stories.map((story) => [story.name, story]));
  const render = markdown(words);
  const files = new Map();
  const storyAt = storiesByFile(known);

  const rendered = all.map((document) => {
    const { file, path } = document;
    const to = (place) => relative(path, place);
    const env = {
      ...{ file, to, stories: known },
      link: (href) => linkFrom(file, href, { to, pages, storyAt, files }),
      image: (src) => imageFrom(file, src, { to, files }),
    };
    const told = render(readFileSync(join(root, file), "utf8"), env);
    const [first] = told.headings;
    if (first?.level !== 1)
      throw new Sorry(`${file} has no title: expected is “# Title” at its top.`);
    const exercise = told.shown.find((name) => known.get(name)?.scenario.exercise);
    return { ...document, ...told, title: first.text, exercise };
  });

  const chapters = rendered.filter((document) => document.chapters);
  const described = rendered.map((document, order) =>
    documentPage(document, context, {
      ...{ before: rendered[order - 1], after: rendered[order + 1] },
      chapters: document.chapters ? chapters : [],
    }),
  );
  return {
    files,
    documents: rendered,
    pages: [contentsPage(parts, rendered, context), ...described],
  };
}

/** Whoever follows a link to a scenario of the gallery wants to see it, and not its file. */
function storiesByFile(known) {
  const folders = tomlOf(GALLERY).folders.map((folder) => posix.join("scenarios", folder));
  return (file) => {
    const { dir, name, ext } = posix.parse(file);
    return ext === ".toml" && folders.includes(dir) && known.has(name) ? `stories/${name}/` : null;
  };
}

function linkFrom(file, href, { to, pages, storyAt, files }) {
  if (/^(?:https?:|mailto:|#)/.test(href)) return href;
  const [address, anchor] = href.split("#");
  const target = posix.normalize(posix.join(dirname(file), decodeURIComponent(address)));
  const end = anchor ? `#${anchor}` : "";
  const page = pages.get(target);
  if (page) return `${to(page.path)}${end}`;
  if (target === "README.md") return to("docs/");
  const story = storyAt(target);
  if (story) return to(story);
  if (!existsSync(join(root, target))) {
    // Not every address is a file: the site's own pages can be named as they are in the site.
    if (/^(?:stories|examples|index\.html)\b/.test(href)) return to(href);
    throw new Sorry(`${file} links to ${href}, and there is no ${target}.`);
  }
  if (statSync(join(root, target)).isDirectory()) return null;
  const place = published(target);
  files.set(place, target);
  return to(place);
}

/** Hosts serve these as text; of other endings they often know nothing, and readers would get a download. */
function published(file) {
  return `docs/files/${/\.(?:txt|json|png|svg)$/.test(file) ? file : `${file}.txt`}`;
}

function imageFrom(file, src, { to, files }) {
  const target = posix.normalize(posix.join(dirname(file), src));
  if (!existsSync(join(root, target)))
    throw new Sorry(`${file} shows ${src}, and there is no such file.`);
  const place = published(target);
  files.set(place, target);
  return { src: to(place), ...sizeOf(target) };
}

/** A PNG says its size at a fixed place. */
function sizeOf(file) {
  const bytes = readFileSync(join(root, file));
  if (bytes.toString("latin1", 1, 4) !== "PNG")
    throw new Sorry(`${file} is no PNG, and only those are shown.`);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function documentPage(document, context, way) {
  const { path, part, title, html: body, headings, about, living } = document;
  const { site } = context.words;
  const to = (place) => relative(path, place);
  return {
    ...{ path, title, living, kind: "article" },
    ...(part !== title && { part }),
    description: about,
    image: context.image,
    content: html`
    <div class="document">
      ${way.chapters.length > 0 ? chapterPlaces(way.chapters, path, site) : tableOf(headings, site)}
      <main id="content">
        ${part !== title && html`<p class="crumbs"><a href="${to("docs/")}#${slugOf(part)}">${part}</a></p>`}
        ${new Markup(body)}
        <nav class="way" aria-label="${site.wayOn}">${linkTo(way.before, "prev", site.before, to)}${linkTo(way.after, "next", site.after, to)}</nav>
      </main>
    </div>`,
  };
}

function linkTo(document, rel, text, to) {
  return (
    document &&
    html`<a rel="${rel}" href="${to(document.path)}"><span>${text}</span> ${document.title}</a>`
  );
}

function tableOf(headings, { onThisPage }) {
  const second = headings.filter(({ level }) => level === 2);
  const shown = second.length > 0 ? second : headings.filter(({ level }) => level === 3);
  if (shown.length < HEADINGS_AT_LEAST) return null;
  const list = html`<ol>${shown.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}</ol>`;
  return beside(onThisPage, list);
}

function contentsPage(parts, rendered, context) {
  const { site } = context.words;
  const path = "docs/";
  const known = new Map(rendered.map((document) => [document.file, document]));
  const told = ({ file }) => {
    const { path: place, title, about, exercise } = known.get(file);
    return html`<li><a href="${relative(path, place)}">${title}</a>${tickOf(exercise, site)}<p>${about}</p></li>`;
  };
  return {
    path,
    title: site.documents,
    description: site.aboutDocuments,
    image: context.image,
    content: html`
    <main id="content" class="library">
      <h1>${site.documents}</h1>
      <p class="lead">${site.aboutDocuments}</p>
      ${parts.map(
        ({ title, documents }) => html`
      <section>
        <h2 id="${slugOf(title)}">${title}</h2>
        <ul>${documents.map(told)}</ul>
      </section>`,
      )}
    </main>`,
  };
}
