import type { DiskSign, LinkSign, ServerSign } from "../scene/signs.ts";
import { cross, power } from "./shapes.ts";

/** Signs for what is wrong, each as a path within five units around its middle. Drawn, because few fonts have them. */
const BARS = "M-2.4 -4.2V4.2M2.4 -4.2V4.2";
const HOURGLASS = "M-3.6 -4.6H3.6L-3.6 4.6H3.6Z";
const SHEETS = "M-4.6 -4.6H1.6V1.6H-4.6ZM-1.6 1.6V4.6H4.6V-1.6H1.6";

export const SERVER_PATHS: Record<ServerSign, string> = {
  paused: BARS,
  trap: power(4.2),
  slow: HOURGLASS,
  clock: "M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0 -9.2 0M0 -2.9V0L2.2 1.4",
};

export const LINK_PATHS: Record<LinkSign, string> = {
  jammed: BARS,
  blocked: "M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0 -9.2 0M-3.2 3.2L3.2 -3.2",
  flapping: "M-5 2.4L-2.5 -2.8L0 2.4L2.5 -2.8L5 2.4",
  lossy: "M-5 0H-1.4M0.4 -2.4L5 2.4M5 -2.4L0.4 2.4",
  slow: HOURGLASS,
  late: "M-5 2.6C-3 -4.6 3 -4.6 4.6 1.6M4.9 -2.4L4.6 1.6L0.9 0.4",
  twice: SHEETS,
};

/** On the cylinder of a disk. What is slow is dotted, what lies has a question mark at its number. */
export const DISK_PATHS: Record<DiskSign, string> = {
  damaged: cross(8),
  stalled: "M-8 -1V6M-5 -1V6",
  lying: "",
  fragile: "M-5 -2.5L-8 0.5L-4.5 3L-7 7",
  slow: "",
};

export const HELD = BARS;
export const COPY = SHEETS;
