// What works without a network: the list of all files of this build, by their hashes, written into the service worker.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const WORKER = "service-worker.js";
/** Hexadecimal digits: enough to tell files apart, and the worker's list is loaded again and again. */
const DIGITS = 24;
const LIST = /^const BUILD=.*;\n/;

export function hashOf(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, DIGITS);
}

/** The list that a built worker has; null: none. */
export function listIn(code) {
  const list = LIST.exec(code)?.[0];
  return list ? JSON.parse(list.slice("const BUILD=".length, -2)) : null;
}

/**
 * Not kept: pictures for other sites and what only other sites read; films and exports are made in the page. What is
 * embedded elsewhere is left to the network.
 */
const LEFT_OUT = [
  /(?:^|\/)preview\.png$/,
  /oembed\.json$/,
  /^(?:robots\.txt|sitemap\.xml|service-worker\.js|embed\.html)$/,
  /^docs\/files\//,
  /\.map$/,
];

/** Makes the worker keep what is in `dist` now. */
export function writeOffline(dist) {
  const places = readdirSync(dist, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => statSync(join(dist, name)).isFile())
    .filter((name) => !LEFT_OUT.some((pattern) => pattern.test(name)))
    .sort();
  let bytes = 0;
  const files = Object.fromEntries(
    places.map((place) => {
      const content = readFileSync(join(dist, place));
      bytes += content.length;
      return [place, hashOf(content)];
    }),
  );
  const id = hashOf(JSON.stringify(files));
  const code = readFileSync(join(dist, WORKER), "utf8").replace(LIST, "");
  writeFileSync(join(dist, WORKER), `const BUILD=${JSON.stringify({ id, files })};\n${code}`);
  return { files: places.length, bytes };
}
