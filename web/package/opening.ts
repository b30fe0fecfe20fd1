import type { EngineModule, Opening } from "../engine/door.ts";
import { fragmentIn } from "../engine/fragment.ts";
import { EngineProblem } from "../engine/problems.ts";
import { jsonOf } from "../engine/written.ts";

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
  if (!isPlain(wanted)) refuse(`open(${wanted})`, `a name, or one of ${SOURCES.join(", ")}`);
  const given = sourceOf(wanted);
  const { seed, servers } = wanted;
  if (servers !== undefined && !(servers > 0)) refuse(`servers: ${servers}`, "1 to 9");
  const changes = {
    ...(seed !== undefined && { seed }),
    ...(servers !== undefined && { servers }),
  };
  if (given === "json") return { json: written(wanted.json), ...changes };
  const text = given === undefined ? "" : wanted[given];
  if (typeof text !== "string") refuse(`${given}: found ${typeof text}`, "a text");
  if (given === "link") return { fragment: fragmentIn(text) };
  if (given === "text") return { json: await jsonOf(text, module), ...changes };
  return given === "scenario" ? { scenario: text, ...changes } : changes;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is wrong in it the engine says; what is no plain data it never sees. */
function written(data: unknown): string {
  if (!isPlain(data)) refuse("json: this is no object", "a scenario as plain data, or text");
  try {
    return JSON.stringify(data);
  } catch {
    refuse("json: this cannot be written down", "plain data, without circles");
  }
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
