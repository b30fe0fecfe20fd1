import type { Attention } from "../state/attention.ts";
import type { Intent } from "../state/intents.ts";
import { intentOfKey, type KeyPress } from "../state/keys.ts";
import { cut } from "../state/links.ts";
import type { World } from "../state/world.ts";

/** What a key means here and now; null: it is not ours. */
export function intentOfPress(
  press: KeyPress,
  attention: Attention,
  world: World | null,
): Intent | null {
  const servers = [...(world?.servers.values() ?? [])];
  const { cursor, choosing, preferences, seenBy } = attention;
  return intentOfKey(press, {
    letters: preferences.letters,
    selected: cursor.selected,
    choosing: choosing !== null,
    up: new Set(servers.filter((server) => server.up).map((server) => server.id)),
    seenBy,
    cut: (a, b) => (world ? cut(world, a, b, false) : { cut: { from: a, to: b } }),
  });
}
