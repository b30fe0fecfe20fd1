import { html, nothing } from "lit";
import { foreign } from "../controls/foreign.ts";
import { brokenPromises } from "../state/guilt.ts";
import { intend } from "../state/intents.ts";
import { words } from "../words/words.ts";
import { fetchLater } from "./later.ts";
import { onward } from "./onward.ts";
import type { Player } from "./player.ts";
import type { Visit } from "./visit.ts";

/** Under the picture: a question, or what is unusual about this run; else one line on how to begin. */
export function notice(visit: Visit, player: Player) {
  if (visit.manner.controls === "none") return unmistakable(player);
  const again = visit.restarted
    ? html`<p class="hint" role="status">${words.trouble.restarted}</p>`
    : nothing;
  return html`${again}${lost(player)}${said(visit, player)}${forked(visit, player)}${onward(visit, "below")}`;
}

/** What must be known whatever the author left out: that rules are broken here, and promises. */
function unmistakable({ world }: Player) {
  const violations = brokenPromises(world.violations);
  if (world.deviations.length + violations.length + world.beyond === 0) return nothing;
  fetchLater("raft-notice");
  return html`
    <raft-notice
      inert
      terse
      .deviations=${world.deviations}
      .violations=${violations}
      .beyond=${world.beyond}
      .now=${world.position.time}
    ></raft-notice>
  `;
}

/** The same story with other rules, at any time; where the story ends it is the next thing to look at. */
function forked({ ruling, comparing }: Visit, { story, world, question }: Player) {
  const asking = question !== null && !question.revealed;
  if (!ruling?.fork || comparing || asking) return nothing;
  const isTold = world.step === story.steps.length - 1;
  const atEnd = isTold && !world.freePlay;
  return html`
    <p class=${isTold || world.freePlay ? "fork due" : "fork"}>
      <span>${atEnd ? words.fork.end : words.fork.other}</span>
      <button class=${atEnd ? "primary" : ""} title=${words.fork.hint} lang=${foreign(ruling.language)} @click=${compareWithFork}>${ruling.fork}</button>
    </p>
  `;
}

function compareWithFork({ currentTarget }: Event): void {
  const against = { kind: "rule", rule: "fork" } as const;
  if (currentTarget) intend(currentTarget, { want: "compare", against });
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
  fetchLater("raft-question");
  return html`
    <raft-question .language=${visit.ruling?.language ?? null} .question=${question.step.question} .guess=${question.guess} ?revealed=${question.revealed}></raft-question>
    ${question.revealed ? unusual(visit, player) : nothing}
  `;
}

/** Where the story offers other rules, that line stands instead of the one on how to begin. */
function hint({ module, ruling, manner }: Visit) {
  return module && !ruling?.fork && manner.controls === "full"
    ? html`<p class="hint">${words.stage.keys}</p>`
    : nothing;
}

function unusual(visit: Visit, player: Player) {
  const { attention, ruling } = visit;
  const { world, story } = player;
  const troubles = [...story.warnings, ...world.troubles];
  const broken = brokenPromises(world.violations);
  const strange = broken.length + world.deviations.length + troubles.length + world.beyond > 0;
  const free = world.freePlay || player.lists.branches.length > 1;
  const asWritten = ruling?.asWritten ?? true;
  if (!strange && !free && asWritten && attention.seenBy === null) {
    return hint(visit);
  }
  fetchLater("raft-notice");
  return html`
    <raft-notice
      ?terse=${visit.manner.controls !== "full"}
      .freePlay=${world.freePlay}
      .answered=${player.onlyAnswered}
      .scripted=${world.scriptArmed}
      .branches=${player.lists.branches}
      .deviations=${world.deviations}
      .troubles=${troubles}
      .beyond=${world.beyond}
      .written=${asWritten ? "" : (ruling?.written ?? "")}
      .running=${asWritten ? "" : (ruling?.running ?? "")}
      .violations=${broken}
      .now=${world.position.time}
      .seenBy=${attention.seenBy}
    ></raft-notice>
  `;
}
