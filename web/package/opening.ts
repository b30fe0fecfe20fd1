import type { EngineModule, Opening } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";

/** What to run: one of `scenario`, `text`, `json` and `link`; none of them is the default story. */
export type Wanted = {
  /** Name of a scenario of the gallery. */
  scenario?: string;
  /** A scenario, as it is written: TOML or JSON. */
  text?: string;
  /** A scenario, as plain data. */
  json?: object;
  /** A shared link, or its fragment: that run at that moment. */
  link?: string;
  /** Another seed than the scenario's: hexadecimal, below 2^53. */
  seed?: string;
  /** Another number of servers than the scenario's. */
  servers?: number;
};

const SOURCES = ["scenario", "text", "json", "link"] as const;
const CHANGES = ["seed", "servers"] as const;

export async function openingOf(wanted: string | Wanted, module: EngineModule): Promise<Opening> {
  if (typeof wanted === "string") return { scenario: wanted };
  const given = sourceOf(wanted);
  const { seed, servers } = wanted;
  const changes = {
    ...(seed !== undefined && { seed }),
    ...(servers !== undefined && { servers }),
  };
  if (given === "link") return { fragment: fragmentOf(String(wanted.link)) };
  if (given === "json") return { json: JSON.stringify(wanted.json), ...changes };
  if (given === "text") return { json: await jsonOf(String(wanted.text), module), ...changes };
  return given === "scenario" ? { scenario: String(wanted.scenario), ...changes } : changes;
}

/** Which of the sources is given. What nobody knows is refused: a misspelled word would open something else. */
function sourceOf(wanted: Wanted): (typeof SOURCES)[number] | undefined {
  const known: readonly string[] = [...SOURCES, ...CHANGES];
  const unknown = Object.keys(wanted).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`nothing called "${unknown}" can be wanted`, known.join(", "));
  const given = SOURCES.filter((name) => wanted[name] !== undefined);
  if (given.length > 1) refuse(`${given.join(" and ")} at once`, "one of them");
  const [only] = given;
  const change = CHANGES.find((name) => wanted[name] !== undefined);
  if (only === "link" && change)
    refuse(`${change} beside a link, which has its own`, "a link alone");
  return only;
}

function refuse(message: string, expected: string): never {
  throw new EngineProblem({ kind: "scenario", message, path: null, expected });
}

/** "https://host/#v1.…", "#v1.…", "v1.…": what follows the last #. */
function fragmentOf(link: string): string {
  return `#${link.slice(link.lastIndexOf("#") + 1)}`;
}

/** JSON is the engine's own; TOML is read by what comes with the editor, and loaded only then. */
async function jsonOf(text: string, module: EngineModule): Promise<string> {
  if (text.trimStart().startsWith("{")) return text;
  const { scenario, problem } = (await module.format()).check(text);
  if (problem) throw new EngineProblem(problem);
  return scenario ?? text;
}
