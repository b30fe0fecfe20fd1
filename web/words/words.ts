import catalogue from "../../locales/en.json";

/** What comes later, with the panels that show it: web/words/later.d.ts. */
type Later =
  | "legend"
  | "keys"
  | "exporting"
  | "film"
  | "help"
  | "pending"
  | "why"
  | "history"
  | "compare"
  | "workshop"
  | "editor"
  | "recorder"
  | "exercise"
  | "embedding"
  | "offline"
  | "pages";

/** Every string of the page. Nothing a reader sees is written anywhere else. */
export const words: Omit<typeof catalogue.interface, Later> = catalogue.interface;

/** What the engine narrates with; the language it is in. */
export const voice = { language: catalogue.language, narration: catalogue.narration };

/** Puts operands into a string of the catalogue: `fill("{count} earlier", { count: 12 })`. */
export function fill(
  template: string,
  operands: Readonly<Record<string, string | number>>,
): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(operands[name] ?? hole));
}

/** Picks the form for a count: the catalogue has `{ one, other }` wherever the words differ. */
export function counted(forms: { one: string; other: string }, count: number): string {
  return fill(count === 1 ? forms.one : forms.other, { count });
}
