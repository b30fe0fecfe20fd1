import legendWords from "words:legend";
import { css, html } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { Outline } from "../scene/server.ts";
import type { DiskSign } from "../scene/signs.ts";
import {
  diskSpecimen,
  guiltySpecimen,
  messageSpecimen,
  serverSpecimen,
} from "../scene/specimens.ts";
import type { Glyph } from "../state/introductions.ts";
import { base } from "../styles/base.ts";
import { ledgerStyles } from "../styles/ledger.ts";
import { stageStyles } from "../styles/stage.ts";
import { termHues } from "../styles/tokens.ts";
import { HELD, LINK_PATHS, SERVER_PATHS } from "../svg/signs.ts";
import { drawMessage, drawServer, drawSign } from "../svg/specimen.ts";
import { fill } from "../words/words.ts";

const SIZE = 64;
const MIDDLE = { x: SIZE / 2, y: SIZE / 2 };
const ROLES: [keyof typeof legendWords.roles, Outline][] = [
  ["follower", "thin"],
  ["precandidate", "dotted-hexagon"],
  ["candidate", "hexagon"],
  ["leader", "double"],
  ["learner", "square"],
  ["outside", "dotted"],
  ["down", "dashed"],
];
const MESSAGES: [keyof typeof legendWords.messages, Glyph, boolean][] = [
  ["ballot", "ballot", false],
  ["preBallot", "pre-ballot", false],
  ["timeoutNow", "timeout-now", false],
  ["heartbeat", "heartbeat", false],
  ["parcel", "parcel", false],
  ["snapshot", "snapshot", false],
  ["reply", "append-reply", false],
  ["readIndex", "read-index", false],
  ["client", "client-request", false],
  ["doomed", "heartbeat", true],
];
const CELLS: [keyof typeof legendWords.entries, string][] = [
  ["hatched", "dashed hatched"],
  ["dashed", "dashed"],
  ["solid", "solid"],
  ["applied", "solid"],
  ["struck", "dashed struck"],
  ["noop", "solid"],
  ["configuration", "solid"],
];
const FAULTS: [keyof typeof legendWords.faults, string][] = [
  ["bars", HELD],
  ["slow", SERVER_PATHS.slow],
  ["trap", SERVER_PATHS.trap],
  ["clock", SERVER_PATHS.clock],
  ["lossy", LINK_PATHS.lossy],
  ["late", LINK_PATHS.late],
  ["twice", LINK_PATHS.twice],
  ["flapping", LINK_PATHS.flapping],
  ["blocked", LINK_PATHS.blocked],
];
const DISKS = ["damaged", "stalled", "lying", "fragile"] as const satisfies readonly DiskSign[];
const TERMS = [1, 2, 3, 4, 5, 6];

/** The legend is drawn by the same hands as the stage, so that it cannot drift from it. */
export class Legend extends Control {
  static override styles = [
    base,
    termHues,
    stageStyles,
    ledgerStyles,
    css`
      .groups { columns: 14rem 2; column-gap: var(--space-5); font-size: var(--size-small); }
      section { break-inside: avoid; padding-bottom: var(--space-4); }
      h2 { margin-bottom: var(--space-1); }
      li { display: grid; grid-template-columns: 3.5rem 1fr; align-items: center; gap: var(--space-2); min-height: 2.5rem; }
      .stage { width: 3.25rem; height: 3.25rem; }
      .cell { width: 2.75rem; cursor: default; }
      .terms { display: flex; gap: var(--space-1); margin-bottom: var(--space-1); }
      .terms span { width: 2.25rem; height: 1.625rem; display: grid; place-items: center; border-radius: 4px; background: var(--fill); color: var(--on-fill); border: 1.25px solid var(--ink); font-size: var(--size-tiny); }
      .signs li { grid-template-columns: 1fr; min-height: 1.75rem; }
    `,
  ];

  override render() {
    const legend = legendWords;
    return html`
      <div class="groups">
        <section>
          <h2>${legend.colour}</h2>
          <p class="terms">${TERMS.map((term) => html`<span data-hue=${term}>${fill(legend.termName, { term })}</span>`)}</p>
          <p class="soft">${legend.terms}</p>
        </section>
        <section>
          <h2>${legend.rolesTitle}</h2>
          <ul>${ROLES.map(([name, outline]) => html`<li>${drawServer(serverSpecimen(outline, MIDDLE), SIZE)}<span>${legend.roles[name]}</span></li>`)}</ul>
        </section>
        <section>
          <h2>${legend.messagesTitle}</h2>
          <ul>${MESSAGES.map(([name, glyph, doomed]) => html`<li>${drawMessage(messageSpecimen(glyph, doomed, MIDDLE), SIZE)}<span>${legend.messages[name]}</span></li>`)}</ul>
        </section>
        <section>
          <h2>${legend.entriesTitle}</h2>
          <ul>${CELLS.map(([name, looks]) => html`<li><span class="cell ${looks}" data-hue="1" aria-hidden="true"><span>${name === "noop" ? "•" : name === "configuration" ? "⚙" : "x=1"}</span>${name === "applied" ? html`<i class="tick">✓</i>` : ""}</span><span>${legend.entries[name]}</span></li>`)}</ul>
        </section>
        <section>
          <h2>${legend.faultsTitle}</h2>
          <ul>
            <li>${drawServer(guiltySpecimen(MIDDLE), SIZE)}<span>${legend.guilty}</span></li>
            ${FAULTS.map(([name, path]) => html`<li>${drawSign(name, path, SIZE)}<span>${legend.faults[name]}</span></li>`)}
            ${DISKS.map((sign) => html`<li>${drawServer(diskSpecimen(sign, MIDDLE), SIZE)}<span>${legend.faults[sign]}</span></li>`)}
          </ul>
        </section>
        <section class="signs">
          <h2>${legend.marksTitle}</h2>
          <ul>${Object.values(legend.marks).map((text) => html`<li>${text}</li>`)}</ul>
        </section>
      </div>
    `;
  }
}

define("raft-legend", Legend);
