import type { Change, ConfigurationFrame, Transition } from "../engine/door.ts";

/** What a server shall be. */
export const PARTS = ["voter", "learner", "outside"] as const;
export type Part = (typeof PARTS)[number];

/** What each server is once all changes that are under way are done. */
export function partOf(server: string, configuration: ConfigurationFrame): Part {
  if (configuration.incoming.includes(server)) return "voter";
  return configuration.learners.includes(server) ? "learner" : "outside";
}

const VERBS = {
  "outside voter": "add",
  "outside learner": "learner",
  "learner voter": "promote",
  "voter learner": "demote",
  "voter outside": "remove",
  "learner outside": "remove",
} as const;

export type Verb = (typeof VERBS)[keyof typeof VERBS];
export const ORDER: readonly Verb[] = ["add", "learner", "promote", "demote", "remove"];

/** What has to be asked for so that each server becomes what the reader wants: all of it in one change. */
export function changeTo(
  wanted: ReadonlyMap<string, Part>,
  configuration: ConfigurationFrame,
  transition: Transition,
): Change | null {
  const asked: Partial<Record<Verb, string[]>> = {};
  for (const [server, part] of wanted) {
    const before = partOf(server, configuration);
    if (before === part) continue;
    const verb = (VERBS as Readonly<Record<string, Verb>>)[`${before} ${part}`];
    if (!verb) continue;
    asked[verb] = [...(asked[verb] ?? []), server];
  }
  return Object.keys(asked).length > 0 ? { ...asked, transition } : null;
}
