/** Whether a run begins by itself: never, as soon as it can be seen, or whatever happens. */
export type Autoplay = "never" | "visible" | "always";

/** Absent means never, empty means visible. */
export function autoplayOf(attribute: string | null): Autoplay {
  if (attribute === null) return "never";
  return attribute === "always" || attribute === "never" ? attribute : "visible";
}
