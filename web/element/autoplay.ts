import { oneOf } from "../state/manner.ts";

/** Whether a run begins by itself: never, as soon as it can be seen, or whatever happens. */
export type Autoplay = "never" | "visible" | "always";

export const autoplayOf = oneOf<Autoplay>("never", "visible", "always");
