import type { ServerPicture } from "./server.ts";

/** What a picture shows of a server of which nothing is known but its name and its place. */
export const UNKNOWN = {
  term: "",
  fill: { hue: 0, pattern: 0 },
  badge: null,
  word: "",
  arc: null,
  paused: false,
  signs: [],
  disk: null,
  diskSign: null,
  lag: null,
  chip: null,
  quorum: null,
  aside: 0,
  chosen: null,
  guilty: false,
  veiled: false,
} satisfies Partial<ServerPicture>;
