import { html, LitElement, nothing } from "lit";
import type { Position, Why, WhyLink, WhyQuestion } from "../engine/door.ts";
import { questionInWords, readyQuestions } from "../scene/ask.ts";
import { type Stretch, wayBack } from "../scene/causes.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { whyStyles } from "../styles/why.ts";
import { ruleInWords } from "../words/rules.ts";
import { counted, fill, words } from "../words/words.ts";
import { define } from "./define.ts";

/** An answer, as it was when it was asked for: who walks the path back in time must not lose it under their feet. */
type Answer = {
  question: WhyQuestion;
  branch: number;
  asked: number;
  text: string;
  why: Why | null;
};

/** From a fact back to its beginning: the causes as a path that can be walked. */
export class WhyView extends LitElement {
  static override properties = {
    why: { attribute: false },
    question: { attribute: false },
    world: { attribute: false },
  };
  declare why: Why | null;
  declare question: WhyQuestion | null;
  declare world: World | null;
  #asked = false;
  #answer: Answer | null = null;

  constructor() {
    super();
    this.why = null;
    this.question = null;
    this.world = null;
  }

  static override styles = [base, whyStyles];

  override willUpdate(): void {
    const { question, why, world } = this;
    const kept = this.#answer;
    if (!question || !world) this.#answer = null;
    else if (kept?.question !== question || kept.branch !== world.branch || !kept.why)
      this.#answer = {
        question,
        branch: world.branch,
        asked: world.position.time,
        text: questionInWords(question, world),
        why,
      };
  }

  override render() {
    const { world } = this;
    if (!world) return nothing;
    const answer = this.#answer;
    if (!answer) return this.#invitation(world);
    return html`
      <h2 tabindex="-1">${answer.text}</h2>
      ${this.#moment(answer, world)}
      ${this.#told(answer.why, world)}
      <details class="another">
        <summary>${words.why.another}</summary>
        ${this.#ready(world)}
      </details>
    `;
  }

  /** Elsewhere in time the same question may have another answer. */
  #moment({ question, asked }: Answer, { position }: World) {
    if (position.time === asked || "event" in question) return nothing;
    return html`
      <p class="moment soft small">
        ${fill(words.why.askedAt, { time: Math.round(asked) })}
        <button @click=${() => this.#ask({ ...question })}>${words.why.askAgain}</button>
      </p>
    `;
  }

  #told(why: Why | null, world: World) {
    if (!why) return html`<p class="start">${words.why.nothing}</p>`;
    if (why.chain.length === 0) return html`<p class="start">${words.why.start}</p>`;
    return this.#path(why, world.position);
  }

  #invitation(world: World) {
    return html`
      <h2>${words.why.ask}</h2>
      <p class="how">${words.why.how}</p>
      <h3>${words.why.ready}</h3>
      ${this.#ready(world)}
    `;
  }

  #ready(world: World) {
    return html`
      <ul class="ready">
        ${readyQuestions(world).map(
          (question) => html`
            <li><button @click=${() => this.#ask(question)}>${questionInWords(question, world)}</button></li>
          `,
        )}
      </ul>
    `;
  }

  #path(why: Why, here: Position) {
    return html`
      <ol class="path">
        ${wayBack(why).map((stretch, order) => this.#stretch(stretch, order > 0, here))}
      </ol>
      <p class="end soft small">${why.more ? words.why.more : words.why.begins}</p>
    `;
  }

  #stretch({ links, folded }: Stretch, caused: boolean, here: Position) {
    const join = links[0]?.waited ? words.why.since : words.why.because;
    const because = caused ? html`<span class="because">${join}</span>` : nothing;
    if (!folded) {
      const current = links.some((link) => isAt(link, here));
      return html`<li class=${current ? "here" : ""} aria-current=${current ? "step" : nothing}>${because}${links.map((link) => this.#link(link, here))}</li>`;
    }
    return html`
      <li class="folded">
        ${because}
        <details>
          <summary>${counted(words.why.routine, links.length)}</summary>
          <ol>${links.map((link) => html`<li>${this.#link(link, here)}</li>`)}</ol>
        </details>
      </li>
    `;
  }

  #link(link: WhyLink, here: Position) {
    const time = Math.round(link.position.time);
    return html`
      <p class=${link.telling ? "told" : "told routine"}>${link.sentence ?? html`<code>${link.line}</code>`}</p>
      <div class="about">
        <button
          aria-label=${fill(words.why.goTo, { time })}
          @click=${() => intend(this, { want: "go", position: link.position })}
        >${fill(words.why.at, { time })}</button>
        ${isAt(link, here) ? html`<span class="mark">${words.why.here}</span>` : nothing}
        ${this.#detail(link)}
      </div>
      ${this.#also(link)}
    `;
  }

  #detail({ sentence, line, rule, section }: WhyLink) {
    if (!sentence && !rule) return nothing;
    return html`
      <details class="rule">
        <summary>${rule ? words.why.rule : words.sentence.more}</summary>
        ${rule ? html`<p>${ruleInWords(rule)} ${section ? html`<span class="soft">${section}</span>` : nothing}</p>` : nothing}
        ${sentence ? html`<p><code>${line}</code></p>` : nothing}
      </details>
    `;
  }

  #also({ also }: WhyLink) {
    if (also.length === 0) return nothing;
    return html`
      <div class="also">
        <span class="soft small">${words.why.together}</span>
        <ul>
          ${also.map(
            (one) => html`
              <li>
                <button
                  aria-label=${fill(words.why.whyOf, { line: one.line })}
                  @click=${() => this.#ask({ event: one.ordinal })}
                ><code>${one.line}</code></button>
              </li>
            `,
          )}
        </ul>
      </div>
    `;
  }

  #ask(question: WhyQuestion): void {
    this.#asked = true;
    intend(this, { want: "why", question });
  }

  /** The button that was pressed is gone with its question; who uses a keyboard goes on where the answer begins. */
  override updated(changed: Map<string, unknown>): void {
    if (!this.#asked || !changed.has("question")) return;
    this.#asked = false;
    this.renderRoot.querySelector("h2")?.focus({ preventScroll: true });
  }
}

function isAt({ position }: WhyLink, here: Position): boolean {
  return position.time === here.time && position.processed === here.processed;
}

define("raft-why", WhyView);
