import pendingWords from "words:pending";
import { css, html } from "lit";
import type { Goal } from "../engine/door.ts";
import {
  ANY,
  CONDITIONS,
  type ConditionDraft,
  type ConditionName,
  goalOf,
} from "../state/conditions.ts";
import { base } from "../styles/base.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** What the reader wants to run until; the panel around it listens. */
export type GoalChosen = CustomEvent<Goal>;

const KINDS = [
  "RequestVote",
  "RequestVoteReply",
  "AppendEntries",
  "AppendEntriesReply",
  "InstallSnapshot",
  "InstallSnapshotReply",
  "TimeoutNow",
  "ClientRequest",
  "ClientReply",
] as const;

/** Whatever a step of a scenario can wait for, put together by the reader. */
export class ConditionForm extends Control {
  static override properties = {
    servers: { attribute: false },
    clients: { attribute: false },
    draft: { state: true },
  };
  declare servers: readonly string[];
  declare clients: readonly string[];
  declare draft: ConditionDraft;

  constructor() {
    super();
    this.servers = [];
    this.clients = [];
    this.draft = {
      name: "elected",
      server: ANY,
      client: "",
      number: 1,
      kind: "",
      from: "",
      to: "",
    };
  }

  static override styles = [
    base,
    css`
      form { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); margin-top: var(--space-2); font-size: var(--size-small); }
      select { padding: 0 var(--space-2); max-width: 100%; }
      input { width: 4.5rem; }
      button { padding: 0 var(--space-3); }
    `,
  ];

  override render() {
    const { conditions } = pendingWords;
    const names = Object.keys(CONDITIONS) as ConditionName[];
    return html`
      <form @submit=${this.#run} aria-label=${pendingWords.condition}>
        <span aria-hidden="true">${pendingWords.condition}</span>
        <select aria-label=${pendingWords.event} @change=${(event: Event) => this.#set({ name: textOf(event) as ConditionName })}>
          ${names.map((name) => html`<option value=${name} .selected=${this.draft.name === name}>${conditions[name]}</option>`)}
        </select>
        ${this.#rest()}
        <button type="submit">${pendingWords.run}</button>
      </form>
    `;
  }

  #rest() {
    const { servers, clients, draft } = this;
    const ends = [...servers, ...clients];
    switch (CONDITIONS[draft.name]) {
      case "server":
        return this.#server();
      case "index":
        return html`${this.#server()}${this.#number(pendingWords.index)}`;
      case "term":
        return html`${this.#server()}${this.#number(pendingWords.term)}`;
      case "client":
        return html`
          <select aria-label=${pendingWords.client} @change=${(event: Event) => this.#set({ client: textOf(event) })}>
            ${clients.map((client) => html`<option .selected=${client === this.#client}>${client}</option>`)}
          </select>
        `;
      case "message":
        return html`
          ${this.#choice("kind", pendingWords.kind, pendingWords.anyKind, KINDS)}
          ${this.#choice("from", pendingWords.from, pendingWords.anyFrom, ends)}
          ${this.#choice("to", pendingWords.to, pendingWords.anyTo, ends)}
        `;
    }
  }

  /** Another run can have fewer of them. */
  get #client(): string {
    const { clients, draft } = this;
    return clients.includes(draft.client) ? draft.client : (clients[0] ?? "c1");
  }

  #server() {
    return html`
      <select aria-label=${pendingWords.server} @change=${(event: Event) => this.#set({ server: textOf(event) })}>
        <option value=${ANY} .selected=${this.draft.server === ANY}>${pendingWords.anyServer}</option>
        ${this.servers.map((server) => html`<option .selected=${this.draft.server === server}>${server}</option>`)}
      </select>
    `;
  }

  #number(name: string) {
    return html`
      <input
        type="number"
        min="1"
        max="1000000"
        required
        aria-label=${name}
        .value=${String(this.draft.number)}
        @input=${(event: Event) => this.#set({ number: Number(textOf(event)) })}
      />
    `;
  }

  #choice(field: "kind" | "from" | "to", name: string, any: string, values: readonly string[]) {
    return html`
      <select aria-label=${name} @change=${(event: Event) => this.#set({ [field]: textOf(event) })}>
        <option value="" .selected=${this.draft[field] === ""}>${any}</option>
        ${values.map((value) => html`<option .selected=${this.draft[field] === value}>${value}</option>`)}
      </select>
    `;
  }

  #set(part: Partial<ConditionDraft>): void {
    this.draft = { ...this.draft, ...part };
  }

  #run(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(
      new CustomEvent<Goal>("goal", { detail: goalOf({ ...this.draft, client: this.#client }) }),
    );
  }
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

define("raft-condition-form", ConditionForm);
