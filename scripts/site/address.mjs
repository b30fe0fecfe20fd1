// Where pages and files of the site are, seen from one another. The site does not know where it will live, so every
// address in it is relative; what others must read from afar (a link's picture, the address of record) needs SITE_URL.
import { Sorry } from "../run.mjs";

/** The address under which readers will find the site, with a slash at its end, or null. */
export function siteUrl(given = process.env.SITE_URL) {
  if (!given) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  const plain = url && !url.search && !url.hash && /^https?:$/.test(url.protocol);
  if (!plain) {
    throw new Sorry(
      `SITE_URL is “${given}”; expected is the address of the site's folder, like https://example.org/raft/.`,
    );
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

/** From a page (its folder, like "stories/figure-8/", or "" for the first) to a place in the site. */
export function relative(from, to) {
  return `${"../".repeat(from.split("/").length - 1)}${to}` || "./";
}

/** The same for readers elsewhere: absolute where the site knows its address. */
export function afar(site, from, to) {
  return site ? new URL(to, site).href : relative(from, to);
}
