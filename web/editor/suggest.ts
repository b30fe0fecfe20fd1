import type { Path, Place } from "./place.ts";
import type { Grammar, Key } from "./schema.ts";

/** What could stand where the cursor stands. */
export type Suggestion = {
  label: string;
  /** What is put there; the label, if nobody says. */
  apply?: string;
  /** How far before its end the cursor goes. */
  back?: number;
  about: string;
  needed: boolean;
};

/** Names of servers that are not servers' own. */
const GROUPS = ["leader", "followers", "all", "rest"];
/** Keys at which one server is named. In the schema they are texts like any other. */
const ONE_SERVER =
  /^(server|from|to|via|between|voters|leader|elected|campaigns|steps_down|heartbeat_due|delivered_to)$/;

export function suggestions(text: string, place: Place, grammar: Grammar): Suggestion[] {
  if (place.kind === "header") return headers(grammar);
  if (place.kind === "key") return keys(place, grammar);
  const { path } = place;
  const known = grammar.values(path).map(({ text, about }) => one(text, about));
  const names = namesFor(text, path, grammar).map((name) => one(JSON.stringify(name)));
  const tables = place.quoted ? [] : grammar.choices(path).map((key) => table(key, grammar));
  return [...names, ...known, ...tables];
}

function one(label: string, about = ""): Suggestion {
  return { label, about, needed: false };
}

function headers(grammar: Grammar): Suggestion[] {
  return grammar.headers().map(({ name, about }) => {
    const brackets = grammar.isList(name) ? 2 : 1;
    const label = `${"[".repeat(brackets)}${name}${"]".repeat(brackets)}`;
    return { label, about, needed: false };
  });
}

function keys(place: Place, grammar: Grammar): Suggestion[] {
  const { path, taken } = place;
  // Of tables with one name each, one is chosen.
  if (grammar.choices(path).length > 0 && taken.length > 0) return [];
  const free = grammar.keys(path).filter(({ name }) => !taken.includes(name));
  // What is a table or a list of them at the top of a file has a header.
  const here = path.length === 0 ? free.filter(({ name }) => !isHeader(name, grammar)) : free;
  return here.map((key) => ({ ...assignment(key, grammar), about: key.about, needed: key.needed }));
}

function isHeader(name: string, grammar: Grammar): boolean {
  return grammar.headers().some((header) => header.name === name);
}

/** A name with the beginning of its value: the cursor goes where that is to be written. */
function assignment(
  { name, value }: Key,
  grammar: Grammar,
): Pick<Suggestion, "label" | "apply" | "back"> {
  const [open, close] = {
    list: ["[", "]"],
    table: ["{ ", " }"],
    text: ['"', '"'],
    other: ["", ""],
  }[grammar.expects(value)] as [string, string];
  return { label: name, apply: `${name} = ${open}${close}`, back: close.length };
}

function table(key: Key, grammar: Grammar): Suggestion {
  const { label, apply = "", back = 0 } = assignment(key, grammar);
  return {
    label: `{ ${label} }`,
    apply: `{ ${apply} }`,
    back: back + 2,
    about: key.about,
    needed: false,
  };
}

/** Names that the text gives itself. */
function namesFor(text: string, path: Path, grammar: Grammar): string[] {
  const key = path.at(-1) ?? "";
  if (key === "picture") return stepsIn(text);
  if (key === "client") return numbered("c", numberIn(text, "count") ?? 1);
  const servers = numbered("n", numberIn(text, "servers") ?? 3);
  if (grammar.namesServers(path)) return [...servers, ...GROUPS];
  if (!ONE_SERVER.test(key)) return [];
  const any = path.includes("when") ? ["any"] : [];
  return [...servers, ...any];
}

// Within a line, not `\s`: a search that goes on from each of many empty lines to the last of them takes minutes.
function stepsIn(text: string): string[] {
  const steps = text.split(/^[ \t]*\[\[steps\]\]/m).slice(1);
  return steps.flatMap(
    (step) => /^[ \t]*id[ \t]*=[ \t]*["']([a-z0-9-]+)["']/m.exec(step)?.[1] ?? [],
  );
}

function numberIn(text: string, key: string): number | null {
  const found = new RegExp(`^[ \\t]*${key}[ \\t]*=[ \\t]*([0-9])\\b`, "m").exec(text);
  return found ? Number(found[1]) : null;
}

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, order) => `${letter}${order + 1}`);
}
