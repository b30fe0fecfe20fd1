/** The views a reader can have on the screen at once. Each can stand alone; the time line and the buttons always stay. */
export const VIEWS = ["cluster", "log", "spacetime", "clients", "panels"] as const;
export type View = (typeof VIEWS)[number];

/** `auto` takes what there is room for; `custom` is what the reader has put together. */
export const PRESETS = ["auto", "wide", "laptop", "phone", "lecture"] as const;
export type Preset = (typeof PRESETS)[number] | "custom";

export type Arrangement = { preset: Preset; views: ReadonlySet<View> };

/** The room there is, in multiples of the text size: who reads larger text has less of it. */
export type Room = { width: number; height: number };

export const NO_ROOM: Room = { width: 0, height: 0 };

/** From here on the space-time diagram has room beside everything else. */
const ROOMY: Room = { width: 68, height: 57 };

const VIEWS_OF: Record<(typeof PRESETS)[number], (room: Room) => readonly View[]> = {
  auto: ({ width, height }) =>
    width >= ROOMY.width && height >= ROOMY.height
      ? ["cluster", "log", "spacetime", "panels"]
      : ["cluster", "log", "panels"],
  wide: () => ["cluster", "log", "spacetime", "panels"],
  laptop: () => ["cluster", "log", "panels"],
  phone: () => ["cluster", "log", "panels"],
  lecture: () => ["cluster", "log"],
};

export function arranged(preset: (typeof PRESETS)[number], room: Room): Arrangement {
  return { preset, views: new Set(VIEWS_OF[preset](room)) };
}

/** Follows the room only while nothing else was chosen. */
export function refitted(before: Arrangement, room: Room): Arrangement {
  if (before.preset !== "auto") return before;
  const after = arranged("auto", room);
  return after.views.size === before.views.size ? before : after;
}

/** Shows or hides one view. The last one stays: an empty page explains nothing. */
export function toggled(before: Arrangement, view: View): Arrangement {
  const views = new Set(before.views);
  if (!views.delete(view)) views.add(view);
  return views.size === 0 ? before : { preset: "custom", views };
}

/** What an attribute can name, for those who have named something else. */
export const VIEWS_EXPECTED = `${VIEWS.join(", ")}, or one of ${PRESETS.join(", ")}`;

/** Reads an attribute such as "cluster log"; unknown names are told and left out, and nothing at all means `auto`. */
export function readViews(
  text: string | null,
  unknown: (name: string) => void = () => {},
): Arrangement | null {
  const names = new Set((text ?? "").toLowerCase().match(/[^\s,]+/g));
  const known: ReadonlySet<string> = new Set([...VIEWS, ...PRESETS]);
  for (const name of names) if (!known.has(name)) unknown(name);
  const preset = PRESETS.find((one) => names.has(one));
  if (preset) return arranged(preset, NO_ROOM);
  const views = VIEWS.filter((view) => names.has(view));
  return views.length > 0 ? { preset: "custom", views: new Set(views) } : null;
}

/** An arrangement as the attribute spells it; empty: it is left to the room there is. */
export function spelled({ preset, views }: Arrangement): string {
  if (preset === "auto") return "";
  return preset === "custom" ? VIEWS.filter((view) => views.has(view)).join(" ") : preset;
}
