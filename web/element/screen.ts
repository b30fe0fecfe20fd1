import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { foreign } from "../controls/foreign.ts";
import { ledgerScene } from "../scene/ledger.ts";
import { type TimelineScene, timelineScene } from "../scene/timeline.ts";
import type { View } from "../state/arrangement.ts";
import type { Attention } from "../state/attention.ts";
import { intend } from "../state/intents.ts";
import { saidPlainly } from "../state/markdown.ts";
import type { Span } from "../state/span.ts";
import { fill, voice as spoken, words } from "../words/words.ts";
import type { Comparing } from "./comparing.ts";
import { fetchLater } from "./later.ts";
import { notice } from "./notices.ts";
import type { Player } from "./player.ts";
import { tabs } from "./tabs.ts";
import type { Visit } from "./visit.ts";

/**
 * The page's furniture and where it stands. In the order of the Tab key; CSS puts it where the eye wants it.
 *
 *   bar         Pause (the first tab stop), Back, Next
 *   stories     opens the gallery
 *   tools       speed, view, copy link
 *   voice       the sentence
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
  return keyed(spoken.language, furniture(visit));
}

function furniture(visit: Visit) {
  const { player, attention } = visit;
  const { comparing } = visit;
  const { views, preset } = comparing ? BESIDE : attention.arrangement;
  return html`
    <div
      lang=${spoken.language}
      class="layout ${[...views].join(" ")} ${preset}"
      .style=${`--lanes:${player?.world.serverIds.length ?? 3};--clients:${player?.world.clients.length ?? 1}`}
    >
      <div class="bar">
        <raft-transport
          .playing=${player?.playing ?? false}
          .asking=${player?.question?.revealed === false}
          .canStep=${player !== null}
          .step=${player?.world.step ?? -1}
          .steps=${player?.scripted ? player.story.steps.length : 0}
        ></raft-transport>
      </div>
      <button class="stories" ?disabled=${visit.module === null} @click=${showGallery}>${words.gallery.title}</button>
      ${tools(visit)}
      ${voice(visit)}
      ${comparing && player ? beside(visit, comparing, player) : nothing}
      ${views.has("cluster") ? stage(visit) : nothing}
      <div class="notice">${player ? notice(visit, player) : nothing}</div>
      ${views.has("spacetime") ? spacetime() : nothing}
      ${views.has("clients") ? clients() : nothing}
      <raft-timeline
        .scene=${player ? painting(visit, player) : null}
        .zoomed=${attention.zoom !== null}
        .sentence=${player ? saidPlainly(player.perception.reading.shown) : ""}
        .station=${attention.cursor.station?.event?.position.time ?? null}
      ></raft-timeline>
      ${player && !comparing && player.lists.branches.length > 1 ? branches(visit, player) : nothing}
      ${views.has("log") || views.has("panels") ? right(visit) : nothing}
      ${gallery(visit)}
      <div class="for-ears" aria-live="polite">${player?.perception.announcement.text ?? ""}</div>
    </div>
  `;
}

function tools({ attention, sharing, player }: Visit) {
  fetchLater("raft-view-menu");
  return html`
    <div class="tools">
      <raft-speed .speed=${attention.preferences.speed}></raft-speed>
      <raft-view-menu
        .arrangement=${attention.arrangement}
        .servers=${player?.world.serverIds ?? []}
        .seenBy=${attention.seenBy}
        .zoomed=${attention.zoom !== null}
        .bookmarks=${attention.bookmarks}
      ></raft-view-menu>
      <raft-copy-link .copied=${sharing.copied} .byHand=${sharing.byHand} .disabled=${player === null}></raft-copy-link>
    </div>
  `;
}

function showGallery({ currentTarget }: Event): void {
  if (currentTarget) intend(currentTarget, { want: "gallery", open: true });
}

const shown = new WeakSet<Visit>();

/** It is made when it is first opened, and stays: whoever comes back finds what they looked for. */
function gallery(visit: Visit) {
  const { attention, stories, fetching, ruling, trouble } = visit;
  if (attention.gallery) shown.add(visit);
  if (!shown.has(visit)) return nothing;
  fetchLater("raft-gallery");
  return html`
    <raft-gallery
      .open=${attention.gallery}
      .gallery=${stories.gallery}
      .miniatures=${stories.miniatures}
      .seen=${stories.seen}
      .current=${ruling?.name ?? ""}
      .fetching=${fetching.name}
      .trouble=${attention.gallery ? trouble : null}
      .failed=${stories.failed}
    ></raft-gallery>
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
              <h2 class="title" lang=${foreign(ruling?.language ?? null)}>${player?.story.title ?? ""}</h2>
              <raft-sentence .language=${ruling?.language ?? null} .sentence=${player?.perception.reading.shown ?? null} .seenBy=${attention.seenBy}></raft-sentence>`
      }
    </div>
  `;
}

/** The story that has been asked for and is on its way. */
function arriving({ fetching: { name }, stories }: Visit): string {
  if (name === null) return "";
  return fill(words.gallery.opening, { title: stories.gallery?.items.get(name)?.title ?? name });
}

function stage({ player, attention }: Visit) {
  const { selected } = attention.cursor;
  fetchLater("raft-popover");
  if (selected?.kind === "server") fetchLater("raft-server-faults");
  if (selected?.kind === "link") fetchLater("raft-link-faults");
  return html`
    <raft-stage>
      <raft-popover
        .subject=${selected}
        .world=${player?.world ?? null}
        .seenBy=${attention.seenBy}
        .voyage=${player?.voyageOf(selected) ?? null}
      ></raft-popover>
    </raft-stage>
  `;
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

function branches({ attention }: Visit, player: Player) {
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

function spacetime() {
  fetchLater("raft-spacetime");
  return html`<raft-spacetime class="spacetime"></raft-spacetime>`;
}

function clients() {
  fetchLater("raft-clients");
  return html`<raft-clients class="clients"></raft-clients>`;
}

function right(visit: Visit) {
  const { views } = visit.attention.arrangement;
  return html`
    <div class="right">
      ${views.has("log") && visit.player ? log(visit.player, visit) : nothing}
      ${views.has("panels") && visit.module ? html`<div class="side">${tabs(visit)}</div>` : nothing}
    </div>
  `;
}

function log(player: Player, { attention }: Visit) {
  const { logs, columns } = player.perception;
  const { cursor, seenBy } = attention;
  const { selected } = cursor;
  const scene = ledgerScene(player.world, logs, columns, { cursor, seenBy });
  if (selected?.kind === "entry") fetchLater("raft-entry-card");
  return html`
    <section class="log">
      <h2 class="title">${words.ledger.title}</h2>
      <raft-ledger .scene=${scene}></raft-ledger>
      ${selected?.kind === "entry" ? html`<raft-entry-card .entry=${selected} .scene=${scene} .world=${player.world}></raft-entry-card>` : nothing}
    </section>
  `;
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
