import { html } from "lit";
import { type TimelineScene, timelineScene } from "../scene/timeline.ts";
import type { Attention } from "../state/attention.ts";
import { saidPlainly } from "../state/markdown.ts";
import type { Span } from "../state/span.ts";
import { fetchLater } from "./later.ts";
import type { Player } from "./player.ts";
import type { Visit } from "./visit.ts";

/** The time line of the run on the screen. */
export function timeStrip(visit: Visit) {
  const { player, attention } = visit;
  return html`
    <raft-timeline
      part="timeline"
      .scene=${player ? painting(visit, player) : null}
      ?both=${visit.comparing !== null}
      .zoomed=${attention.zoom !== null}
      .sentence=${player ? saidPlainly(player.perception.reading.shown) : ""}
      .station=${attention.cursor.station?.event?.position.time ?? null}
    ></raft-timeline>
  `;
}

/** The branches as a tree, on the same scale. */
export function branches({ attention }: Visit, player: Player) {
  fetchLater("raft-branches");
  return html`
    <raft-branches
      .branches=${player.lists.branches}
      .span=${spanOf(attention, player)}
    ></raft-branches>
  `;
}

/** The stretch of time on the time line. */
function spanOf({ zoom }: Attention, player: Player): Span {
  return zoom ?? { from: 0, to: player.end };
}

type Painting = { key: readonly unknown[]; scene: TimelineScene };
const paintings = new WeakMap<Player, Painting>();

/** The timeline as a picture: made anew only when something on it has changed. */
function painting({ attention }: Visit, player: Player): TimelineScene {
  const span = spanOf(attention, player);
  const { timeline } = player.lists;
  const here = attention.bookmarks.filter((one) => one.branch === player.world.branch);
  const key = [
    timeline,
    span.from,
    span.to,
    player.scripted,
    attention.bookmarks,
    player.world.branch,
  ];
  const before = paintings.get(player);
  if (before && key.every((part, order) => part === before.key[order])) return before.scene;
  const scene = timelineScene(timeline, player.story, span, player.scripted, here);
  paintings.set(player, { key, scene });
  return scene;
}
