import { EditorView } from "@codemirror/view";
import { css, html, nothing } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { Checked, EngineModule, ScenarioFormat } from "../engine/door.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import type { Arrival, Desk } from "./desk.ts";
import { isJson, roomFor } from "./files.ts";
import { placedSentenceOf, sentenceOf, stepAt } from "./finding.ts";
import { taking } from "./taking.ts";
import { texts } from "./texts.ts";
import { type Listeners, reworded, writing } from "./writing.ts";

/** Whoever can put a scenario on the screen. Gives back whether the step is one that comes. */
export type Start = (json: string, step: string | null) => boolean;

/** Writes a scenario: the text, what is wrong with it, and what can be done with it. */
export class ScenarioEditor extends Control {
  static override properties = {
    module: { attribute: false },
    desk: { attribute: false },
    arrival: { attribute: false },
    start: { attribute: false },
    format: { state: true },
    checked: { state: true },
    note: { state: true },
    broken: { state: true },
  };
  declare module: EngineModule;
  declare desk: Desk;
  /** The text that has come in last. */
  declare arrival: Arrival | null;
  declare start: Start;
  declare format: ScenarioFormat | null;
  declare checked: Checked | null;
  /** What became of what the reader asked for last. */
  declare note: string;
  /** Why there is no editor. */
  declare broken: string;
  #view: EditorView | null = null;

  constructor() {
    super();
    this.arrival = null;
    this.start = () => false;
    this.format = null;
    this.checked = null;
    this.note = "";
    this.broken = "";
  }

  static override styles = [
    base,
    css`
      :host { --editor-size: var(--size-small); }
      /* Smaller letters make phones zoom into the field. */
      @media (pointer: coarse) { :host { --editor-size: 1rem; } }
      .all { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); }
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
      .state { min-height: 2.9em; overflow-wrap: anywhere; }
      .wrong { border-left: 3px solid var(--ink); padding-left: var(--space-3); }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    // Whoever is moved in the page shows its text again.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#view) this.desk.state = this.#view.state;
    this.#view?.destroy();
    this.#view = null;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("module")) void this.#load();
  }

  override render() {
    const { editor } = texts;
    if (this.broken) {
      return html`
        <div class="all" role="alert">
          <p>${fill(editor.failed, { why: this.broken })}</p>
          <div><button @click=${() => void this.#load()}>${editor.again}</button></div>
        </div>`;
    }
    return html`
      <div class="all">
        ${this.format ? nothing : html`<p class="soft">${editor.loading}</p>`}
        <div class="text"></div>
        ${this.format ? this.#below() : nothing}
      </div>
    `;
  }

  #below() {
    const { editor } = texts;
    const { checked } = this;
    const wrong = checked?.problem && this.#text ? checked.problem : null;
    return html`
      <div class="state small ${wrong ? "wrong" : ""}" role="status">
        ${wrong ? html`<p>${placedSentenceOf(wrong)}</p>` : html`<p>${checked?.scenario ? counted(editor.good, checked.steps.length) : ""}</p>`}
        ${this.note ? html`<p>${this.note}</p>` : nothing}
      </div>
      <div class="row">
        <button class="primary" @click=${() => this.#run(false)}>${editor.run}</button>
        <button @click=${() => this.#run(true)}>${editor.fromHere}</button>
        ${this.#taking(checked)}
      </div>
      <p class="soft small">${editor.hint}</p>
    `;
  }

  #taking(checked: Checked | null) {
    const json = checked?.scenario;
    // What was typed since is in it as well, unless it cannot run any more.
    const now = () => this.format?.check(this.#text).scenario ?? json ?? "";
    const title = checked?.title ?? "";
    return taking({ title, toml: () => this.#text, json: json ? now : null }, this.module);
  }

  override updated(changed: Map<string, unknown>): void {
    if (this.format && !this.#view) this.#show(this.format);
    if (this.#view && (changed.has("arrival") || changed.has("format"))) this.#take();
  }

  async #load(): Promise<void> {
    this.broken = "";
    try {
      this.format = await this.module.format();
    } catch (thrown) {
      this.broken = String(thrown);
    }
  }

  #show(format: ScenarioFormat): void {
    const parent = this.renderRoot.querySelector(".text");
    if (!parent) return;
    const { desk } = this;
    desk.state ??= writing("", format, () => listening.get(desk) ?? this.#listeners);
    // Who shows the text changes, what it is made of does not.
    listening.set(desk, this.#listeners);
    this.#view = new EditorView({ state: desk.state, parent, root: this.renderRoot as ShadowRoot });
    this.#view.dispatch({ effects: reworded() });
    this.checked = format.check(this.#text);
    if (!desk.arrival) this.#view.focus();
  }

  readonly #listeners: Listeners = {
    checked: (what) => {
      this.checked = what;
    },
    typed: () => {
      this.note = "";
    },
    run: () => this.#run(false),
    inWords: (deed) => this.inWords(deed),
    pasted: (text) => this.inWords(() => this.#pasted(text)),
  };

  get #text(): string {
    return this.#view?.state.doc.toString() ?? "";
  }

  /** Puts a text into the editor that has come from somewhere else; what was there can be undone. */
  #take(): void {
    const { desk, format } = this;
    const { arrival } = desk;
    if (!arrival || !format || !this.#view) return;
    desk.arrival = null;
    const text = this.#spelled(arrival.text ?? format.beginning(), arrival.name);
    if (text === null) return;
    const { editor } = texts;
    const note = this.#text.trim() ? editor.replaced : editor.opened;
    const all = { from: 0, to: this.#view.state.doc.length };
    this.#view.dispatch({
      changes: { ...all, insert: text },
      selection: { anchor: 0 },
      scrollIntoView: true,
    });
    this.checked = format.check(text);
    this.note = fill(note, { name: arrival.name });
    this.#view.focus();
  }

  /** What is for machines is written as people write it. null: it cannot be read, and the note says why. */
  #spelled(text: string, name: string): string | null {
    const spelled = isJson(text) && this.format ? this.format.spell(text) : { text };
    if ("text" in spelled) return spelled.text;
    this.note = fill(texts.editor.refused, { name, why: sentenceOf(spelled.problem) });
    return null;
  }

  #pasted(text: string): boolean {
    const { names, refused } = texts.editor;
    const why = roomFor(text + this.#text);
    if (why) {
      this.note = fill(refused, { name: names.pasted, why });
      return true;
    }
    const { state } = this.#view ?? {};
    const { from = 0, to = 0 } = state?.selection.main ?? {};
    const isAll = from === 0 && to === (state?.doc.length ?? 0);
    if (!isAll || !isJson(text)) return false;
    this.desk.arrival = { name: names.pasted, text };
    this.#take();
    return true;
  }

  #run(fromHere: boolean): void {
    this.inWords(() => this.#runInWords(fromHere));
  }

  #runInWords(fromHere: boolean): void {
    const { editor } = texts;
    const { format } = this;
    if (!format || !this.#view) return;
    const checked = format.check(this.#text);
    this.checked = checked;
    if (!checked.scenario) {
      this.note = fill(editor.notYet, { what: "" }).trim();
      return;
    }
    const step = fromHere ? stepAt(this.#view.state, checked.steps) : null;
    const { running, runningFrom, neverComes, fromStart } = editor;
    try {
      const comes = this.start(checked.scenario, step);
      if (step) this.note = fill(comes ? runningFrom : neverComes, { step });
      else this.note = fromHere ? fromStart : running;
    } catch (thrown) {
      this.note = fill(editor.notYet, {
        what: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
}

/** To whom an editor speaks: a state is made once, and shown again and again. */
const listening = new WeakMap<Desk, Listeners>();

define("raft-scenario-editor", ScenarioEditor);
