import { html, nothing } from "lit";
import { ledgerScene } from "../scene/ledger.ts";
import { words } from "../words/words.ts";
import type { Player } from "./player.ts";
import type { Visit } from "./visit.ts";

export type Sharing = { copied: boolean; byHand: string };

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
export function screen(visit: Visit, sharing: Sharing) {
  const { player } = visit;
  return html`
    <div class="layout">
      <div class="bar">
        <raft-transport
          .playing=${player?.playing ?? false}
          .asking=${player?.question?.revealed === false}
          .canStep=${player !== null}
          .step=${player?.world.step ?? -1}
          .steps=${player?.story.steps.length ?? 0}
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
            : html`<raft-sentence .sentence=${player ? spoken(player) : null}></raft-sentence>`
        }
      </div>
      <raft-stage>
        <raft-popover .subject=${visit.cursor.selected} .world=${player?.world ?? null}></raft-popover>
      </raft-stage>
      <div class="notice">${player ? notice(player) : nothing}</div>
      <raft-timeline
        .scene=${player?.painting ?? null}
        .sentence=${player?.reading.shown.text ?? ""}
      ></raft-timeline>
      <div class="side">
        <section class="log">
          <h2 class="title">${words.ledger.title}</h2>
          <raft-ledger .scene=${player ? ledgerScene(player.world, player.logs, player.columns, visit.cursor) : null}></raft-ledger>
        </section>
        ${panels(visit)}
      </div>
      <div class="for-ears" aria-live="polite">${player?.announcement.text ?? ""}</div>
    </div>
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
  const told =
    world.freePlay ||
    player.branches.length > 1 ||
    world.violations.length + world.deviations.length > 0;
  if (!told) return html`<p class="hint">${words.stage.keys}</p>`;
  return html`
    <raft-notice
      .freePlay=${world.freePlay}
      .scripted=${world.scriptArmed}
      .branches=${player.branches}
      .deviations=${world.deviations}
      .violations=${world.violations}
    ></raft-notice>
  `;
}

function panels(visit: Visit) {
  const { player } = visit;
  const world = player?.world ?? null;
  return html`
    <raft-panels .panel=${visit.panel}>
      ${
        visit.panel === "try"
          ? html`
        <div slot="try" class="stack">
          <raft-client-form .world=${world}></raft-client-form>
          <raft-try-it .world=${world} .choosing=${visit.choosing}></raft-try-it>
        </div>`
          : nothing
      }
      ${visit.panel === "state" ? html`<raft-state-list slot="state" .world=${world} .changes=${player?.changes ?? new Set()}></raft-state-list>` : nothing}
      ${visit.panel === "events" ? html`<raft-event-list slot="events" .rows=${player?.events ?? []} .now=${player?.now ?? 0}></raft-event-list>` : nothing}
      ${
        visit.panel === "scenario"
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
      ${visit.panel === "legend" ? html`<raft-legend slot="legend"></raft-legend>` : nothing}
      ${visit.panel === "keys" ? html`<raft-key-list slot="keys" .letters=${visit.preferences.letters}></raft-key-list>` : nothing}
    </raft-panels>
  `;
}
