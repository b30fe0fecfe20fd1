import compareWords from "words:compare";
import { css, html, nothing } from "lit";
import type { ComparedEvent, Comparison, Difference, Outcome } from "../engine/door.ts";
import type { Contrast } from "../scene/contrast.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** In what two runs differ, in words: the moment on the screen, the place where they part, what came out differently. */
export class Differences extends Control {
  static override properties = {
    compared: { attribute: false },
    names: { attribute: false },
    now: { attribute: false },
  };
  declare compared: Comparison | null;
  declare names: readonly [string, string];
  /** The servers that differ at this moment. */
  declare now: readonly Contrast[];

  constructor() {
    super();
    this.compared = null;
    this.names = ["", ""];
    this.now = [];
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--space-4); font-size: var(--size-small); }
      table { width: 100%; border-collapse: collapse; table-layout: fixed; }
      caption { text-align: left; font-weight: 600; color: var(--ink-soft); padding-bottom: var(--space-1); }
      th, td { text-align: left; vertical-align: top; font-weight: 400; padding: var(--space-1) var(--space-3) var(--space-1) 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
      thead th { border: 0; color: var(--ink-soft); font-size: var(--size-tiny); }
      tbody th { white-space: nowrap; font-weight: 600; }
      tbody th::before { content: "≠ "; font-weight: 400; }
      .moved th::before { content: "◷ "; }
      .moved { color: var(--ink-soft); }
      button { min-height: 1.75rem; padding: 0 var(--space-2); border-color: var(--line); font-size: var(--size-tiny); white-space: nowrap; }
      summary { min-height: var(--target); display: flex; align-items: center; cursor: pointer; font-weight: 600; color: var(--ink-soft); }
      code { font-size: var(--size-tiny); }
      thead th:first-child { width: 9.5rem; }
      thead th:last-child { width: 6rem; }
      td:last-child { padding-right: 0; text-align: right; }
      tbody th { overflow-wrap: break-word; }
      @media (pointer: coarse) { button { min-height: var(--target); } }
      @container (max-width: 29.99rem) {
        :host { font-size: var(--size-tiny); }
        tbody th { white-space: normal; }
        th, td { padding-right: var(--space-1); }
        thead th:first-child { width: 24%; }
        thead th:last-child { width: 19%; }
        button { padding: 0; width: 100%; white-space: normal; line-height: 1.1; }
      }
    `,
  ];

  override render() {
    const { compared } = this;
    if (!compared) return nothing;
    return html`${this.#moment()}${this.#parting(compared)}${this.#outcomes(compared)}${this.#events(compared)}`;
  }

  #moment() {
    if (this.now.length === 0) return html`<p>${compareWords.sameNow}</p>`;
    return this.#table(
      compareWords.now,
      this.now.map(
        ({ server, sides }) =>
          html`<tr><th scope="row">${server}</th>${sides.map((side) => html`<td>${side}</td>`)}<td></td></tr>`,
      ),
    );
  }

  #parting({ last, first }: Comparison) {
    if (!first[0] && !first[1]) return nothing;
    return this.#table(compareWords.where, [
      html`
        <tr>
          <th scope="row">${compareWords.first}</th>
          ${first.map((event) => html`<td><code>${event?.line ?? compareWords.nothing}</code></td>`)}
          <td>${this.#goTo(first[1] ?? first[0])}</td>
        </tr>`,
      last
        ? html`<tr class="moved"><th scope="row">${compareWords.last}</th><td colspan="2"><code>${last.line}</code></td><td>${this.#goTo(last)}</td></tr>`
        : nothing,
    ]);
  }

  #outcomes({ differences, more_differences: more }: Comparison) {
    if (differences.length === 0) return nothing;
    return html`
      ${this.#table(
        compareWords.outcomes,
        differences.map((one) => this.#outcome(one)),
      )}
      ${more > 0 ? html`<p class="soft">${counted(compareWords.more, more)}</p>` : nothing}
    `;
  }

  #outcome({ kind, what, sides, only_when: moved }: Difference) {
    return html`
      <tr class=${moved ? "moved" : ""}>
        <th scope="row">${fill(compareWords.kinds[kind], { what })}${moved ? html`<span class="for-ears">, ${compareWords.moved}</span>` : nothing}</th>
        ${sides.map((side) => html`<td>${side ? came(side) : compareWords.nothing}</td>`)}
        <td>${this.#goTo(sides[0]?.at ? sides[0] : sides[1], what)}</td>
      </tr>
    `;
  }

  #events({ events, more_events: more, same, differing }: Comparison) {
    if (events.length === 0) return nothing;
    return html`
      <details>
        <summary>${fill(compareWords.counts, { same, one: differing[0], two: differing[1] })}</summary>
        ${this.#table(
          compareWords.events,
          events.map(
            ({ sides }) => html`
              <tr>
                <th scope="row"><code>${sides[0]?.id ?? sides[1]?.id}</code></th>
                ${sides.map((event) => html`<td>${event ? html`<code>${event.line}</code>` : compareWords.nothing}</td>`)}
                <td>${this.#goTo(sides[0] ?? sides[1])}</td>
              </tr>`,
          ),
        )}
        ${more > 0 ? html`<p class="soft">${counted(compareWords.moreEvents, more)}</p>` : nothing}
      </details>
    `;
  }

  #table(caption: string, rows: readonly unknown[]) {
    const { one, two } = compareWords.signs;
    const [first, second] = this.names;
    return html`
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>
            <th scope="col"><span class="for-ears">${compareWords.what}</span></th>
            <th scope="col" title=${first}>${one}</th>
            <th scope="col" title=${second}>${two}</th>
            <th scope="col"><span class="for-ears">${compareWords.go}</span></th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    `;
  }

  /** Both runs go there by time: they need not have the same events. */
  #goTo(place: ComparedEvent | Outcome | null | undefined, what?: string) {
    const at = place && ("position" in place ? place.position : place.at);
    if (!at) return nothing;
    const time = Math.round(at.time * 1000) / 1000;
    const name = fill(compareWords.goTo, { time: Math.round(time) });
    return html`<button aria-label=${what ? `${name}: ${what}` : nothing} @click=${() => intend(this, { want: "seek", to: time })}>${name}</button>`;
  }
}

function came({ fate, text, at }: Outcome): string {
  const fates: Readonly<Record<string, string>> = compareWords.fates;
  const time = at ? fill(compareWords.at, { time: Math.round(at.time) }) : "";
  return [fates[fate] ?? "", text, time].filter((part) => part !== "").join(" ");
}

define("raft-differences", Differences);
