// Looks at the built pages as their readers' browsers, hosts and other sites will. The pages are our own, and regular:
// patterns are enough to read them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { siteUrl } from "./address.mjs";
import { hashOf, listIn } from "./offline.mjs";
import { PREVIEW } from "./previews.mjs";

/** Bytes after gzip. What every page brings with it, the worker with its list of all files, and what the search needs. */
const budgets = {
  ...{ pageStyles: 4_500, pageScript: 2_000, serviceWorker: 20_000 },
  ...{ search: 8_000, passages: 130_000 },
};

/** Frames and lost pages are no places to arrive at: nobody shows a picture beside a link to them. */
const UNLISTED = /^(?:404|embed)\.html$/;

const DESCRIPTION_AT_MOST = 400;

/** All that is wrong with pages, as sentences. `files` are the places of everything in `dist`. */
export function checkPages(dist, files) {
  const there = new Set(files);
  const pages = new Map(
    files
      .filter((name) => name.endsWith(".html"))
      .map((name) => [name, pageAt(readFileSync(join(dist, name), "utf8"))]),
  );
  const site = { dist, there, pages, url: siteUrl(), moments: momentsIn(dist, there) };
  return [
    ...[...pages].flatMap(([name, page]) =>
      [headOf, policyOf, linksOf, picturesOf, namesOf].flatMap((look) =>
        look(page, { ...site, name }).map((wrong) => `${name}: ${wrong}`),
      ),
    ),
    ...twice(
      [...pages].filter(([name]) => !UNLISTED.test(name)).map(([name, { title }]) => [title, name]),
    ).map(([title, names]) => `${names.join(" and ")} have the same title: ${title}`),
    ...stylesOf(site),
    ...offlineOf(site),
    ...sizesOf(site),
  ];
}

function pageAt(html) {
  // What is in scripts is not markup, whatever it looks like.
  const markup = html.replace(/(<script[^>]*>)[\s\S]*?<\/script>/g, "$1");
  const meta = (name) =>
    new RegExp(`<meta (?:name|property|http-equiv)="${name}"\\s+content="([^"]*)"`).exec(
      markup.replace(/\s+/g, " "),
    )?.[1];
  return {
    ...{ html, markup, meta },
    title: /<title>([^<]*)<\/title>/.exec(markup)?.[1] ?? "",
    ids: [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id),
    tags: [...markup.matchAll(/<([a-z][\w-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
      ([, tag, attributes]) => ({
        tag,
        attributes: new Map(
          [...attributes.matchAll(/\s([^\s=>]+)(?:="([^"]*)")?/g)].map(([, key, value = ""]) => [
            key,
            unescaped(value),
          ]),
        ),
      }),
    ),
  };
}

function unescaped(text) {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** What can stand behind "index.html#": names of stories, and of their steps. */
function momentsIn(dist, there) {
  const names = [...there].flatMap((place) => /^scenarios\/([^/]+)\.json$/.exec(place)?.[1] ?? []);
  return new Set(
    names.flatMap((name) => {
      const { steps = [] } = JSON.parse(readFileSync(join(dist, `scenarios/${name}.json`), "utf8"));
      return [name, ...steps.flatMap(({ id }) => (id ? [`${name}/${id}`] : []))];
    }),
  );
}

function headOf({ title, meta, html, tags }, { name, there, dist, url }) {
  const wrong = [];
  if (!/^<!doctype html>\s*<html lang="/i.test(html)) wrong.push("it does not say its language");
  if (title === "") wrong.push("it has no title");
  if (UNLISTED.test(name)) return wrong;
  const description = meta("description") ?? "";
  if (description === "" || description.length > DESCRIPTION_AT_MOST) {
    wrong.push(`its description has ${description.length} characters`);
  }
  if (tags.filter(({ tag }) => tag === "h1").length !== 1) wrong.push("it should have one h1");
  const image = meta("og:image");
  if (!image) return [...wrong, "it has no picture for other sites"];
  const place = url && image.startsWith(url) ? image.slice(url.length) : resolved(name, image);
  if (!there.has(place)) return [...wrong, `its picture ${image} is not there`];
  const [width, height] = sizeOf(readFileSync(join(dist, place)));
  const said = [Number(meta("og:image:width")), Number(meta("og:image:height"))];
  if (
    width !== PREVIEW.width ||
    height !== PREVIEW.height ||
    String(said) !== `${width},${height}`
  ) {
    wrong.push(
      `its picture has ${width} × ${height} points and is said to have ${said.join(" × ")}`,
    );
  }
  return wrong;
}

function sizeOf(png) {
  return png.toString("latin1", 1, 4) === "PNG"
    ? [png.readUInt32BE(16), png.readUInt32BE(20)]
    : [0, 0];
}

function policyOf({ html, meta, tags }, { name }) {
  const said = meta("Content-Security-Policy") ?? "";
  // A frame shows scenario files that its host page names, wherever they are.
  const policy = name === "embed.html" ? said.replace("connect-src 'self' https:", "") : said;
  const isKnown = (text) =>
    policy.includes(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  const wrong = [];
  if (!policy.startsWith("default-src 'none'")) wrong.push("it has no strict policy");
  if (/'unsafe-(?:inline|eval)'|\bdata:|https?:/.test(policy))
    wrong.push(`its policy is loose: ${policy}`);
  const inline =
    /<script(?![^>]*\bsrc=)(?![^>]*\btype="application\/(?:ld\+)?json")[^>]*>([\s\S]*?)<\/script>/g;
  for (const [, script] of html.matchAll(inline)) {
    if (!isKnown(script))
      wrong.push(`its policy does not know a script that stands in it: ${script}`);
  }
  for (const { tag, attributes } of tags) {
    const forbidden = [...attributes.keys()].find((key) => key === "style" || key.startsWith("on"));
    if (forbidden) wrong.push(`<${tag} ${forbidden}> is forbidden by the policy`);
  }
  for (const [, style] of html.matchAll(/<style>([\s\S]*?)<\/style>/g)) {
    if (!isKnown(style)) wrong.push("its policy does not know its styles");
  }
  return wrong;
}

/** An address in a page as a place in the site; null: it leads out of the site. */
function resolved(name, address) {
  const place = posix.normalize(posix.join(posix.dirname(name), address.replace(/[?#].*$/, "")));
  if (place.startsWith("..")) return null;
  return place === "." || place === "./" ? "" : place;
}

const FETCHED = new Set(["script", "link", "img", "iframe", "source", "video"]);

function linksOf({ tags }, site) {
  return tags.flatMap(({ tag, attributes }) =>
    ["href", "src", "home"].flatMap((key) => {
      const address = attributes.get(key);
      if (address === undefined) return [];
      const wrong = leadsNowhere(tag, address, attributes, site);
      return wrong ? [`<${tag} ${key}="${address}"> ${wrong}`] : [];
    }),
  );
}

function leadsNowhere(tag, address, attributes, { name, there, pages, url, moments }) {
  if (attributes.get("rel") === "canonical" || (url && address.startsWith(url))) return null;
  if (/^(?:[a-z]+:|\/\/)/.test(address)) {
    if (FETCHED.has(tag)) return "asks another host";
    return /^(?:https?|mailto):/.test(address) ? null : "is no address that leads anywhere";
  }
  // Wherever it is shown, it does not know where it is.
  if (name === "404.html")
    return address.startsWith("/") || address.startsWith("#") ? null : "is relative";
  if (address.startsWith("/")) return "breaks in a subfolder";
  const place = address.startsWith("#") ? name : resolved(name, address);
  if (place === null) return "leads out of the site";
  const file = place === "" || place.endsWith("/") ? `${place}index.html` : place;
  if (!there.has(file)) return "leads to nothing";
  const anchor = /#(.*)$/.exec(address)?.[1];
  if (!anchor) return null;
  if (file === "index.html") return moments.has(anchor) ? null : "is no moment of a story";
  return pages.get(file)?.ids.includes(decodeURIComponent(anchor))
    ? null
    : "leads to no such anchor";
}

function picturesOf({ tags }) {
  return tags
    .filter(({ tag }) => tag === "img")
    .flatMap(({ attributes }) => {
      const lacks = ["alt", "width", "height"].filter((key) => !attributes.has(key));
      return lacks.length > 0
        ? [`the picture ${attributes.get("src")} has no ${lacks.join(", ")}`]
        : [];
    });
}

function namesOf({ ids }) {
  return twice(ids.map((id) => [id, id])).map(([id]) => `the id “${id}” is there twice`);
}

function twice(pairs) {
  const all = new Map();
  for (const [key, value] of pairs) all.set(key, [...(all.get(key) ?? []), value]);
  return [...all].filter(([, values]) => values.length > 1);
}

function stylesOf({ dist, there }) {
  return [...there]
    .filter((name) => /\.(?:css|svg)$/.test(name))
    .filter((name) =>
      /(?:url\(|@import|href=)\s*["']?(?:https?:)?\/\//.test(
        readFileSync(join(dist, name), "utf8"),
      ),
    )
    .map((name) => `${name} asks another host`);
}

/** The list in the worker is that of this build, and nothing in it would fail to be kept. */
function offlineOf({ dist, there }) {
  const code = readFileSync(join(dist, "service-worker.js"), "utf8");
  const list = listIn(code);
  if (!list) return ["service-worker.js has no list of files"];
  const wrong = [];
  if (/^\s*(?:import|export)\b/m.test(code)) wrong.push("service-worker.js is no classic script");
  const { files } = list;
  for (const [place, hash] of Object.entries(files)) {
    if (!there.has(place) || hashOf(readFileSync(join(dist, place))) !== hash)
      wrong.push(`${place} is not what the worker keeps`);
  }
  const needed = [...there].filter((name) =>
    /\.(?:wasm|js|css)$|^scenarios\/|index\.html$/.test(name),
  );
  for (const place of needed) {
    if (!(place in files) && place !== "service-worker.js")
      wrong.push(`${place} is missing without a network`);
  }
  return wrong;
}

function sizesOf({ dist, there }) {
  const size = (pattern) =>
    [...there]
      .filter((name) => pattern.test(name))
      .reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, name))).length, 0);
  const sizes = {
    pageStyles: size(/^assets\/pages-[^/]*\.css$/),
    pageScript: size(/^assets\/(?:site|offline)-[^/]*\.js$/),
    serviceWorker: size(/^service-worker\.js$/),
    search: size(/^assets\/search-[^/]*\.js$/),
    passages: size(/^assets\/passages-[^/]*\.json$/),
  };
  return Object.entries(sizes).flatMap(([what, bytes]) => {
    console.log(`${what}: ${bytes} of ${budgets[what]} bytes, gzipped`);
    return bytes > budgets[what] ? [`${what} is over its budget`] : [];
  });
}
