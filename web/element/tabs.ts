import { html, type nothing, type TemplateResult } from "lit";
import type { Branch, ExportFormat, OutlookFrame } from "../engine/door.ts";
import { type Gallery, type GalleryItem, rulesIn } from "../state/gallery.ts";
import { brokenPromises } from "../state/guilt.ts";
import { intend, PANELS, type Panel } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { fetchLater } from "./later.ts";
import type { Player } from "./player.ts";
import type { Visit } from "./visit.ts";

/** Without a run there is nothing to try and nothing to list. */
const WITHOUT_A_RUN: readonly Panel[] = ["scenario", "help"];

/** The tabs beside or below the picture; only the one in front is in the page. */
export function tabs(visit: Visit) {
  const { player, attention } = visit;
  // What stands on its own needs no tab.
  const { views } = attention.arrangement;
  const standsAlone = (panel: Panel) =>
    (panel === "spacetime" || panel === "clients") && views.has(panel);
  const offered = player ? PANELS.filter((panel) => !standsAlone(panel)) : WITHOUT_A_RUN;
  fetchLater("raft-panels");
  const panel = offered.includes(attention.panel) ? attention.panel : (offered[0] ?? "help");
  return html`
    <raft-panels .panel=${panel} .offered=${offered} @click=${LEAVE_CARD}>
      ${CONTENTS[panel](visit)}
    </raft-panels>
  `;
}

/**
 * A card may stand over the panels: who turns to them is done with it. Before the panel hears of the click, because a
 * panel can open another card; not when the finger comes down, because a card that closes under it moves the panel away.
 */
const LEAVE_CARD = {
  capture: true,
  handleEvent({ currentTarget, target }: Event): void {
    // Clients' operations are chosen in their panel, and have their card there.
    const inClients = target instanceof Element && target.localName === "raft-clients";
    if (currentTarget && !inClients) intend(currentTarget, { want: "select", subject: null });
  },
};

const libraries = new WeakMap<Gallery, GalleryItem[]>();

/** The broken rules, from the gallery, which is asked for when they are first looked at. */
function libraryOf({ module, stories }: Visit): GalleryItem[] | null {
  const { gallery } = stories;
  if (module && !gallery) void stories.ask(module);
  if (!gallery) return null;
  const known = libraries.get(gallery) ?? rulesIn(gallery);
  libraries.set(gallery, known);
  return known;
}

const counts = new WeakMap<readonly Branch[], number>();

/**
 * How many actions there are in the branch on the screen, those of the branches it comes from included. Counted anew
 * only when something was done: the panel is drawn while the run plays.
 */
function doneBy(player: Player | null): number {
  if (!player) return 0;
  const { branches } = player.lists;
  const known = counts.get(branches);
  if (known !== undefined) return known;
  const { length } = JSON.parse(player.engine.actionsJson()) as unknown[];
  counts.set(branches, length);
  return length;
}

const outlooks = new WeakMap<World, OutlookFrame>();

/** Whether the cluster can go on from here. Between two events nothing changes, and the engine is not asked. */
function outlookOf({ world, engine }: Player): OutlookFrame {
  const known = outlooks.get(world);
  if (known) return known;
  const outlook = engine.outlook();
  outlooks.set(world, outlook);
  return outlook;
}

const CONTENTS: Record<Panel, (visit: Visit) => TemplateResult | typeof nothing> = {
  try: ({ player, attention, ruling }) => {
    fetchLater("raft-client-form", "raft-try-it", "raft-members");
    return html`
    <div slot="try" class="stack">
      <raft-client-form .world=${player?.world ?? null}></raft-client-form>
      <raft-try-it
        .world=${player?.world ?? null}
        .choosing=${attention.choosing}
        .sessions=${ruling?.now.sessions === true}
      ></raft-try-it>
      <raft-members .world=${player?.world ?? null}></raft-members>
    </div>`;
  },
  pending: ({ player }) => {
    fetchLater("raft-pending");
    return html`<raft-pending slot="pending" .world=${player?.world ?? null} .now=${player?.now ?? 0} .missed=${player?.missed ?? null}></raft-pending>`;
  },
  faults: ({ player }) => {
    fetchLater("raft-faults");
    return html`<raft-faults slot="faults" .world=${player?.world ?? null} .now=${player?.world.position.time ?? 0}></raft-faults>`;
  },
  spacetime: () => {
    fetchLater("raft-spacetime");
    return html`<raft-spacetime slot="spacetime" upright></raft-spacetime>`;
  },
  clients: () => {
    fetchLater("raft-clients");
    return html`<raft-clients slot="clients"></raft-clients>`;
  },
  state: ({ player, attention }) => {
    fetchLater("raft-state-list");
    return html`
      <raft-state-list
        slot="state"
        .world=${player?.world ?? null}
        .changes=${player?.perception.changes ?? new Set()}
        .logs=${player?.perception.logs ?? null}
        .ledger=${player ? player.engine.ledger.bind(player.engine) : null}
        .seenBy=${attention.seenBy}
      ></raft-state-list>`;
  },
  events: ({ player, attention }) => {
    fetchLater("raft-event-list");
    return html`
      <raft-event-list
        slot="events"
        .rows=${player?.lists.events ?? []}
        .now=${player?.now ?? 0}
        .search=${player?.lists.search ?? null}
        .station=${attention.cursor.station?.event?.ordinal ?? null}
        .broken=${brokenPromises(player?.world.violations ?? [])}
      ></raft-event-list>`;
  },
  properties: ({ player }) => {
    fetchLater("raft-properties");
    return html`
      <raft-properties
        slot="properties"
        .world=${player?.world ?? null}
        .outlook=${player ? outlookOf(player) : null}
      ></raft-properties>`;
  },
  why: (visit) => {
    fetchLater("raft-why");
    return html`<raft-why slot="why" .answer=${visit.asked?.answer ?? null} .question=${visit.asked?.question ?? null} .world=${visit.player?.world ?? null} .cursor=${visit.attention.cursor}></raft-why>`;
  },
  scenario: (visit) => {
    const { player, module, ruling } = visit;
    fetchLater("raft-scenario", "raft-workshop");
    return html`
      <raft-workshop
        slot="scenario"
        .module=${module}
        .running=${ruling?.running ?? ""}
        .recorded=${() => player?.synchronised().branchLink(player.world.branch) ?? ""}
        .done=${doneBy(player)}
        .dropped=${visit.dropped}
      >
        <raft-scenario
          .library=${libraryOf(visit)}
          .current=${ruling?.name ?? ""}
          .written=${ruling?.written ?? ""}
          .rules=${ruling?.now ?? null}
          .running=${ruling?.running ?? ""}
          .seed=${player?.engine.seed() ?? ""}
          .freshSeed=${() => module?.freshSeed() ?? ""}
          .done=${doneBy(player)}
          .actions=${() => player?.engine.actionsJson() ?? ""}
        ></raft-scenario>
      </raft-workshop>`;
  },
  exporting: ({ player, module }) => {
    fetchLater("raft-exporting");
    return html`
      <raft-exporting
        slot="exporting"
        .write=${async (format: ExportFormat) => (player && module ? module.exportRun(player.synchronised().shareLink(), format) : "")}
        .now=${() => player?.now ?? 0}
      ></raft-exporting>`;
  },
  help: ({ attention }) => {
    fetchLater("raft-help", "raft-legend");
    return html`
      <raft-help slot="help" .section=${attention.part} .letters=${attention.preferences.letters}>
        <raft-legend slot="legend"></raft-legend>
      </raft-help>`;
  },
};
