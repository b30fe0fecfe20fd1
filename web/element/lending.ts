import type { EngineModule } from "../engine/door.ts";
import type { Source } from "../film/shoot.ts";
import type { Player } from "./player.ts";
import type { Visit } from "./visit.ts";

/** Lends the run on the screen to whoever draws it for other places: a run of its own, at the same moment. */
export function sourceOf(visit: Visit, player: Player, module: EngineModule): Source {
  return {
    fragment: () => player.synchronised().shareLink(),
    open: (fragment) => module.open({ fragment }),
    seenBy: visit.attention.seenBy,
    speak: (deed) => visit.speak(deed),
    addressOf: (fragment) => visit.addressOf(fragment),
  };
}
