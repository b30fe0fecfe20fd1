import part from "words:exercise";
import { html, nothing } from "lit";
import type { Exercise as Asked, ExerciseFailure, ExerciseFrame } from "../engine/door.ts";
import type { Bookmark } from "../state/bookmarks.ts";
import { type Intent, intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { exerciseStyles } from "./exercise-styles.ts";
import { marked } from "./markdown.ts";

/** What the reader shall bring about by hand, how far they are, and, once it is solved, why that is so. */
export class Exercise extends Control {
  static override properties = {
    asked: { attribute: false },
    standing: { attribute: false },
    branch: { type: Number },
    hinted: { state: true },
    unfolded: { state: true },
  };
  declare asked: Asked | null;
  declare standing: ExerciseFrame | null;
  declare branch: number;
  /** How many hints have been revealed. */
  declare hinted: number;
  /** Where there is little room, conditions and hints are one fold away. */
  declare unfolded: boolean;
  /** Where it was solved first: the reader may go on, or back, and it stays solved. */
  #solved: Bookmark | null = null;

  constructor() {
    super();
    this.asked = null;
    this.standing = null;
    this.branch = 0;
    this.hinted = 0;
    this.unfolded = false;
  }

  static override styles = [base, exerciseStyles];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("asked")) {
      this.hinted = 0;
      this.#solved = null;
    }
    const position = this.standing?.solved;
    if (position) this.#solved ??= { branch: this.branch, position, text: part.title };
  }

  override render() {
    const { asked, standing } = this;
    if (!asked || !standing) return nothing;
    const state = this.#state();
    return html`
      <section aria-labelledby="title">
        <div class="head">
          <h2 id="title">${part.title} <span class="state ${state}">${part[state]}</span></h2>
          <button class="fold" aria-expanded=${this.unfolded} @click=${this.#fold}>${part.limits} · ${part.hints}</button>
        </div>
        <p class="task">${marked(asked.task)}</p>
        <ul class="goals" aria-label=${part.goals}>
          ${asked.goals.map((goal, order) => this.#goal(goal, this.#solved !== null || standing.reached[order] === true))}
        </ul>
        <div role="status">${this.#outcome(asked, standing)}</div>
        <div class="rest ${this.unfolded || state === "failed" ? "unfolded" : ""}">
          ${this.#limits(asked, standing)}
          <div aria-live="polite">${this.#hints(asked)}</div>
          <div class="row">
            ${this.hinted < asked.hints.length ? this.#hint(asked) : nothing}
            <button @click=${() => intend(this, { want: "reset" })}>${part.again}</button>
          </div>
        </div>
      </section>
    `;
  }

  /** The button for hints goes with the last of them: who pressed it goes on where they stand. */
  override updated(changed: Map<string, unknown>): void {
    if (!changed.has("hinted") || this.hinted === 0) return;
    if (this.hinted === this.asked?.hints.length)
      this.renderRoot.querySelector<HTMLElement>(".hints")?.focus();
  }

  #fold(): void {
    this.unfolded = !this.unfolded;
  }

  #state(): "solved" | "failed" | "open" {
    if (this.#solved) return "solved";
    return this.standing?.failed ? "failed" : "open";
  }

  #goal(goal: string, reached: boolean) {
    return html`
      <li class=${reached ? "reached" : ""}>
        <span aria-hidden="true">${reached ? "✓" : "○"}</span>
        <span>${marked(goal)} <span class="for-ears">(${reached ? part.reached : part.missing})</span></span>
      </li>
    `;
  }

  /** What must not happen, and what may not be used. */
  #limits(asked: Asked, standing: ExerciseFrame) {
    const { actions, only, without, brokenRules, until } = asked;
    const now = standing.brokenRules;
    const said: unknown[] = [];
    if (brokenRules > 0)
      said.push(
        html`${fill(counted(part.rules, brokenRules), { now })} ${this.#link(part.breakRules, { want: "panel", panel: "scenario" })}`,
      );
    else if (now > 0) said.push(fill(part.keptRules, { now }));
    if (actions !== null)
      said.push(fill(counted(part.actions, actions), { used: standing.actions }));
    if (only.length > 0) said.push(fill(part.only, { kinds: inWords(only) }));
    if (without.length > 0) said.push(fill(part.without, { kinds: inWords(without) }));
    for (const one of asked.avoid) said.push(html`${part.avoid}: ${marked(one)}`);
    said.push(fill(part.until, { time: until }));
    return html`<ul class="limits soft" aria-label=${part.limits}>${said.map((one) => html`<li>${one}</li>`)}</ul>`;
  }

  #outcome(asked: Asked, standing: ExerciseFrame) {
    const solved = this.#solved;
    if (solved) {
      return html`
        <p class="done">
          <strong>${fill(part.solvedAt, { time: rounded(solved.position.time) })}</strong> ${marked(asked.because)}
          ${this.#link(part.see, { want: "to-bookmark", bookmark: solved })}
        </p>
      `;
    }
    return standing.failed ? this.#failure(asked, standing.failed) : nothing;
  }

  #failure(asked: Asked, { at, why, action, avoided }: ExerciseFailure) {
    const kinds: Readonly<Record<string, string>> = part.kinds;
    const said = fill(part.why[why], {
      kind: kinds[action ?? ""] ?? action ?? "",
      what: avoided === null ? "" : (asked.avoid[avoided] ?? ""),
    });
    return html`
      <p class="lost">
        ${fill(part.failedAt, { time: rounded(at.time), why: said })}
        ${this.#link(part.before, { want: "seek", to: Math.max(0, at.time - 1) })}
      </p>
    `;
  }

  #hints({ hints }: Asked) {
    if (this.hinted === 0) return nothing;
    return html`
      <ol class="hints" tabindex="-1" aria-label=${part.hints}>
        ${hints.slice(0, this.hinted).map((hint) => html`<li>${marked(hint)}</li>`)}
      </ol>
    `;
  }

  #hint({ hints }: Asked) {
    return html`
      <button @click=${() => this.hinted++}>${fill(part.hint, { nth: this.hinted + 1, count: hints.length })}</button>
    `;
  }

  #link(name: string, intent: Intent) {
    return html`<button class="link" @click=${() => intend(this, intent)}>${name}</button>`;
  }
}

function inWords(kinds: readonly string[]): string {
  const names: Readonly<Record<string, string>> = part.kinds;
  return kinds.map((kind) => names[kind] ?? kind).join(", ");
}

function rounded(time: number): number {
  return Math.round(time);
}

define("raft-exercise", Exercise);
