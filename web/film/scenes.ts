import type { Spacetime } from "../engine/door.ts";
import { placeOnAxis } from "../scene/axis.ts";
import { type ClusterScene, clusterScene } from "../scene/cluster.ts";
import { type Box, type Layout, layOut } from "../scene/geometry.ts";
import { type LedgerScene, ledgerScene } from "../scene/ledger.ts";
import { type SpacetimeScene, spacetimeScene } from "../scene/spacetime.ts";
import { NOWHERE } from "../state/cursor.ts";
import { brokenPromises } from "../state/guilt.ts";
import { lastIndex, leftmost } from "../state/logs.ts";
import type { Span } from "../state/span.ts";
import type { LedgerGrid } from "../svg/ledger.ts";
import type { Shot } from "./reel.ts";

/** The scenes of one picture or film: what the page's own are, without anybody who points at something. */
export class Scenes {
  readonly #seenBy: string | null;
  /** Nothing moves: then everything says which way it goes. */
  readonly #still: boolean;
  #layout: { key: string; layout: Layout } | null = null;
  #ledger: { of: readonly unknown[]; scene: LedgerScene } | null = null;
  #chart: { of: readonly unknown[]; scene: SpacetimeScene } | null = null;

  constructor(seenBy: string | null, still: boolean) {
    this.#seenBy = seenBy;
    this.#still = still;
  }

  cluster({ world, introductions, now }: Shot, box: Box): ClusterScene {
    const view = {
      cursor: NOWHERE,
      paused: this.#still,
      introductions,
      choosing: null,
      seenBy: this.#seenBy,
    };
    const clients = world.clients.map((client) => client.id);
    const marked = world.deviations.length > 0;
    const key = [box.width, box.height, marked, ...world.serverIds, ...clients].join();
    if (this.#layout?.key !== key)
      this.#layout = { key, layout: layOut(world.serverIds, clients, box, marked) };
    return clusterScene(world, this.#layout.layout, view, now);
  }

  /** The same object as long as nothing in it has changed. */
  ledger({ world, logs }: Shot, grid: LedgerGrid): LedgerScene {
    const of = [world, logs];
    if (this.#ledger && sameParts(this.#ledger.of, of)) return this.#ledger.scene;
    const first = leftmost({ first: null, fits: grid.columns }, lastIndex(world, logs));
    const columns = { from: first, to: first + grid.columns - 1 };
    const scene = ledgerScene(world, logs, columns, { cursor: NOWHERE, seenBy: this.#seenBy });
    this.#ledger = { of, scene };
    return scene;
  }

  spacetime({ world }: Shot, spacetime: Spacetime, span: Span, length: number): SpacetimeScene {
    const of = [spacetime, world.violations];
    if (this.#chart && sameParts(this.#chart.of, of)) return this.#chart.scene;
    const scene = spacetimeScene(spacetime, span, length, {
      clients: world.clients.map((client) => client.id),
      cursor: NOWHERE,
      seenBy: this.#seenBy,
      collapsed: new Set(),
      broken: brokenPromises(world.violations),
      upright: false,
    });
    this.#chart = { of, scene };
    return scene;
  }
}

export function playheadOf({ axis }: SpacetimeScene, { now }: Shot): number {
  return placeOnAxis(axis, now);
}

function sameParts(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.every((part, order) => part === other[order]);
}
