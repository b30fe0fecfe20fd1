import pendingWords from "words:pending";
import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import type { Goal, GoalName } from "../engine/door.ts";
import { type Agenda, agendaOf, type Due } from "../scene/agenda.ts";
import type { Choice } from "../scene/decisions.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { termHues } from "../styles/tokens.ts";
import { counted, fill } from "../words/words.ts";
import type { GoalChosen } from "./condition-form.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import "./condition-form.ts";

/** More than anybody reads at once; the rest is counted. */
const ROWS_AT_MOST = 40;

const UNTIL = [
  "election",
  "leader",
  "commit",
  "answer",
  "message",
  "crash",
  "quiet",
  "violation",
] as const satisfies readonly GoalName[];
/** Nobody takes down when it was quiet. */
const BACK = UNTIL.filter((goal) => goal !== "quiet");

/** The reader as scheduler: all that is due, and what can be decided about it. */
export class Pending extends Control {
  static override properties = {
    world: { attribute: false },
    now: { type: Number },
    missed: { attribute: false },
    unfolded: { state: true },
  };
  declare world: World | null;
  /** The moment for which the list is written. */
  declare now: number;
  /** What the run did not come to when the reader let it run until then, or did not come from. */
  declare missed: { goal: Goal; direction: 1 | -1 } | null;
  /** The row that shows all its choices. */
  declare unfolded: string | null;
  #agenda: { of: World; agenda: Agenda } | null = null;
  /** The moment on the screen, in whole milliseconds: it may lie between two events, and later than `now`. */
  #moment = 0;

  constructor() {
    super();
    this.world = null;
    this.now = 0;
    this.missed = null;
    this.unfolded = null;
  }

  static override styles = [
    base,
    termHues,
    css`
      .until { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); margin-top: var(--space-3); font-size: var(--size-small); }
      .until button { padding: 0 var(--space-3); }
      .missed:not(:empty) { margin-top: var(--space-2); }
      ol { margin-top: var(--space-3); }
      li { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 0 var(--space-2); border-top: 1px solid var(--line); padding: var(--space-1) 0; }
      .due { flex: 1 1 15rem; min-width: 0; display: grid; grid-template-columns: 4.25rem 1.1rem 1fr; align-items: baseline; gap: 0 var(--space-2); min-height: var(--target); padding: var(--space-1); border: 0; border-radius: 3px; background: none; text-align: left; font-size: var(--size-small); align-content: center; }
      .due:hover { background: var(--sunken); }
      .when { text-align: right; color: var(--ink-soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
      .first .when { color: var(--ink); font-weight: 650; }
      .swatch { align-self: start; margin-top: 0.2em; width: 0.8rem; height: 0.8rem; border-radius: 50%; background: var(--fill); border: 1.25px solid var(--ink); }
      .swatch.timer { border-radius: 3px; }
      .what { overflow-wrap: anywhere; }
      code { grid-column: 3; color: var(--ink-soft); font-size: 0.6875rem; overflow-wrap: anywhere; }
      .doomed .what { text-decoration: line-through; text-decoration-color: var(--line-strong); }
      .choices { display: flex; gap: var(--space-1); }
      .choices.all { flex-wrap: wrap; justify-content: flex-end; flex-basis: 100%; }
      .choices button { border-color: var(--line); padding: 0 var(--space-2); font-size: var(--size-small); }
      .empty { margin-top: var(--space-3); padding: var(--space-4); background: var(--sunken); border-radius: var(--radius); }
    `,
  ];

  override willUpdate(): void {
    this.#moment = Math.floor(this.now);
  }

  override render() {
    const { due, more } = this.#coming();
    return html`
      <p class="soft small">${pendingWords.intro}</p>
      <div class="until" role="group" aria-label=${pendingWords.until}>
        <span aria-hidden="true">${pendingWords.until}</span>
        ${UNTIL.map((what) => html`<button title=${pendingWords.untils[what].hint} @click=${() => intend(this, { want: "run-until", what })}>${pendingWords.untils[what].name}</button>`)}
      </div>
      <raft-condition-form
        .servers=${this.world?.serverIds ?? []}
        .clients=${this.world?.clients.map(({ id }) => id) ?? []}
        @goal=${(event: GoalChosen) => intend(this, { want: "run-until", what: event.detail })}
      ></raft-condition-form>
      <div class="until" role="group" aria-label=${pendingWords.back}>
        <span aria-hidden="true">${pendingWords.back}</span>
        ${BACK.map((what) => html`<button aria-label=${fill(pendingWords.backTo, { goal: pendingWords.untils[what].name })} @click=${() => intend(this, { want: "run-back", what })}>‹ ${pendingWords.untils[what].name}</button>`)}
      </div>
      <p class="missed small" role="status">${this.missed ? missedInWords(this.missed) : ""}</p>
      ${
        due.length === 0
          ? html`<p class="empty small">${pendingWords.empty}</p>`
          : html`<ol aria-label=${pendingWords.label}>${repeat(
              due,
              (one) => one.key,
              (one, order) => this.#row(one, order === 0),
            )}</ol>`
      }
      ${more > 0 ? html`<p class="soft small">${counted(pendingWords.more, more)}</p>` : nothing}
    `;
  }

  /** Time passes. Rows follow the run, not the clock: between two events only the countdown changes. */
  passes(now: number): void {
    const moment = Math.floor(now);
    if (moment === this.#moment) return;
    this.#moment = moment;
    const { due } = this.#coming();
    this.renderRoot.querySelectorAll(".when").forEach((when, order) => {
      const text = due[order] ? this.#when(due[order]) : "";
      if (when.textContent !== text) when.textContent = text;
    });
  }

  #coming(): Agenda {
    const { world } = this;
    if (!world) return { due: [], more: 0 };
    if (this.#agenda?.of !== world)
      this.#agenda = { of: world, agenda: agendaOf(world, ROWS_AT_MOST) };
    return this.#agenda.agenda;
  }

  #row(due: Due, first: boolean) {
    const { subject } = due;
    const hover = (on: boolean) => intend(this, { want: "hover", subject: on ? subject : null });
    return html`
      <li
        class="${first ? "first" : ""} ${due.doomed ? "doomed" : ""}"
        @pointerenter=${() => hover(true)}
        @pointerleave=${() => hover(false)}
        @focusin=${() => hover(true)}
        @focusout=${() => hover(false)}
      >
        <button class="due" @click=${() => intend(this, { want: "select", subject, enter: true })}>
          <span class="when" .textContent=${live(this.#when(due))}></span>
          <span class="swatch ${subject.kind === "message" ? "" : "timer"}" data-hue=${due.fill.hue} aria-hidden="true"></span>
          <span><span class="what">${due.what}</span>${due.doomed ? html` <span class="soft">× ${pendingWords.lost}</span>` : nothing}${due.held ? html` <span class="soft">${due.held}</span>` : nothing}</span>
          ${due.line ? html`<code aria-hidden="true">${due.line}</code>` : nothing}
        </button>
        ${due.choices.length > 0 ? html`<span class="choices">${due.choices.map((choice) => this.#choice(choice, due.what))}${due.others.length > 0 ? this.#more(due) : nothing}</span>` : nothing}
        ${this.unfolded === due.key && due.others.length > 0 ? html`<span class="choices all">${due.others.map((choice) => this.#choice(choice, due.what))}</span>` : nothing}
      </li>
    `;
  }

  #more({ key, what }: Due) {
    const open = this.unfolded === key;
    return html`
      <button
        aria-expanded=${open}
        aria-label=${fill(pendingWords.others, { what })}
        @click=${() => {
          this.unfolded = open ? null : key;
        }}
      ><span aria-hidden="true">…</span></button>
    `;
  }

  #choice({ name, hint, action }: Choice, what: string) {
    return html`
      <button
        title=${hint}
        aria-label=${fill(pendingWords.rowAction, { action: name, what })}
        @click=${() => intend(this, { want: "act", action })}
      >${name}</button>
    `;
  }

  #when(due: Due): string {
    if (due.held) return "‖";
    const left = Math.ceil(due.at - this.#moment);
    return left > 0 ? fill(pendingWords.in, { time: left }) : pendingWords.now;
  }
}

function missedInWords({ goal, direction }: NonNullable<Pending["missed"]>): string {
  const name = UNTIL.find((one) => one === goal);
  if (direction < 0) return pendingWords.noneBefore;
  return name ? pendingWords.untils[name].missed : pendingWords.conditionMissed;
}

define("raft-pending", Pending);
