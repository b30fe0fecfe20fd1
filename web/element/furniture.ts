import { html, nothing } from "lit";
import { intend } from "../state/intents.ts";
import { words } from "../words/words.ts";
import { fetchLater } from "./later.ts";
import { onward } from "./onward.ts";
import { storyAsWritten } from "./ruling.ts";
import type { Visit } from "./visit.ts";

/** What belongs to the playground as a whole, and not to one story in an article. */
export function furniture(visit: Visit) {
  return html`
    <div class="offers">
      <button class="stories" ?disabled=${visit.module === null} @click=${showGallery}>${words.gallery.title}</button>
      ${embedButton(visit, "beside")}
    </div>
    ${onward(visit, "beside")}
    ${tools(visit)}
  `;
}

function tools(visit: Visit) {
  const { attention, sharing, player } = visit;
  fetchLater("raft-speed", "raft-view-menu", "raft-copy-link");
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
      ${embedButton(visit, "among")}
      <raft-copy-link .copied=${sharing.copied} .byHand=${sharing.byHand} .disabled=${player === null}></raft-copy-link>
    </div>
  `;
}

function showGallery({ currentTarget }: Event): void {
  if (currentTarget) intend(currentTarget, { want: "gallery", open: true });
}

/** Beside the stories where there is room, among the tools elsewhere: CSS shows one of the two. */
function embedButton({ player, home }: Visit, where: "beside" | "among") {
  if (!home) return nothing;
  return html`<button class="embed ${where}" ?disabled=${player === null} @click=${showEmbedding}>${words.share.embed}</button>`;
}

function showEmbedding({ currentTarget }: Event): void {
  if (currentTarget) intend(currentTarget, { want: "embedding", open: true });
}

/** What is embedded is what was on the screen when it was asked for: the run stands still meanwhile. */
export function embedding(visit: Visit) {
  fetchLater("raft-embedding");
  return html`
    <raft-embedding
      open
      .fragment=${visit.fragment}
      .story=${visit.player && storyAsWritten(visit.player, visit.ruling)}
      .name=${visit.player?.story.title ?? ""}
      .home=${visit.home}
    ></raft-embedding>
  `;
}

const shown = new WeakSet<Visit>();

/** It is made when it is first opened, and stays: whoever comes back finds what they looked for. */
export function gallery(visit: Visit) {
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
