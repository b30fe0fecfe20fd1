import whyWords from "words:why";
import { html, nothing } from "lit";
import type { Inquiry, Position, Why, WhyNot } from "../engine/door.ts";
import { missing, questionInWords, readyQuestions } from "../scene/ask.ts";
import { isThere, stationsOf, textOfStation } from "../scene/causes.ts";
import { type Cursor, NOWHERE, type Station } from "../state/cursor.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { whyStyles } from "../styles/why.ts";
import { counted, fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { causes, obstacles } from "./why-path.ts";

/** An answer, as it was when it was asked for: who walks the path back in time must not lose it under their feet. */
type Asked = {
  question: Inquiry;
  branch: number;
  asked: Position;
  text: string;
  answer: Why | WhyNot | null;
};

/** From a fact back to its beginning, or from what is missing to what stands in the way: a path that can be walked. */
export class WhyView extends Control {
  static override properties = {
    answer: { attribute: false },
    question: { attribute: false },
    world: { attribute: false },
    cursor: { attribute: false },
  };
  declare answer: Why | WhyNot | null;
  declare question: Inquiry | null;
  declare world: World | null;
  declare cursor: Cursor;
  #pressed = false;
  #asked: Asked | null = null;

  constructor() {
    super();
    this.answer = null;
    this.question = null;
    this.world = null;
    this.cursor = NOWHERE;
  }

  static override styles = [base, whyStyles];

  override willUpdate(): void {
    const { question, answer, world } = this;
    const kept = this.#asked;
    if (!question || !world) this.#asked = null;
    else if (kept?.question !== question || kept.branch !== world.branch || !kept.answer)
      this.#asked = {
        question,
        branch: world.branch,
        asked: world.position,
        text: questionInWords(question, world),
        answer,
      };
  }

  override render() {
    const { world } = this;
    if (!world) return nothing;
    const asked = this.#asked;
    if (!asked) return this.#invitation(world);
    return html`
      <h2 tabindex="-1">${asked.text}</h2>
      ${this.#moment(asked, world)}
      ${this.#told(asked.answer, world)}
      <details class="another">
        <summary>${whyWords.another}</summary>
        ${this.#ready(world)}
      </details>
    `;
  }

  /** Elsewhere in time the same question may have another answer. */
  #moment({ question, asked }: Asked, { position }: World) {
    if (position.time === asked.time && position.processed === asked.processed) return nothing;
    const time = Math.round(asked.time);
    return html`
      <p class="moment soft small">
        ${fill(whyWords.askedAt, { time })}
        <button @click=${() => intend(this, { want: "go", position: asked })}>${whyWords.back}</button>
        ${"event" in question ? nothing : html`<button @click=${() => this.#ask({ ...question })}>${whyWords.askAgain}</button>`}
      </p>
    `;
  }

  #told(answer: Why | WhyNot | null, world: World) {
    if (!answer) return html`<p class="start">${whyWords.nothing}</p>`;
    const station = this.cursor.station ?? null;
    const ask = (question: Inquiry) => this.#ask(question);
    const standing = { from: this, here: world.position, station, ask };
    return html`
      ${this.#walk(answer, world.position)}
      <div class="way" @keydown=${this.#keyed}>
        ${"obstacles" in answer ? obstacles(answer, standing) : causes(answer, standing)}
      </div>
    `;
  }

  /** From station to station. Where one stands is lit in all views, and read out. */
  #walk(answer: Why | WhyNot, here: Position) {
    const stations = stationsOf(answer);
    if (stations.length === 0) return nothing;
    const order = this.#order(stations);
    const at = stations[order];
    const event = at?.event;
    const told = at
      ? fill(whyWords.station, { order: order + 1, count: stations.length })
      : counted(whyWords.stations, stations.length);
    return html`
      <div class="walk" role="group" aria-label=${whyWords.walk} @keydown=${this.#keyed}>
        <button ?disabled=${order <= 0} @click=${() => this.#step(-1)}>
          <span aria-hidden="true">↑</span> ${whyWords.previous}
        </button>
        <button ?disabled=${order === stations.length - 1} @click=${() => this.#step(1)}>
          <span aria-hidden="true">↓</span> ${whyWords.next}
        </button>
        <button
          ?disabled=${!at || !event || isThere(at, here)}
          @click=${() => event && intend(this, { want: "go", position: event.position })}
        >${whyWords.goThere}</button>
        <span class="soft small" role="status">${told}<span class="unseen">${at ? ` ${textOfStation(answer, at)}` : ""}</span></span>
      </div>
    `;
  }

  #order(stations: readonly Station[]): number {
    return stations.findIndex((one) => one.key === this.cursor.station?.key);
  }

  #step(direction: 1 | -1): void {
    const answer = this.#asked?.answer;
    const stations = answer ? stationsOf(answer) : [];
    const next = stations[this.#order(stations) + direction];
    if (next) intend(this, { want: "station", station: next });
  }

  #keyed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    event.stopPropagation();
    this.#step(event.key === "ArrowDown" ? 1 : -1);
  }

  #invitation(world: World) {
    return html`
      <h2>${whyWords.ask}</h2>
      <p class="how">${whyWords.how}</p>
      ${this.#ready(world)}
    `;
  }

  #ready(world: World) {
    return html`
      ${this.#questions(whyWords.readyNot, missing(world), world)}
      ${this.#questions(whyWords.ready, readyQuestions(world), world)}
    `;
  }

  #questions(title: string, questions: readonly Inquiry[], world: World) {
    if (questions.length === 0) return nothing;
    return html`
      <h3>${title}</h3>
      <ul class="ready">
        ${questions.map(
          (question) => html`
            <li><button @click=${() => this.#ask(question)}>${questionInWords(question, world)}</button></li>
          `,
        )}
      </ul>
    `;
  }

  #ask(question: Inquiry): void {
    this.#pressed = true;
    intend(this, { want: "why", question });
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("cursor")) this.#show(changed.get("cursor") as Cursor | undefined);
    // The button that was pressed is gone with its question; who uses a keyboard goes on where the answer begins.
    if (!this.#pressed || !changed.has("question")) return;
    this.#pressed = false;
    this.renderRoot.querySelector("h2")?.focus({ preventScroll: true });
  }

  /** A station that is walked to comes into sight. */
  #show(before: Cursor | undefined): void {
    const { station } = this.cursor;
    if (!station || station.key === before?.station?.key) return;
    this.renderRoot.querySelector("li.station")?.scrollIntoView({ block: "nearest" });
  }
}

define("raft-why", WhyView);
