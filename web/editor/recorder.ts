import { css, html, nothing } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { Checked, EngineModule, ScenarioFormat } from "../engine/door.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import type { Desk } from "./desk.ts";
import { type Deed, deedsOf, type Slip, slipsIn, told } from "./recording.ts";
import { taking } from "./taking.ts";
import { texts } from "./texts.ts";

/** All that was done, as a scenario. */
type Recording = { json: string; checked: Checked };

/** What the reader did by hand, as steps that can be named and told. */
export class Recorder extends Control {
  static override properties = {
    module: { attribute: false },
    desk: { attribute: false },
    recorded: { attribute: false },
    done: { type: Number },
    running: { type: String },
    open: { attribute: false },
    recording: { state: true },
    wrong: { state: true },
  };
  declare module: EngineModule;
  declare desk: Desk;
  /** A link to all that was done. */
  declare recorded: () => string;
  /** How many actions that is. */
  declare done: number;
  /** The scenario in which it was done, as JSON. */
  declare running: string;
  /** Takes the recording into the editor. */
  declare open: (text: string) => void;
  declare recording: Recording | null;
  /** Why what was done cannot be made a scenario. */
  declare wrong: string;
  #format: ScenarioFormat | null = null;
  #asked = 0;

  constructor() {
    super();
    this.recorded = () => "";
    this.done = 0;
    this.running = "";
    this.open = () => {};
    this.recording = null;
    this.wrong = "";
  }

  static override styles = [
    base,
    css`
      .all, ol { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); }
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
      fieldset { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-2); padding: var(--space-3); border: 1px solid var(--line); border-radius: var(--radius); }
      legend { padding: 0 var(--space-1); font-weight: 600; font-size: var(--size-small); max-width: 100%; overflow-wrap: anywhere; }
      label { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
      input, textarea { width: 100%; color: var(--ink); font: var(--size-body) / 1.45 var(--font); }
      textarea { padding: var(--space-2) var(--space-3); border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--raised); resize: vertical; }
      input[aria-invalid="true"] { border-width: 2px; border-color: var(--ink); }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("done") || changed.has("running")) void this.#read();
  }

  override render() {
    const { recorder } = texts;
    if (this.done === 0) return html`<div class="all"><p>${recorder.nothing}</p></div>`;
    if (this.wrong) {
      return html`<div class="all" role="alert"><p>${recorder.failed}</p><p class="soft small">${this.wrong}</p></div>`;
    }
    if (!this.recording) return html`<p class="soft" role="status">${recorder.reading}</p>`;
    return this.#list(this.recording);
  }

  #list({ json, checked }: Recording) {
    const { recorder } = texts;
    const deeds = deedsOf(json, checked.steps, this.desk.names);
    const slips = slipsIn(json, deeds);
    const story = checked.steps.length - deeds.length;
    const title = this.desk.titles.get(this.running) ?? checked.title ?? "";
    const text = () => told(json, deeds, title);
    return html`
      <div class="all">
        <p class="soft small">${recorder.intro}</p>
        <label>${recorder.title}<input .value=${title} autocomplete="off" @input=${this.#titled} /></label>
        <ol>${deeds.map((deed, nth) => html`<li>${this.#deed(deed, nth, slips.get(deed.key))}</li>`)}</ol>
        ${story > 0 ? html`<p class="soft small">${counted(recorder.story, story)}</p>` : nothing}
        <p class="small" role="status">${slips.size > 0 ? counted(recorder.mend, slips.size) : ""}</p>
        <div class="row">
          <button class="primary" ?disabled=${slips.size > 0} @click=${() => this.open(text())}>${recorder.open}</button>
          ${slips.size > 0 ? nothing : this.#taking(text, title)}
        </div>
      </div>
    `;
  }

  #deed(deed: Deed, nth: number, slip: Slip | undefined) {
    const { recorder } = texts;
    const { at, does, id, say } = deed;
    const field = (name: keyof Pick<Deed, "id" | "say">) => (event: Event) => {
      const { value } = event.target as HTMLInputElement | HTMLTextAreaElement;
      this.desk.names.set(deed.key, { id, say, [name]: value });
      this.requestUpdate();
    };
    return html`
      <fieldset>
        <legend>${fill(recorder.step, { nth: nth + 1, what: does, at })}</legend>
        <label>${recorder.id}
          <input
            class="mono"
            .value=${id}
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-invalid=${slip ? "true" : "false"}
            aria-describedby=${slip ? `slip-${nth}` : nothing}
            @input=${field("id")}
          />
        </label>
        ${slip ? html`<p class="small" id="slip-${nth}">${recorder[slip]}</p>` : nothing}
        <label>${recorder.say}<textarea rows="2" .value=${say} @input=${field("say")}></textarea></label>
      </fieldset>
    `;
  }

  #taking(text: () => string, title: string) {
    const toml = () => {
      const spelled = this.#format?.spell(text());
      return spelled && "text" in spelled ? spelled.text : "";
    };
    const json = () => this.#format?.check(text()).scenario ?? "";
    return taking({ title, toml, json }, this.module);
  }

  #titled(event: Event): void {
    this.desk.titles.set(this.running, (event.target as HTMLInputElement).value);
    this.requestUpdate();
  }

  /** A link to just after the last action: the link to a branch leads to just before it, and what comes later is left out. */
  #behind(fragment: string): string {
    const run = this.module.open({ fragment });
    run.seek(run.state().time);
    const behind = run.shareLink();
    run.free();
    return behind;
  }

  async #read(): Promise<void> {
    const asked = ++this.#asked;
    this.wrong = "";
    if (this.done === 0) return;
    try {
      const [json, format] = await Promise.all([
        this.module.exportRun(this.#behind(this.recorded()), "scenario-json"),
        this.module.format(),
      ]);
      // Meanwhile more was done: that recording is on its way.
      if (asked !== this.#asked) return;
      this.#format = format;
      this.recording = { json, checked: format.check(json) };
    } catch (thrown) {
      if (asked === this.#asked)
        this.wrong = thrown instanceof Error ? thrown.message : String(thrown);
    }
  }
}

define("raft-recorder", Recorder);
