import { type ClusterScene, clusterScene } from "../scene/cluster.ts";
import { type Box, layOut } from "../scene/geometry.ts";
import { type LedgerScene, ledgerScene } from "../scene/ledger.ts";
import { type TimelineScene, timelineScene } from "../scene/timeline.ts";
import type { ClusterView } from "../scene/view.ts";
import { NOWHERE } from "../state/cursor.ts";
import { introduce } from "../state/introductions.ts";
import type { Columns } from "../state/logs.ts";
import type { World } from "../state/world.ts";
import type { Trial } from "./trial.ts";

// What a reader sees who has touched nothing. Tests of scenes begin here, so that a scene that learns to show more is
// told so in one place.

export const WIDE: Box = { width: 660, height: 520 };
export const PHONE: Box = { width: 360, height: 300 };

export function clusterOf(
  world: World,
  box: Box = WIDE,
  view: Partial<ClusterView> = {},
): ClusterScene {
  const clients = world.clients.map((client) => client.id);
  const untouched: ClusterView = {
    cursor: NOWHERE,
    paused: false,
    introductions: introduce(new Map(), world),
    choosing: null,
    seenBy: null,
  };
  const layout = layOut(world.serverIds, clients, box, world.deviations.length > 0);
  return clusterScene(world, layout, { ...untouched, ...view }, world.position.time);
}

export function ledgerOf(
  trial: Trial,
  world: World,
  columns: Columns = { from: 1, to: 6 },
): LedgerScene {
  const logs = trial.logsAt(world, columns);
  return ledgerScene(world, logs, columns, { cursor: NOWHERE, seenBy: null });
}

export function timelineOf(trial: Trial): TimelineScene {
  const span = { from: 0, to: trial.story.until };
  return timelineScene(trial.timeline(), trial.story, span, true, []);
}
