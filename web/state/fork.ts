import { inLanguage } from "../words/text.ts";
import { withoutStory } from "./rules.ts";

/** What a scenario's `fork` changes belongs to its cluster, but for what its clients do. */
const OF_CLIENTS = new Set(["sessions"]);

type Forked = {
  fork?: { readonly name: string; readonly [rule: string]: unknown };
  cluster?: object;
  clients?: object;
};

/** The same story with other rules, as the scenario itself offers it: what it is called, and the scenario. */
export function forkOf(json: string): { name: string; json: string } | null {
  const { fork, ...scenario } = JSON.parse(json) as Forked;
  if (!fork) return null;
  const { name, expect, ...rules } = fork;
  const parts = Object.entries(rules);
  const [clients, cluster] = [true, false].map((ofClients) =>
    Object.fromEntries(parts.filter(([rule]) => OF_CLIENTS.has(rule) === ofClients)),
  );
  const other = {
    // What is said and claimed of the story is not said of this one.
    ...withoutStory(scenario),
    cluster: { ...scenario.cluster, ...cluster },
    clients: { ...scenario.clients, ...clients },
    ...(expect ? { expect } : {}),
  };
  return { name: inLanguage(name), json: JSON.stringify(other) };
}

/** What the scenario calls the same story with other rules; empty: it has none. */
export function forkNameOf(json: string): string {
  return forkOf(json)?.name ?? "";
}
