import branchesWords from "words:branches";
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Branch } from "../engine/door.ts";
import { branchTree, type Twig } from "../scene/branches.ts";
import { intend } from "../state/intents.ts";
import type { Span } from "../state/span.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** More lines than this are no picture any more; the others are counted until the reader asks for them. */
const ROWS_AT_MOST = 5;
const LONGEST_NAME = 80;

/** The tree of branches on the time line's scale: each a line that leaves its parent at its moment. The lines are a list. */
export class Branches extends Control {
  static override properties = {
    branches: { attribute: false },
    span: { attribute: false },
    renaming: { state: true },
    all: { state: true },
  };
  declare branches: readonly Branch[];
  declare span: Span;
  /** The branch whose name is being written. */
  declare renaming: number | null;
  declare all: boolean;

  constructor() {
    super();
    this.branches = [];
    this.span = { from: 0, to: 1 };
    this.renaming = null;
    this.all = false;
  }

  static override styles = [
    base,
    css`
      :host { --row: 1.75rem; padding-bottom: var(--space-1); }
      h2 { font-size: var(--size-tiny); }
      .title, li { display: grid; grid-template-columns: var(--gutter, 0rem) minmax(0, 1fr) var(--after, 4.5rem); align-items: center; }
      .title > * { grid-column: 2 / 4; }
      li { position: relative; height: var(--row); }
      .track { position: relative; grid-column: 2; height: 100%; }
      .line { position: absolute; bottom: 3px; min-width: 3px; border-bottom: 2px solid var(--line-strong); pointer-events: none; }
      .current .line { border-bottom: 4px solid var(--ink); bottom: 2px; }
      .leaves { position: absolute; bottom: 4px; border-left: 2px solid var(--line-strong); pointer-events: none; }
      .leaves::after { content: ""; position: absolute; left: -4px; top: -3px; width: 6px; height: 6px; border-radius: 50%; background: var(--ink-soft); }
      .current .leaves { border-color: var(--ink); }
      .name { position: absolute; bottom: 0; min-height: 0; height: var(--row); max-width: 100%; padding: 0 var(--space-1) 5px var(--space-2); border: 0; border-radius: 3px; background: none; text-align: left; font-size: var(--size-tiny); color: var(--ink-soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
      .name:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 0.2em; }
      .current .name { color: var(--ink); font-weight: 650; }
      .deeds { display: flex; justify-content: flex-end; }
      .deeds button, .title button { min-height: 0; height: var(--row); padding: 0 var(--space-2); border-color: transparent; background: none; font-size: var(--size-tiny); color: var(--ink-soft); white-space: nowrap; }
      .deeds button:hover, .title button:hover { background: var(--sunken); color: var(--ink); }
      form { position: absolute; inset: 0; display: flex; z-index: 1; }
      input { flex: 1; min-height: 0; height: var(--row); font-size: var(--size-small); max-width: 24rem; }
      /* Beside a short time line there is no room for the word; the button keeps its name. */
      @container (max-width: 29.99rem) { .word { display: none; } .deeds button { min-width: var(--target); } }
      @media (pointer: coarse) { :host { --row: 2.5rem; } }
    `,
  ];

  override render() {
    const { twigs, more } = branchTree(
      this.branches,
      this.span,
      this.all ? this.branches.length : ROWS_AT_MOST,
    );
    return html`
      <div class="title"><h2 id="title">${branchesWords.title}</h2></div>
      <ol aria-labelledby="title">
        ${repeat(
          twigs,
          (twig) => twig.id,
          (twig) => this.#row(twig),
        )}
      </ol>
      ${
        more > 0 || this.all
          ? html`<div class="title"><button @click=${() => (this.all = !this.all)}>${this.all ? branchesWords.fewer : counted(branchesWords.more, more)}</button></div>`
          : nothing
      }
    `;
  }

  override updated(changed: Map<string, unknown>): void {
    if (!changed.has("renaming") || this.renaming === null) return;
    const field = this.renderRoot.querySelector("input");
    field?.focus();
    field?.select();
  }

  #row(twig: Twig) {
    const { id, current, from, to, above } = twig;
    return html`
      <li class=${current ? "current" : ""}>
        <div class="track">
          ${above > 0 ? html`<span class="leaves" .style=${`left:${percent(from)};height:calc(var(--row) * ${above} - 1px)`}></span>` : nothing}
          <span class="line" .style=${`left:${percent(from)};width:${percent(Math.max(0, to - from))}`}></span>
          ${
            this.renaming === id
              ? this.#field(twig)
              : html`<button
                  class="name"
                  .style=${besideLine(twig)}
                  aria-current=${current ? "true" : nothing}
                  aria-label=${twig.description}
                  title=${twig.description}
                  @click=${() => intend(this, { want: "branch", id })}
                >${twig.name}</button>`
          }
        </div>
        <div class="deeds">${this.#deed(twig)}</div>
      </li>
    `;
  }

  /** The branch on the screen can be named; the others can be put beside it. */
  #deed({ id, name, current, depth }: Twig) {
    if (current && depth === 0) return nothing;
    if (current)
      return html`<button aria-label=${fill(branchesWords.renameThis, { name })} @click=${() => (this.renaming = id)}>${branchesWords.rename}</button>`;
    return html`<button
      aria-label=${fill(branchesWords.compareThis, { name })}
      @click=${() => intend(this, { want: "compare", against: { kind: "branch", id } })}
    >≠ <span class="word">${branchesWords.compare}</span></button>`;
  }

  #field({ id, name }: Twig) {
    return html`
      <form @submit=${(event: Event) => this.#named(event, id)}>
        <input
          .value=${name}
          maxlength=${LONGEST_NAME}
          aria-label=${branchesWords.newName}
          autocomplete="off"
          @keydown=${this.#key}
          @blur=${() => (this.renaming = null)}
        />
      </form>
    `;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.renaming = null;
  }

  #named(event: Event, id: number): void {
    event.preventDefault();
    const name = this.renderRoot.querySelector("input")?.value ?? "";
    this.renaming = null;
    intend(this, { want: "rename-branch", id, name });
  }
}

/** A name stands over its line; where that begins far right, it ends where the line ends. */
function besideLine({ from }: Twig): string {
  return from < 0.5
    ? `left:${percent(from)};max-width:${percent(1 - from)}`
    : "right:0;max-width:100%;text-align:right";
}

function percent(part: number): string {
  return `${Math.round(part * 10000) / 100}%`;
}

define("raft-branches", Branches);
