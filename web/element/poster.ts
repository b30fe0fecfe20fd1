import { SITE } from "../engine/files.ts";
import { isName } from "../engine/gallery.ts";
import { type Asked, inlineOf } from "./asked.ts";

/** What is shown before the engine has come: a picture of the story, or the servers in their places. */
export type Poster = Readonly<{
  /** Address of the story's picture; null: none has been drawn, or nobody knows where. */
  picture: string | null;
  /** How many servers will be there, as far as that can be known. */
  servers: number;
}>;

/** What most scenarios have, and what the playground begins with. */
const SERVERS = 3;
const MOST_SERVERS = 9;

/** Before anything is asked for. */
export const BLANK: Poster = { picture: null, servers: SERVERS };

/** Nothing is read that the engine would have to read: a picture that says too little is better than one that is late. */
export function posterOf(asked: Asked, element: HTMLElement): Poster {
  const { link, src, scenario } = asked;
  if (link || src) return BLANK;
  const text = inlineOf(element);
  if (text !== null) return { picture: null, servers: serversIn(text) };
  const picture = scenario && isName(scenario) && SITE ? pictureIn(SITE, scenario) : null;
  return { picture, servers: SERVERS };
}

/** Beside the page of every story (scripts/site/build.mjs). */
function pictureIn(site: URL, name: string): string {
  return new URL(`stories/${name}/poster.svg`, site).href;
}

/** The engine says what is wrong with a scenario, and TOML is for it alone: here both have the usual number of servers. */
function serversIn(text: string): number {
  try {
    const servers: unknown = JSON.parse(text)?.cluster?.servers;
    const isNumber = Number.isInteger(servers) && typeof servers === "number";
    return isNumber && servers >= 1 && servers <= MOST_SERVERS ? servers : SERVERS;
  } catch {
    return SERVERS;
  }
}
