import stateWords from "words:state";
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { LedgerEntry, ServerFrame } from "../engine/door.ts";
import { fillOfTerm } from "../scene/fill.ts";
import { NEWEST_ENTRIES, type TextbookLine, textbookJson, textbookOf } from "../scene/textbook.ts";
import { chargesAgainst, guiltAt } from "../state/guilt.ts";
import { intend } from "../state/intents.ts";
import type { Logs, ReadLedger } from "../state/logs.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { termHues } from "../styles/tokens.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import "./copy-text.ts";
import { define } from "./define.ts";

/** Each server as the JSON that textbooks write. Every line that is a fact can be asked about. */
export class StateList extends Control {
  static override properties = {
    world: { attribute: false },
    changes: { attribute: false },
    logs: { attribute: false },
    ledger: { attribute: false },
    seenBy: { type: String },
  };
  declare world: World | null;
  declare changes: ReadonlySet<string>;
  /** The entries in sight in the ledger. */
  declare logs: Logs | null;
  /** Reads entries that are out of sight there. */
  declare ledger: ReadLedger | null;
  declare seenBy: string | null;

  constructor() {
    super();
    this.world = null;
    this.changes = new Set();
    this.logs = null;
    this.ledger = null;
    this.seenBy = null;
  }

  static override styles = [
    base,
    termHues,
    css`
      .servers { display: grid; gap: var(--space-4) var(--space-5); grid-template-columns: repeat(auto-fill, minmax(min(17.5rem, 100%), 1fr)); margin-top: var(--space-3); }
      header { display: flex; align-items: center; gap: var(--space-2); border-bottom: 1px solid var(--line); }
      .swatch { width: 0.8rem; height: 0.8rem; border-radius: 50%; background: var(--fill); border: 1.25px solid var(--ink); flex: none; }
      header > button { min-height: var(--target); padding: 0 var(--space-1); border: 0; background: none; font-weight: 650; }
      raft-copy-text { margin-left: auto; }
      ul { padding: var(--space-1) 0; font: 0.78125rem / 1.5 var(--font-mono); }
      li { position: relative; }
      li > span, li > button { display: block; padding: 0.1875rem 0 0.1875rem calc(var(--depth) * 1.25em + 2.2em); text-indent: -1.25em; overflow-wrap: anywhere; white-space: pre-wrap; }
      li > button { width: 100%; min-height: 0; border: 0; border-radius: 3px; background: none; font: inherit; text-align: left; }
      li > button:hover { background: var(--sunken); }
      li > button:focus-visible { outline-offset: -2px; }
      .name, .quiet-line { color: var(--ink-soft); }
      .note { color: var(--ink-soft); font-family: var(--font); font-style: italic; font-weight: 400; }
      .guilt { color: var(--violated); font-weight: 700; }
      .changed { font-weight: 700; }
      .changed .name { color: var(--ink); }
      .changed::before { content: ""; position: absolute; left: 0; top: 1px; bottom: 1px; width: 4px; border-radius: 2px; background: var(--ink); }
      .unknowable ul, .unknowable .name { color: var(--ink-soft); font-style: italic; }
      @media (pointer: coarse) {
        li > button { min-height: 1.75rem; padding-top: 0.2rem; padding-bottom: 0.2rem; }
      }
    `,
  ];

  override render() {
    return html`
      <p class="soft small">${stateWords.intro}</p>
      <div class="servers">
        ${repeat(
          this.world?.servers.values() ?? [],
          (server) => server.id,
          (server) => this.#server(server),
        )}
      </div>
    `;
  }

  #server(server: ServerFrame) {
    const lines = textbookOf(server, this.#newest(server), this.changes);
    const first = lines.find((line) => line.question !== null)?.key;
    const hidden = this.seenBy !== null && this.seenBy !== server.id;
    return html`
      <section class=${hidden ? "unknowable" : ""} aria-label=${server.id} @keydown=${step}>
        <header>
          <span class="swatch" data-hue=${fillOfTerm(server.up ? server.term : null).hue}></span>
          <button @click=${() => intend(this, { want: "select", subject: { kind: "server", id: server.id }, enter: true })}>${server.id}</button>
          ${hidden ? nothing : this.#guilt(server.id)}
          ${hidden ? html`<span class="note small">${fill(stateWords.unknowable, { server: this.seenBy ?? "" })}</span>` : nothing}
          <raft-copy-text
            .name=${stateWords.copy}
            .about=${fill(stateWords.copyOf, { server: server.id })}
            .text=${() => textbookJson(server, this.#entries(server, server.log.first))}
          ></raft-copy-text>
        </header>
        <ul>${lines.map((line) => this.#line(line, line.key === first))}</ul>
      </section>
    `;
  }

  #guilt(id: string) {
    const charges = this.world ? chargesAgainst(guiltAt(this.world), { kind: "server", id }) : [];
    return charges.map((property) => html`<span class="guilt small">! ${property}</span>`);
  }

  #line(line: TextbookLine, first: boolean) {
    const { question } = line;
    const text = html`<span class="name">${line.name}</span>${line.value}${
      line.note ? html`<span class="note"> ${line.note}</span>` : nothing
    }${line.changed ? html`<span class="for-ears">, ${words.facts.changed}</span>` : nothing}`;
    return html`
      <li class=${line.changed ? "changed" : ""} .style=${`--depth:${line.depth}`}>
        ${
          question
            ? html`<button
                tabindex=${first ? 0 : -1}
                title=${fill(stateWords.whyOf, { line: `${line.name}${line.value}` })}
                @click=${() => intend(this, { want: "why", question })}
              >${text}</button>`
            : html`<span class="quiet-line">${text}</span>`
        }
      </li>
    `;
  }

  #newest(server: ServerFrame): readonly LedgerEntry[] {
    const { first, last } = server.log;
    return this.#entries(server, Math.max(first, last - NEWEST_ENTRIES + 1));
  }

  /** Entries up to the last; where nobody can read more, what is in sight. */
  #entries(server: ServerFrame, from: number): readonly LedgerEntry[] {
    const { id, log } = server;
    const copy = this.logs?.copies.get(id);
    const inSight =
      copy && copy.version === log.version && copy.from <= from && copy.to >= log.last;
    if (inSight) return copy.entries.filter((entry) => entry.index >= from);
    if (log.last < from) return [];
    return this.ledger?.(id, from, log.last) ?? copy?.entries ?? [];
  }
}

/** One tab stop for a server; the arrow keys go from line to line. */
function step(event: KeyboardEvent): void {
  const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const lines = [
    ...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("li > button"),
  ];
  const at = lines.indexOf(event.target as HTMLElement);
  if (!turn || at < 0) return;
  event.preventDefault();
  lines[at + turn]?.focus();
}

define("raft-state-list", StateList);
