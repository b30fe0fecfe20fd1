import { html, nothing } from "lit";
import { brokenPromises } from "../state/guilt.ts";
import { words } from "../words/words.ts";
import { fetchLater } from "./later.ts";
import type { Player } from "./player.ts";
import type { Visit } from "./visit.ts";

/** Under the picture: a question, or what is unusual about this run; else one line on how to begin. */
export function notice(visit: Visit, player: Player) {
  return html`${lost(player)}${said(visit, player)}`;
}

/** What the reader had done elsewhere and could not be done here. */
function lost(player: Player) {
  const { kept } = player;
  if (!kept || kept.kept + kept.lost.length === 0) return nothing;
  fetchLater("raft-kept");
  return html`<raft-kept .kept=${kept}></raft-kept>`;
}

function said(visit: Visit, player: Player) {
  const { question } = player;
  if (!question) return unusual(visit, player);
  return html`
    <raft-question .question=${question.step.question} .guess=${question.guess} .revealed=${question.revealed}></raft-question>
    ${question.revealed ? unusual(visit, player) : nothing}
  `;
}

function unusual({ attention, module, ruling }: Visit, player: Player) {
  const { world, story } = player;
  const troubles = [...story.warnings, ...world.troubles];
  const broken = brokenPromises(world.violations);
  const strange = broken.length + world.deviations.length + troubles.length > 0;
  const free = world.freePlay || player.lists.branches.length > 1;
  const rules = ruling?.changed ?? [];
  if (!strange && !free && rules.length === 0 && attention.seenBy === null) {
    return module ? html`<p class="hint">${words.stage.keys}</p>` : nothing;
  }
  return html`
    <raft-notice
      .freePlay=${world.freePlay}
      .scripted=${world.scriptArmed}
      .branches=${player.lists.branches}
      .deviations=${world.deviations}
      .troubles=${troubles}
      .rules=${rules}
      .violations=${broken}
      .now=${world.position.time}
      .seenBy=${attention.seenBy}
    ></raft-notice>
  `;
}
