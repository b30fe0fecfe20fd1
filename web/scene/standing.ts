import type { ServerFrame } from "../engine/door.ts";
import type { World } from "../state/world.ts";
import { words } from "../words/words.ts";

/**
 * What a server is in the configuration, as it believes itself. `chip`: while two configurations hold at once, the one
 * it counts in; null where that says nothing.
 */
export type Standing = {
  kind: "voter" | "learner" | "outside";
  /** Instead of its role, where it has no say. */
  word: string | null;
  chip: string | null;
  /** In a few words, for descriptions and lists. */
  name: string;
};

export function standingOf(server: ServerFrame, world: World): Standing {
  const { names, chips } = words.members;
  // A server that is down believes nothing: what is left is what the others have it for.
  if (!server.up) return { kind: "voter", word: null, chip: null, name: nameIn(server.id, world) };
  const joint = (world.configuration?.outgoing.length ?? 0) > 0;
  switch (server.membership) {
    case "voter": {
      const set = joint ? setOf(server.id, world) : null;
      return {
        kind: "voter",
        word: null,
        chip: set && chips[set],
        name: set ? names[set] : names.voter,
      };
    }
    case "incoming":
      return { kind: "voter", word: null, chip: chips.incoming, name: names.incoming };
    case "outgoing":
      return { kind: "voter", word: null, chip: chips.outgoing, name: names.outgoing };
    case "demoted":
      return { kind: "voter", word: null, chip: chips.outgoing, name: names.demoted };
    case "learner":
      return { kind: "learner", word: words.members.learns, chip: null, name: names.learner };
    case null:
      return { kind: "outside", word: words.members.outside, chip: null, name: names.outside };
  }
}

/** A voter that has not heard of the second set takes itself for a voter, be it in one of the two or in both. */
function setOf(server: string, world: World): "both" | "incoming" | "outgoing" | null {
  const incoming = world.configuration?.incoming.includes(server);
  const outgoing = world.configuration?.outgoing.includes(server);
  if (incoming) return outgoing ? "both" : "incoming";
  return outgoing ? "outgoing" : null;
}

/** Whether the leader counts it among the members, be it without a vote. */
export function belongs(server: string, { configuration }: World): boolean {
  if (!configuration) return true;
  const { incoming, outgoing, learners } = configuration;
  return [incoming, outgoing, learners].some((servers) => servers.includes(server));
}

function nameIn(server: string, { configuration }: World): string {
  const { names } = words.members;
  if (!configuration) return "";
  if (configuration.incoming.includes(server)) return names.voter;
  if (configuration.outgoing.includes(server)) return names.outgoing;
  return configuration.learners.includes(server) ? names.learner : names.outside;
}
