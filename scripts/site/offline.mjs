// What works without a network: the list of all files of this build, by their hashes, written into the service worker.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const WORKER = "service-worker.js";

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
      return [place, createHash("sha256").update(content).digest("hex")];
    }),
  );
  const id = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  const code = readFileSync(join(dist, WORKER), "utf8");
  writeFileSync(join(dist, WORKER), `const BUILD=${JSON.stringify({ id, files })};\n${code}`);
  return { files: places.length, bytes };
}
