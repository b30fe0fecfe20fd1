import { css, html, nothing } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { EngineModule } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { fill } from "../words/words.ts";
import { type Arrival, type Desk, deskOf, PARTS, type Part } from "./desk.ts";
import { readText } from "./files.ts";
import { texts } from "./texts.ts";

/** The parts that are files of their own. */
const FILES = {
  write: () => import("./scenario-editor.ts"),
  record: () => import("./recorder.ts"),
};

/** What can be done about scenarios: start one, write one, record one. The form to start one is slotted in. */
export class Workshop extends Control {
  static override properties = {
    module: { attribute: false },
    running: { type: String },
    recorded: { attribute: false },
    done: { type: Number },
    dropped: { attribute: false },
    note: { state: true },
  };
  declare module: EngineModule | null;
  /** The scenario of the run on the screen, as JSON. */
  declare running: string;
  /** A link to all that was done in the branch on the screen. */
  declare recorded: () => string;
  /** How many actions that is. */
  declare done: number;
  /** The file that was dropped last. */
  declare dropped: File | null;
  declare note: string;
  readonly #asked = new Set<Part>();

  constructor() {
    super();
    this.module = null;
    this.running = "";
    this.recorded = () => "";
    this.done = 0;
    this.dropped = null;
    this.note = "";
  }

  static override styles = [
    base,
    css`
      nav, .row { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      nav { margin-bottom: var(--space-3); gap: var(--space-1); }
      nav button { padding: 0 var(--space-3); font-size: var(--size-small); color: var(--ink-soft); }
      nav [aria-current="true"] { background: var(--sunken); border-color: var(--line-strong); color: var(--ink); font-weight: 600; }
      .row { margin-bottom: var(--space-3); }
      .row button, .row label { padding: 0 var(--space-3); font-size: var(--size-small); }
      .hint { margin-top: var(--space-4); max-width: 44em; }
      .note:not(:empty) { margin-bottom: var(--space-3); }
    `,
  ];

  override willUpdate(): void {
    const { dropped, module } = this;
    if (!dropped || !module || deskOf(module).dropped === dropped) return;
    deskOf(module).dropped = dropped;
    void this.#open(dropped);
  }

  override render() {
    const { module } = this;
    if (!module) return html`<slot></slot>`;
    const desk = deskOf(module);
    const { workshop } = texts;
    return html`
      <nav aria-label=${workshop.partsLabel}>
        ${PARTS.map(
          (part) => html`
            <button class="quiet" aria-current=${part === desk.part ? "true" : "false"} @click=${() => this.#turn(part)}>
              ${workshop.parts[part]}
            </button>`,
        )}
      </nav>
      ${desk.part === "record" ? nothing : this.#sources()}
      <p class="note small" role="status">${this.note}</p>
      ${this.#part(desk, module)}
    `;
  }

  /** From where a text can come into the editor. */
  #sources() {
    const { workshop, editor } = texts;
    const { names } = editor;
    return html`
      <div class="row">
        <button ?disabled=${this.running === ""} @click=${() => this.#bring({ name: names.running, text: this.running })}>${workshop.edit}</button>
        <button @click=${() => this.#bring({ name: names.fresh, text: null })}>${workshop.fresh}</button>
        <button @click=${() => this.renderRoot.querySelector("input")?.click()}>${workshop.open}</button>
        <input type="file" hidden accept=".toml,.json,application/toml,application/json,text/plain" @change=${this.#chosen} />
      </div>
    `;
  }

  #part(desk: Desk, module: EngineModule) {
    switch (desk.part) {
      case "start":
        return html`<slot></slot><p class="hint soft small">${texts.workshop.drop}</p>`;
      case "write":
        this.#fetch("write");
        return html`
          <raft-scenario-editor
            .module=${module}
            .desk=${desk}
            .arrival=${desk.arrival}
            .start=${(json: string, step: string | null) => this.#start(module, json, step)}
          ></raft-scenario-editor>`;
      case "record": {
        this.#fetch("record");
        const { recording } = texts.editor.names;
        return html`
          <raft-recorder
            .module=${module}
            .desk=${desk}
            .recorded=${this.recorded}
            .done=${this.done}
            .running=${this.running}
            .open=${(text: string) => this.#bring({ name: recording, text })}
          ></raft-recorder>`;
      }
    }
  }

  /** A file that cannot be fetched is asked for again when the reader turns to its part again. */
  #fetch(part: keyof typeof FILES): void {
    if (this.#asked.has(part)) return;
    this.#asked.add(part);
    FILES[part]().catch((failure: unknown) => {
      this.note = this.inWords(() => fill(texts.editor.failed, { why: String(failure) }));
    });
  }

  #turn(part: Part): void {
    if (!this.module) return;
    this.#asked.clear();
    deskOf(this.module).part = part;
    this.note = "";
    this.requestUpdate();
  }

  #bring(arrival: Arrival): void {
    if (!this.module) return;
    deskOf(this.module).arrival = arrival;
    this.#turn("write");
  }

  #chosen(event: Event): void {
    const field = event.target as HTMLInputElement;
    const [file] = field.files ?? [];
    if (file) void this.#open(file);
    // The same file can be chosen again.
    field.value = "";
  }

  async #open(file: File): Promise<void> {
    const { name } = file;
    const taken = await readText(file);
    if ("text" in taken) this.#bring({ name, text: taken.text });
    else {
      const { refused } = taken;
      this.note = this.inWords(() => fill(texts.editor.refused, { name, why: refused() }));
    }
  }

  /** Puts a scenario on the screen. It is opened beside it first: one that cannot be opened must change nothing there. */
  #start(module: EngineModule, json: string, step: string | null): boolean {
    const trial = module.open({ json });
    const at = trial.story().steps.find(({ id }) => id === step)?.at ?? null;
    trial.free();
    intend(this, { want: "open", opening: { json } });
    if (!at) return false;
    intend(this, { want: "pause" });
    intend(this, { want: "go", position: at });
    return true;
  }
}

define("raft-workshop", Workshop);
