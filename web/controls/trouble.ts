import { css, html, nothing } from "lit";
import type { Opening, Problem } from "../engine/door.ts";
import type { FailureReason } from "../engine/problems.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/**
 * What went wrong, in plain words. `problem`: bad input, the scene is untouched. `unfetched`: likewise, a scenario did
 * not come. `failure`: there is no engine.
 */
export type Trouble =
  | { kind: "problem"; problem: Problem; fatal: boolean }
  | { kind: "unfetched"; opening: Opening; technical: string; fatal: boolean }
  | { kind: "failure"; reason: FailureReason; technical: string };

/** Beside the scene, never instead of it, with a way back. */
export class TroubleView extends Control {
  static override properties = { trouble: { attribute: false } };
  declare trouble: Trouble | null;

  constructor() {
    super();
    this.trouble = null;
  }

  static override styles = [
    base,
    css`
      .box { padding: var(--space-3) var(--space-4); border: 1.5px solid var(--ink); border-radius: var(--radius); background: var(--raised); }
      h2 { font-size: var(--size-body); color: var(--ink); }
      p { max-width: 46em; overflow-wrap: anywhere; }
      .row { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 var(--space-4); margin-top: var(--space-2); }
      summary { min-height: var(--target); display: flex; align-items: center; cursor: pointer; color: var(--ink-soft); font-size: var(--size-small); }
      code { overflow-wrap: anywhere; }
    `,
  ];

  override render() {
    const trouble = this.trouble;
    if (!trouble) return nothing;
    return html`
      <section class="box" role="alert">
        ${this.#told(trouble)}
      </section>
    `;
  }

  #told(trouble: Trouble) {
    switch (trouble.kind) {
      case "problem":
        return this.#problem(trouble.problem, trouble.fatal);
      case "unfetched":
        return this.#unfetched(trouble);
      case "failure":
        return this.#failure(trouble);
    }
  }

  #unfetched({ opening, technical, fatal }: Trouble & { kind: "unfetched" }) {
    return html`
      <h2>${words.trouble.unfetched}</h2>
      <p>${words.trouble.failures.scenario}</p>
      <div class="row">
        <button class="primary" @click=${() => intend(this, { want: "open", opening })}>${words.trouble.retry}</button>
        ${fatal ? html`<button @click=${() => intend(this, { want: "open", opening: {} })}>${words.trouble.toDefault}</button>` : this.#dismiss()}
        ${this.#details(technical)}
      </div>
    `;
  }

  #dismiss() {
    return html`<button @click=${() => intend(this, { want: "dismiss" })}>${words.trouble.dismiss}</button>`;
  }

  #details(technical: string) {
    return html`
      <details>
        <summary>${words.trouble.details}</summary>
        <code>${technical}</code>
      </details>
    `;
  }

  #problem(problem: Problem, fatal: boolean) {
    return html`
      <h2>${words.trouble.problems[problem.kind]}</h2>
      <p>${problem.message}</p>
      ${problem.path ? html`<p class="small">${fill(words.trouble.where, { path: problem.path })}</p>` : nothing}
      ${problem.expected ? html`<p class="small">${fill(words.trouble.expected, { expected: problem.expected })}</p>` : nothing}
      <div class="row">
        ${problem.kind === "action" ? nothing : this.#wayBack()}
        ${fatal ? nothing : this.#dismiss()}
      </div>
    `;
  }

  #wayBack() {
    return html`
      <button class="primary" @click=${() => intend(this, { want: "open", opening: {} })}>
        ${words.trouble.toDefault}
      </button>
    `;
  }

  #failure({ reason, technical }: { reason: FailureReason; technical: string }) {
    return html`
      <h2>${reason === "panic" ? words.trouble.stopped : words.trouble.title}</h2>
      <p>${words.trouble.failures[reason]}</p>
      <div class="row">
        <button class="primary" @click=${() => intend(this, { want: "retry" })}>${words.trouble.retry}</button>
        ${this.#details(technical)}
      </div>
    `;
  }
}

define("raft-trouble", TroubleView);
