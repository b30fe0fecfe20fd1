import { html, nothing } from "lit";
import { ledgerScene } from "../scene/ledger.ts";
import { intend, PANELS, type Panel } from "../state/intents.ts";
import { words } from "../words/words.ts";
import type { Player } from "./player.ts";
import type { Visit } from "./visit.ts";

/**
 * The page's furniture and where it stands. In the order of the Tab key; CSS puts it where the eye wants it.
 *
 *   bar         Pause (the first tab stop), Back, Next
 *   tools       speed, copy link
 *   voice       the sentence
 *   stage       the cluster, with the popover slotted in
 *   notice      question, or free play and branches
 *   timeline
 *   side        ledger, panels
 */
export function screen(visit: Visit) {
  const { player, sharing } = visit;
  return html`
    <div class="layout">
      <div class="bar">
        <raft-transport
          .playing=${player?.playing ?? false}
          .asking=${player?.question?.revealed === false}
          .canStep=${player !== null}
          .step=${player?.world.step ?? -1}
          .steps=${player?.scripted ? player.story.steps.length : 0}
        ></raft-transport>
      </div>
      <div class="tools">
        <raft-speed .speed=${visit.preferences.speed}></raft-speed>
        <raft-copy-link .copied=${sharing.copied} .byHand=${sharing.byHand} .disabled=${player === null}></raft-copy-link>
      </div>
      <div class="voice">
        ${
          visit.trouble
            ? html`<raft-trouble .trouble=${visit.trouble}></raft-trouble>`
            : html`<h2 class="title">${player?.story.title ?? ""}</h2>
                <raft-sentence .sentence=${player ? spoken(player) : null}></raft-sentence>`
        }
      </div>
      <raft-stage>
        <raft-popover .subject=${visit.cursor.selected} .world=${player?.world ?? null}></raft-popover>
      </raft-stage>
      <div class="notice">${player ? notice(player) : nothing}</div>
      <raft-timeline
        .scene=${player ? player.lists.painting(player.end, player.scripted) : null}
        .sentence=${player?.reading.shown.text ?? ""}
      ></raft-timeline>
      <div class="side">
        ${player ? log(player, visit) : nothing}
        ${visit.module ? panels(visit) : nothing}
      </div>
      <div class="for-ears" aria-live="polite">${player?.announcement.text ?? ""}</div>
    </div>
  `;
}

function log(player: Player, { cursor }: Visit) {
  return html`
    <section class="log">
      <h2 class="title">${words.ledger.title}</h2>
      <raft-ledger .scene=${ledgerScene(player.world, player.logs, player.columns, cursor)}></raft-ledger>
    </section>
  `;
}

/** After "Show me" the answer stands where every sentence stands. */
function spoken(player: Player) {
  const reveal = player.question?.revealed ? player.question.step.question?.reveal : undefined;
  return reveal ? { ...player.reading.shown, text: reveal } : player.reading.shown;
}

function notice(player: Player) {
  const { question, world } = player;
  if (question) {
    return html`<raft-question .question=${question.step.question} .guess=${question.guess} .revealed=${question.revealed}></raft-question>`;
  }
  const unusual = world.violations.length + world.deviations.length + world.troubles.length > 0;
  if (!unusual && !world.freePlay && player.lists.branches.length < 2) {
    return html`<p class="hint">${words.stage.keys}</p>`;
  }
  return html`
    <raft-notice
      .freePlay=${world.freePlay}
      .scripted=${world.scriptArmed}
      .branches=${player.lists.branches}
      .deviations=${world.deviations}
      .troubles=${world.troubles}
      .violations=${world.violations}
    ></raft-notice>
  `;
}

/** A card may stand over the panels: who turns to them is done with it. */
function leaveCard(event: Event): void {
  if (event.currentTarget) intend(event.currentTarget, { want: "select", subject: null });
}

const WITHOUT_A_RUN: readonly Panel[] = ["scenario", "legend", "keys"];

function panels(visit: Visit) {
  const { player } = visit;
  const world = player?.world ?? null;
  const offered = player ? PANELS : WITHOUT_A_RUN;
  const panel = offered.includes(visit.panel) ? visit.panel : "scenario";
  return html`
    <raft-panels .panel=${panel} .offered=${offered} @pointerdown=${leaveCard}>
      ${
        panel === "try"
          ? html`
        <div slot="try" class="stack">
          <raft-client-form .world=${world}></raft-client-form>
          <raft-try-it .world=${world} .choosing=${visit.choosing}></raft-try-it>
        </div>`
          : nothing
      }
      ${panel === "state" ? html`<raft-state-list slot="state" .world=${world} .changes=${player?.changes ?? new Set()}></raft-state-list>` : nothing}
      ${panel === "events" ? html`<raft-event-list slot="events" .rows=${player?.lists.events ?? []} .now=${player?.now ?? 0}></raft-event-list>` : nothing}
      ${
        panel === "scenario"
          ? html`
        <raft-scenario
          slot="scenario"
          .gallery=${visit.module?.gallery() ?? []}
          .current=${player?.story.name ?? ""}
          .seed=${player?.engine.seed() ?? ""}
          .freshSeed=${() => visit.module?.freshSeed() ?? ""}
        ></raft-scenario>`
          : nothing
      }
      ${panel === "legend" ? html`<raft-legend slot="legend"></raft-legend>` : nothing}
      ${panel === "keys" ? html`<raft-key-list slot="keys" .letters=${visit.preferences.letters}></raft-key-list>` : nothing}
    </raft-panels>
  `;
}
