import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { foreign } from "../controls/foreign.ts";
import { ledgerScene } from "../scene/ledger.ts";
import type { View } from "../state/arrangement.ts";
import { fill, voice as spoken, words } from "../words/words.ts";
import { bar, pauseAlone, wayOut } from "./buttons.ts";
import type { Comparing } from "./comparing.ts";
import { embedding, furniture, gallery } from "./furniture.ts";
import { fetchLater } from "./later.ts";
import { notice } from "./notices.ts";
import type { Player } from "./player.ts";
import { branches, timeStrip } from "./time-strip.ts";
import type { Visit } from "./visit.ts";

/**
 * What is inside the outline, and where it stands. In the order of the Tab key; CSS puts it where the eye wants it.
 *
 *   bar         Pause (the first tab stop), Back, Next
 *   stories     opens the gallery
 *   tools       speed, view, copy link; in an article only the way to the playground
 *   voice       the sentence
 *   exercise    what the reader shall bring about, where the scenario asks for something
 *   stage       the cluster, with the popover slotted in
 *   notice      question, or free play and branches
 *   spacetime   on one scale with the time line
 *   clients     likewise
 *   timeline
 *   branches    as a tree, on the time line's scale
 *   right       ledger, panels
 */
export function screen(visit: Visit) {
  // Another language is another page: nothing of what was said stays.
  return keyed(spoken.language, parts(visit));
}

/** What is on the screen, and in what arrangement. */
export function arrangementOf({ attention, comparing }: Visit): {
  views: ReadonlySet<View>;
  preset: string;
} {
  return comparing ? BESIDE : attention.arrangement;
}

function parts(visit: Visit) {
  const { player, attention, comparing } = visit;
  const { controls } = visit.manner;
  const { views } = arrangementOf(visit);
  return html`
    ${controls === "none" ? pauseAlone(visit) : bar(visit)}
    ${controls === "full" ? furniture(visit) : nothing}
    ${controls === "minimal" ? wayOut(visit) : nothing}
    ${voice(visit)}
    ${comparing && player ? beside(visit, comparing, player) : nothing}
    ${player && !comparing && controls !== "none" ? exercise(player) : nothing}
    ${views.has("cluster") ? stage(visit) : nothing}
    <div class="notice">${player ? notice(visit, player) : nothing}</div>
    ${views.has("spacetime") ? spacetime() : nothing}
    ${views.has("clients") ? clients() : nothing}
    ${controls === "none" ? nothing : timeStrip(visit)}
    ${player && !comparing && player.lists.branches.length > 1 && controls === "full" ? branches(visit, player) : nothing}
    ${views.has("log") || views.has("panels") ? right(visit) : nothing}
    ${controls === "full" ? gallery(visit) : nothing}
    ${attention.embedding ? embedding(visit) : nothing}
    <div class="for-ears" aria-live="polite">${player?.perception.announcement.text ?? ""}</div>
  `;
}

function voice(visit: Visit) {
  const { player, trouble, attention, ruling } = visit;
  return html`
    <div class="voice">
      ${
        trouble
          ? html`<raft-trouble .trouble=${trouble}></raft-trouble>`
          : html`<p class="small soft" role="status">${arriving(visit)}</p>
              <h2
                id="title"
                class=${visit.manner.heading ? "title given" : "title"}
                part="heading"
                lang=${foreign(visit.manner.heading ? null : (ruling?.language ?? null))}
              >${visit.manner.heading || player?.story.title || ""}</h2>
              <raft-sentence
                part="sentence"
                .language=${ruling?.language ?? null}
                .sentence=${player?.perception.reading.shown ?? null}
                .seenBy=${attention.seenBy}
              ></raft-sentence>`
      }
    </div>
  `;
}

/** The story that has been asked for and is on its way. */
function arriving({ fetching: { name }, stories }: Visit): string {
  if (name === null) return "";
  return fill(words.gallery.opening, { title: stories.gallery?.items.get(name)?.title ?? name });
}

/** What the scenario asks the reader to bring about, if it does. */
function exercise({ story, world }: Player) {
  if (!story.exercise) return nothing;
  fetchLater("raft-exercise");
  return html`
    <raft-exercise .asked=${story.exercise} .standing=${world.exercise} .branch=${world.branch}></raft-exercise>
  `;
}

function stage({ player, attention, manner }: Visit) {
  const { selected } = attention.cursor;
  if (manner.controls === "none") return html`<raft-stage part="stage" inert></raft-stage>`;
  if (selected) fetchCards();
  if (selected?.kind === "server") fetchLater("raft-server-faults");
  if (selected?.kind === "link") fetchLater("raft-link-faults");
  return html`
    <raft-stage part="stage" @pointerenter=${fetchCards} @focusin=${fetchCards}>
      <raft-popover
        .subject=${selected}
        .world=${player?.world ?? null}
        .seenBy=${attention.seenBy}
        .voyage=${player?.voyageOf(selected) ?? null}
      ></raft-popover>
      ${attention.choosing ? html`<p class="choosing" role="status">${words.stage.choosing}</p>` : nothing}
    </raft-stage>
  `;
}

/** Cards are asked for when somebody comes near: most readers of an article only watch. */
function fetchCards(): void {
  fetchLater("raft-popover");
}

/** While two runs are compared they have the page to themselves. */
const BESIDE = { views: new Set<View>(), preset: "compare" };

function beside(visit: Visit, comparing: Comparing, player: Player) {
  fetchLater("raft-compare");
  return html`
    <raft-compare
      .compared=${comparing.compared}
      .against=${comparing.against}
      .linked=${comparing.against.kind === "run" ? comparing.name : ""}
      .branches=${player.lists.branches}
      .rules=${visit.ruling?.now ?? null}
      .fork=${visit.ruling?.fork ?? ""}
      .kept=${comparing.kept}
      .worlds=${[player.world, comparing.twin.world]}
    ></raft-compare>
  `;
}

function spacetime() {
  fetchLater("raft-spacetime");
  return html`<raft-spacetime class="spacetime"></raft-spacetime>`;
}

function clients() {
  fetchLater("raft-clients");
  return html`<raft-clients class="clients"></raft-clients>`;
}

type Tabs = typeof import("./tabs.ts").tabs;
let tabs: Tabs | null = null;

/** What is in the panels comes when there are any: in articles there mostly are none. */
function side(visit: Visit) {
  const known = tabs;
  if (known) return visit.draw(() => known(visit)) ?? nothing;
  import("./tabs.ts").then(
    (file) => {
      tabs = file.tabs;
      visit.refresh();
    },
    // It is asked for again with the next update.
    () => {},
  );
  return nothing;
}

function right(visit: Visit) {
  const { views } = visit.attention.arrangement;
  return html`
    <div class="right">
      ${views.has("log") ? (visit.player ? log(visit.player, visit) : html`<div class="place log"></div>`) : nothing}
      ${views.has("panels") && visit.module ? html`<div class="side">${side(visit)}</div>` : nothing}
    </div>
  `;
}

function log(player: Player, { attention, manner }: Visit) {
  const { logs, columns } = player.perception;
  const { cursor, seenBy } = attention;
  const { selected } = cursor;
  const scene = ledgerScene(player.world, logs, columns, { cursor, seenBy });
  if (selected?.kind === "entry") fetchLater("raft-entry-card");
  return html`
    <section class="log" part="log" ?inert=${manner.controls === "none"}>
      <h2 class="for-ears">${words.ledger.title}</h2>
      <raft-ledger .scene=${scene} .tight=${Boolean(player.story.exercise)}></raft-ledger>
      ${selected?.kind === "entry" ? html`<raft-entry-card .entry=${selected} .scene=${scene} .world=${player.world}></raft-entry-card>` : nothing}
    </section>
  `;
}
