import faultWords from "words:faults";
import { html, nothing } from "lit";
import type { ServerFrame } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { leaderOf, type World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { act } from "./card-parts.ts";

/** What can be done to a server: first what one wants most, the rest behind "More". */

export function deedsOf(from: EventTarget, world: World, server: ServerFrame) {
  const { id, up, faults } = server;
  if (!up) {
    return faults?.damaged
      ? act(from, words.server.wipe, { wipe: id }, words.server.wipeHint)
      : act(from, words.server.restart, { restart: id }, words.server.restartHint);
  }
  const crash = act(from, words.server.crash, { crash: id }, words.server.crashHint);
  // Nothing else can be done with a server that stands still.
  if (faults?.paused)
    return html`${act(from, faultWords.resume, { resume: id }, faultWords.resumeHint)}${crash}`;
  return html`
    ${crash}
    ${act(from, words.server.timeOut, { time_out: id }, words.server.timeOutHint)}
    ${act(from, words.server.isolate, { partition: [[id], "rest"] }, words.server.isolateHint)}
    ${succession(from, world, server)}
  `;
}

/** The office goes from the leader to another server: asked for at either end. */
function succession(from: EventTarget, world: World, server: ServerFrame) {
  const { id } = server;
  if (server.role === "leader") {
    return html`
      <details class="heirs">
        <summary title=${words.server.handOverHint}>${words.server.handOver}</summary>
        <div class="actions">
          ${world.serverIds.filter((to) => to !== id).map((to) => heir(from, id, to))}
        </div>
      </details>
    `;
  }
  if (leaderOf(world)?.up !== true) return nothing;
  return act(
    from,
    words.server.makeLeader,
    { transfer: { to: id } },
    fill(words.server.makeLeaderHint, { server: id }),
  );
}

function heir(from: EventTarget, leader: string, to: string) {
  const name = fill(words.server.handOverTo, { to });
  return html`
    <button
      aria-label=${name}
      @click=${() => intend(from, { want: "act", action: { transfer: { from: leader, to } } })}
    >${to}</button>
  `;
}

export function moreDeedsOf(from: EventTarget, server: ServerFrame) {
  const { id } = server;
  const up = server.up && !server.faults?.paused;
  const follows = up && server.role !== "leader" && server.leader !== null;
  return html`
    <div class="actions">
      ${up ? act(from, faultWords.pause, { pause: id }, faultWords.pauseHint) : nothing}
      ${up ? act(from, words.server.snapshot, { take_snapshot: id }, words.server.snapshotHint) : nothing}
      ${follows ? act(from, words.server.forget, { forget_leader: id }, words.server.forgetHint) : nothing}
      ${act(from, words.server.wipe, { wipe: id }, words.server.wipeHint)}
    </div>
  `;
}
