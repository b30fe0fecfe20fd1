import tryItWords from "words:tryIt";
import { css, html, nothing } from "lit";
import type { Action, ClientFrame, Reads } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

const READS = ["", "log", "read_index", "lease", "stale"] as const;

type Answer = ClientFrame["answers"][number];

/** A client of the reader: writes and reads keys through a server and shows what it was told. */
export class ClientForm extends Control {
  static override properties = {
    world: { attribute: false },
    key: { state: true },
    value: { state: true },
    via: { state: true },
    reads: { state: true },
  };
  declare world: World | null;
  declare key: string;
  declare value: string;
  declare via: string;
  /** How the next read is served; empty: as the scenario says. */
  declare reads: Reads | "";

  constructor() {
    super();
    this.world = null;
    this.key = "x";
    this.value = "3";
    this.via = "";
    this.reads = "";
  }

  static override styles = [
    base,
    css`
      form { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-2); margin-top: var(--space-2); }
      label, .field { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
      label input { width: 3.5rem; color: var(--ink); }
      select { padding: 0 var(--space-2); color: var(--ink); max-width: 10rem; }
      button { padding: 0 var(--space-3); }
      .field { display: flex; align-items: center; gap: var(--space-2); }
      .deeds { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      .worth { flex: 1 1 10rem; align-self: center; }
      .equals { align-self: end; line-height: var(--target); color: var(--ink-soft); }
      .answers { margin-top: var(--space-3); display: grid; gap: var(--space-1); font-size: var(--size-small); }
      .answers li { display: flex; flex-wrap: wrap; gap: 0 var(--space-2); }
      .sign { width: 1em; font-weight: 700; }
    `,
  ];

  override render() {
    return html`
      <h2>${tryItWords.client}</h2>
      <form @submit=${this.#submit}>
        <label>${tryItWords.key}<input .value=${this.key} maxlength="12" required autocomplete="off" autocapitalize="off" spellcheck="false" @input=${this.#typed("key")} /></label>
        <span class="equals" aria-hidden="true">=</span>
        <label>${tryItWords.value}<input .value=${this.value} maxlength="12" autocomplete="off" autocapitalize="off" spellcheck="false" @input=${this.#typed("value")} /></label>
        <label>${tryItWords.through}
          <select @change=${this.#typed("via")}>
            <option value="">${tryItWords.anyServer}</option>
            ${this.world?.serverIds.map((id) => html`<option value=${id} ?selected=${id === this.via}>${id}</option>`)}
          </select>
        </label>
        <span class="deeds">
          <button type="submit" value="put">${tryItWords.write}</button>
          <button type="submit" value="add" title=${tryItWords.incrementHint}>${tryItWords.increment}</button>
          <button type="submit" value="get">${tryItWords.read}</button>
        </span>
        <span class="field">
          <label for="reads">${tryItWords.reads.label}</label>
          <select id="reads" aria-describedby="worth" @change=${this.#typed("reads")}>
            ${READS.map((how) => html`<option value=${how} ?selected=${how === this.reads}>${tryItWords.reads.names[how || "as_written"]}</option>`)}
          </select>
        </span>
        <p class="worth soft small" id="worth">${tryItWords.reads.worth[this.reads || "as_written"]}</p>
      </form>
      ${this.#answers()}
    `;
  }

  #answers() {
    const clients = this.world?.clients ?? [];
    const waiting = clients.filter((client) => client.operation !== null);
    const answers = clients
      .flatMap((client) => client.answers.map((answer) => ({ client: client.id, answer })))
      .sort((one, other) => other.answer.at - one.answer.at)
      .slice(0, 5);
    if (waiting.length + answers.length === 0) return nothing;
    return html`
      <ul class="answers" aria-label=${tryItWords.answers}>
        ${waiting.map((client) => waitingRow(client))}
        ${answers.map(({ client, answer }) => answerRow(client, answer))}
      </ul>
    `;
  }

  #typed(field: "key" | "value" | "via" | "reads") {
    return (event: Event) => {
      const { value } = event.target as HTMLInputElement | HTMLSelectElement;
      if (field === "reads") this.reads = value as Reads | "";
      else this[field] = value;
    };
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const via = this.via ? { via: this.via } : {};
    const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "put";
    const key = this.key.trim();
    const action: Action =
      pressed === "get"
        ? { get: { key, ...via, ...(this.reads ? { reads: this.reads } : {}) } }
        : pressed === "add"
          ? { add: { key, amount: 1, ...via } }
          : { put: { key, value: this.value.trim(), ...via } };
    intend(this, { want: "act", action });
  }
}

function waitingRow(client: ClientFrame) {
  const operation = client.operation;
  if (!operation) return nothing;
  const text = fill(tryItWords.waiting, {
    client: client.id,
    server: operation.server,
    text: operation.text,
  });
  const queued = client.waiting > 0 ? counted(tryItWords.queued, client.waiting) : "";
  return html`<li><span class="sign" aria-hidden="true">…</span>${text} <span class="soft">${queued}</span></li>`;
}

const SIGNS = { ok: "✓", failed: "✗", unknown: "?" } as const;

function answerRow(client: string, answer: Answer) {
  const forms = tryItWords.outcomes;
  const template =
    answer.outcome === "ok" && answer.value !== null ? forms.okValue : forms[answer.outcome];
  const by = fill(tryItWords.answeredBy, {
    server: answer.server ?? client,
    time: Math.round(answer.at),
  });
  return html`
    <li>
      <span class="sign" aria-hidden="true">${SIGNS[answer.outcome]}</span>
      <span>${fill(template, { text: answer.text, value: answer.value ?? "" })}</span>
      <span class="soft">${by}</span>
    </li>
  `;
}

define("raft-client-form", ClientForm);
