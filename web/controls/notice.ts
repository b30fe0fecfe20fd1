import noticeWords from "words:notice";
import ruleWords from "words:ruleset";
import { css, html, nothing, type PropertyValues } from "lit";
import type { Branch, ViolationFrame } from "../engine/door.ts";
import { changesInWords } from "../state/changed.ts";
import { type Intent, intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { counted, fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** So many broken promises are told in full. */
const SHOWN = 2;

/** What the reader must know about this run beyond the sentence: it left the story, it is not Raft, it broke. */
export class Notice extends Control {
  static override properties = {
    freePlay: { type: Boolean },
    answered: { type: Boolean },
    scripted: { type: Boolean },
    branches: { attribute: false },
    deviations: { attribute: false },
    troubles: { attribute: false },
    beyond: { attribute: false },
    written: { attribute: false },
    running: { attribute: false },
    violations: { attribute: false },
    now: { attribute: false },
    seenBy: { attribute: false },
    terse: { type: Boolean, reflect: true },
  };
  declare freePlay: boolean;
  /** It left the story only to show an answer. */
  declare answered: boolean;
  /** Steps of the story may still fire. */
  declare scripted: boolean;
  declare branches: readonly Branch[];
  declare deviations: readonly string[];
  /** What did not go as the scenario says. */
  declare troubles: readonly string[];
  /** How many messages are on their way that are not drawn. */
  declare beyond: number;
  /** The scenario as it is written and as it runs, as JSON; empty: there is no difference. */
  declare written: string;
  declare running: string;
  /** Rules that are not those of the scenario as it is written: "PreVote on". */
  #rules: readonly string[] = [];

  /** Promises that have been broken up to now. */
  declare violations: readonly ViolationFrame[];
  declare now: number;
  /** The server through whose eyes the reader looks. */
  declare seenBy: string | null;
  /** In an article: little room, and no panels that a link could lead to. */
  declare terse: boolean;

  constructor() {
    super();
    this.freePlay = false;
    this.answered = false;
    this.scripted = false;
    this.branches = [];
    this.deviations = [];
    this.troubles = [];
    this.beyond = 0;
    this.written = "";
    this.running = "";
    this.violations = [];
    this.now = 0;
    this.seenBy = null;
    this.terse = false;
  }

  static override styles = [
    base,
    css`
      :host { font-size: var(--size-small); }
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); min-height: var(--target); }
      .row + .row { border-top: 1px solid var(--line); }
      /* Without anything to press it is as high as its words. */
      .row.told { min-height: 0; padding-block: var(--space-1); border-top: 0; }
      :host([terse]) .row { min-height: 0; padding-block: var(--space-1); }
      :host([terse]) .row + .row { border-top: 0; padding-top: 0; }
      .said { padding-right: var(--space-2); }
      .violated { color: var(--violated); font-weight: 600; }
      /* Two lines of each, so that the picture stays in sight; the rest on demand. */
      .short { flex: 0 1 auto; min-width: 0; }
      .short:not(.whole) { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
      .short.cut { flex: 1 1 0; min-width: 60%; }
      /* Beside so much to press a phone would leave it half a line. */
      :host(:not([terse])) .short.cut { min-width: min(22rem, 100%); }
      .short:not(.cut) + .more, :host([inert]) .more { display: none; }
      @media print { .short { display: block !important; } .more { display: none; } }
      button { font-size: var(--size-small); }
      button.link { border: 0; background: none; padding: 0 var(--space-1); text-decoration: underline; text-underline-offset: 0.2em; text-decoration-color: var(--line-strong); }
      button.link:hover { text-decoration-color: var(--ink); }
      label { display: inline-flex; align-items: center; gap: var(--space-2); }
      select { font-size: var(--size-small); max-width: min(20rem, 100%); }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("written") && !changed.has("running")) return;
    this.#rules = this.written ? changesInWords(this.written, this.running) : [];
  }

  override updated(changed: PropertyValues<this>): void {
    for (const text of this.renderRoot.querySelectorAll(".short:not(.whole)"))
      text.classList.toggle("cut", text.scrollHeight > text.clientHeight + 1);
    if (changed.has("freePlay") && this.freePlay) this.#tell(this.#whyFree());
    if (changed.has("seenBy") && this.seenBy) {
      this.#tell(fill(words.view.seen, { server: this.seenBy }));
    }
  }

  /** It stands far from where the deed was done. */
  #tell(text: string): void {
    intend(this, { want: "tell", text });
  }

  override render() {
    return html`
      ${this.#violated()}
      ${
        this.deviations.length > 0
          ? html`<div class="row told">${short("", fill(noticeWords.deviations, { rules: this.deviations.join(", ") }))}</div>`
          : nothing
      }
      ${
        this.troubles.length > 0
          ? html`<div class="row">${short("", fill(noticeWords.trouble, { trouble: this.troubles.join(" · ") }))}</div>`
          : nothing
      }
      ${this.beyond > 0 ? html`<div class="row told">${counted(noticeWords.beyond, this.beyond)}</div>` : nothing}
      ${this.#rules.length > 0 ? this.#otherRules() : nothing}
      ${this.seenBy === null ? nothing : this.#eyes(this.seenBy)}
      ${this.freePlay ? this.#freePlay() : this.branches.length > 1 ? this.#saved() : nothing}
    `;
  }

  /** What is broken at this moment, else the last that was; all of it is in a panel. */
  #violated() {
    const last = this.violations.at(-1);
    if (!last) return nothing;
    const now = this.violations.filter(({ at }) => at.time === this.now);
    const shown = now.length > 0 ? now.slice(0, SHOWN) : [last];
    const told = this.terse ? shown.slice(0, 1) : shown;
    const more = this.violations.length - told.length;
    const others = more > 0 ? counted(noticeWords.moreViolations, more) : "";
    return told.map((one) => this.#violation(one, one === told.at(-1) ? others : ""));
  }

  #violation({ property, text, at }: ViolationFrame, others: string) {
    if (this.terse) {
      return html`<div class="row" role="alert">${short("said violated", `! ${fill(noticeWords.violation, { property })}: ${text} ${others && `${others}.`}`)}</div>`;
    }
    const there = at.time === this.now;
    return html`
      <div class="row" role="alert">
        ${short("said violated", `! ${fill(noticeWords.violation, { property })}: ${text}`)}
        ${there ? nothing : this.#link(words.properties.go, { want: "go", position: at })}
        ${this.#link(words.properties.why, { want: "why", question: { violated: property } })}
        ${others ? this.#link(others, { want: "panel", panel: "properties" }) : nothing}
      </div>
    `;
  }

  #otherRules() {
    return html`
      <div class="row">
        ${short("said soft", fill(ruleWords.under, { rules: this.#rules.join(" · ") }))}
        ${this.#link(ruleWords.change, { want: "panel", panel: "scenario" })}
      </div>
    `;
  }

  #eyes(server: string) {
    return html`
      <div class="row">
        <span class="said">${fill(words.view.seen, { server })}</span>
        ${this.#link(words.view.everything, { want: "see-as", server: null })}
      </div>
    `;
  }

  #whyFree(): string {
    return this.answered ? noticeWords.answered : noticeWords.freePlay;
  }

  #freePlay() {
    const parent = this.branches.find((branch) => branch.current)?.parent ?? null;
    return html`
      <div class="row">
        <span class="said">${this.#whyFree()}</span>
        ${this.#link(noticeWords.backToStory, { want: "to-story" })}
        ${parent === null ? nothing : this.#link(noticeWords.backToHappened, { want: "branch", id: parent })}
        ${this.#link(noticeWords.reset, { want: "reset" })}
        ${this.scripted ? this.#link(noticeWords.release, { want: "release" }, noticeWords.releaseHint) : nothing}
        ${this.branches.length > 1 ? this.#choice() : nothing}
      </div>
    `;
  }

  #saved() {
    return html`<div class="row"><span class="said soft">${noticeWords.savedPast}</span>${this.#choice()}</div>`;
  }

  #link(name: string, intent: Intent, hint?: string) {
    return html`<button class="link" title=${hint ?? nothing} @click=${() => intend(this, intent)}>${name}</button>`;
  }

  #choice() {
    return html`
      <label>
        <span class="for-ears">${noticeWords.branches}</span>
        <select @change=${this.#chosen}>
          ${this.branches.map(
            (branch) =>
              html`<option value=${branch.id} ?selected=${branch.current} .selected=${branch.current}>${branch.name}</option>`,
          )}
        </select>
      </label>
    `;
  }

  #chosen(event: Event): void {
    intend(this, { want: "branch", id: Number((event.target as HTMLSelectElement).value) });
  }
}

/** As much of it as fits into two lines, and what shows all of it where that is more. */
function short(kind: string, text: string) {
  return html`
    <span class="short ${kind}">${text}</span>
    <button class="link more" aria-expanded="false" @click=${unfold}>${noticeWords.whole}</button>
  `;
}

function unfold({ currentTarget }: Event): void {
  const button = currentTarget as HTMLElement;
  const isWhole = button.previousElementSibling?.classList.toggle("whole");
  button.setAttribute("aria-expanded", String(isWhole));
}

define("raft-notice", Notice);
