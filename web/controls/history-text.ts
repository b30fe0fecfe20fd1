import historyWords from "words:history";
import { css, html, nothing } from "lit";
import type { Linearization, Misfit, OperationSpan } from "../engine/door.ts";
import type { History } from "../scene/history.ts";
import { faultsOf, reignsOf, round, type Stretch } from "../scene/strips.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { counted, fill, words } from "../words/words.ts";
import { define } from "./define.ts";
import { Fold } from "./fold.ts";

/** Longer tables are for no one: whoever looks for one operation zooms in. */
const ROWS_AT_MOST = 250;

/** What clients saw as tables. */
export class HistoryText extends Fold {
  static override properties = {
    ...Fold.properties,
    history: { attribute: false },
    clients: { attribute: false },
  };
  declare history: History | null;
  declare clients: readonly string[];

  constructor() {
    super();
    this.history = null;
    this.clients = [];
  }

  static override styles = [
    base,
    Fold.fold,
    css`
      .text { display: grid; gap: var(--space-4); grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); align-items: start; }
      .scroll { max-height: 18rem; overflow: auto; overscroll-behavior: contain; scrollbar-width: thin; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      caption { text-align: left; font-weight: 600; padding-bottom: var(--space-1); }
      th { font-weight: 400; color: var(--ink-soft); }
      th, td { padding: 0 var(--space-2) 0 0; text-align: left; border-bottom: 1px solid var(--line); }
      td button { min-height: 1.75rem; padding: 0 var(--space-1); border: 0; background: none; text-align: left; }
      td button:hover { background: var(--sunken); }
      .broken { color: var(--violated); font-weight: 600; }
      @media (pointer: coarse) { td button { min-height: var(--target); } }
      @media print { .scroll { max-height: none; } }
    `,
  ];

  protected override get name(): string {
    return historyWords.asText;
  }

  protected override content() {
    const { history } = this;
    if (!history) return nothing;
    const effects = new Map(history.linearization.points.map((one) => [one.operation, one.at]));
    return html`
      <div class="text">
        ${this.clients.map((client) => this.#table(client, history, effects))}
        ${list(historyWords.leaders, reignsOf(history.spacetime))}
        ${list(historyWords.troubles, faultsOf(history.spacetime, history.timeline))}
      </div>
    `;
  }

  #table(client: string, { spacetime, linearization }: History, effects: Map<string, number>) {
    const { columns, table, noOperations } = historyWords;
    const own = spacetime.operations.filter((operation) => operation.client === client);
    if (own.length === 0) return html`<p class="soft">${fill(noOperations, { client })}</p>`;
    const more = own.length - ROWS_AT_MOST;
    return html`
      <div>
        <div class="scroll" tabindex="0" role="group" aria-label=${fill(table, { client })}>
          <table>
            <caption>${fill(table, { client })}</caption>
            <thead>
              <tr>${[columns.asked, columns.told, columns.from, columns.effect, columns.to].map((name) => html`<th scope="col">${name}</th>`)}</tr>
            </thead>
            <tbody>
              ${own.slice(0, ROWS_AT_MOST).map((one) => this.#row(one, misfitOf(one, linearization), effects.get(one.id)))}
            </tbody>
          </table>
        </div>
        ${more > 0 ? html`<p class="soft">${counted(historyWords.omitted, more)}</p>` : nothing}
      </div>
    `;
  }

  #row(operation: OperationSpan, misfit: Misfit | null, effect: number | undefined) {
    const { id, client, text, from, to, outcome, value } = operation;
    const subject = { kind: "operation", id, client } as const;
    const effectText = effect === undefined ? "–" : time(effect);
    return html`
      <tr>
        <td><button @click=${() => intend(this.from, { want: "select", subject })}>${text}</button></td>
        <td>${value ?? historyWords.outcomes[outcome ?? "pending"]}</td>
        <td>${time(from)}</td>
        <td class=${misfit?.promised ? "broken" : nothing}>${misfit ? `! ${historyWords.misfitShort}` : effectText}</td>
        <td>${to === null ? "–" : time(to)}</td>
      </tr>
    `;
  }
}

function misfitOf({ id }: OperationSpan, { misfit }: Linearization): Misfit | null {
  return misfit?.operation === id ? misfit : null;
}

function time(moment: number): string {
  return fill(words.transport.time, { time: round(moment) });
}

function list(title: string, stretches: readonly Stretch[]) {
  return html`
    <section aria-label=${title}>
      <b>${title}</b>
      <ul>
        ${stretches.length === 0 ? html`<li class="soft">${historyWords.none}</li>` : nothing}
        ${stretches.slice(0, ROWS_AT_MOST).map(({ text }) => html`<li>${text}</li>`)}
      </ul>
    </section>
  `;
}

define("raft-history-text", HistoryText);
