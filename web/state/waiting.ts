import type { MessageFrame } from "../engine/door.ts";
import type { World } from "./world.ts";

/** Why a message waits where it is: its receiver stands still, a hand holds it, or its link is jammed. */
export type Wait = "paused" | "hand" | "jam";

/** Of several reasons the one that nobody can get round: what waits for a paused server cannot be delivered. */
export function waitOf({ faulty, servers }: World, message: MessageFrame): Wait | null {
  const { from, to, held } = message;
  if (servers.get(to)?.faults?.paused) return "paused";
  if (held) return "hand";
  const jammed = faulty.some((one) => one.faults.jam && one.from === from && one.to === to);
  return jammed ? "jam" : null;
}
