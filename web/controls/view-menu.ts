import compareWords from "words:compare";
import viewingWords from "words:viewing";
import { css, html, nothing } from "lit";
import { type Arrangement, PRESETS, VIEWS } from "../state/arrangement.ts";
import type { Bookmark } from "../state/bookmarks.ts";
import { type Intent, intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

const PRESETS_OFFERED = PRESETS.filter((preset) => preset !== "phone");

/** How far the menu stays from the edges of the window, in pixels. */
const EDGE = 8;

/** What stands on the page, through whose eyes, and where the bookmarks are. Opens upwards, never over the picture's middle. */
export class ViewMenu extends Control {
  static override properties = {
    arrangement: { attribute: false },
    servers: { attribute: false },
    seenBy: { attribute: false },
    zoomed: { type: Boolean },
    bookmarks: { attribute: false },
    open: { state: true },
  };
  declare arrangement: Arrangement | null;
  declare servers: readonly string[];
  declare seenBy: string | null;
  declare zoomed: boolean;
  declare bookmarks: readonly Bookmark[];
  declare open: boolean;

  constructor() {
    super();
    this.arrangement = null;
    this.servers = [];
    this.seenBy = null;
    this.zoomed = false;
    this.bookmarks = [];
    this.open = false;
  }

  static override styles = [
    base,
    css`
      :host { position: relative; }
      .opener { font-size: var(--size-small); padding: 0 var(--space-3); }
      .menu {
        position: absolute;
        z-index: 6;
        bottom: calc(100% + var(--space-2));
        right: 50%;
        transform: translateX(50%);
        width: 20rem;
        max-width: 92vw;
        max-height: min(32rem, 80svh);
        overflow-y: auto;
        display: grid;
        gap: var(--space-3);
        padding: var(--space-4);
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: calc(var(--radius) * 1.5);
        box-shadow: var(--shadow);
        font-size: var(--size-small);
      }
      h2 { margin-bottom: var(--space-1); }
      .row { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      .row button { padding: 0 var(--space-3); font-size: var(--size-small); }
      button[aria-pressed="true"] { background: var(--ink); color: var(--paper); border-color: var(--ink); }
      label { display: flex; align-items: center; gap: var(--space-2); min-height: 2.25rem; }
      .marks button { width: 100%; text-align: left; border: 0; background: none; padding: var(--space-1) var(--space-2); }
      .marks button:hover { background: var(--sunken); }
      .marks li { display: flex; align-items: center; }
      .marks .away { width: var(--target); flex: none; text-align: center; color: var(--ink-soft); }
      @media (pointer: coarse) { label { min-height: var(--target); } }
      @container (max-width: 29.99rem) { .menu { position: fixed; inset: auto 0.75rem 4.5rem; width: auto; max-width: none; transform: none; } }
    `,
  ];

  override render() {
    return html`
      <button class="opener" aria-expanded=${this.open} aria-controls="menu" @click=${this.#toggle} @keydown=${this.#key}>${viewingWords.title}</button>
      ${this.open ? this.#menu() : nothing}
    `;
  }

  #menu() {
    const views = this.arrangement?.views ?? new Set();
    return html`
      <div class="menu" id="menu" role="dialog" aria-label=${viewingWords.title} @keydown=${this.#key}>
        <section>
          <h2>${viewingWords.presets}</h2>
          <div class="row">
            ${PRESETS_OFFERED.map((preset) => this.#choice(viewingWords.names[preset], this.arrangement?.preset === preset, { want: "arrange", preset }))}
          </div>
        </section>
        <section>
          <h2>${viewingWords.views}</h2>
          ${VIEWS.map(
            (view) => html`
              <label>
                <input type="checkbox" .checked=${views.has(view)} @change=${() => this.#ask({ want: "show-view", view })} />
                ${viewingWords.viewNames[view]}
              </label>
            `,
          )}
        </section>
        <section>
          <h2>${compareWords.title}</h2>
          <div class="row"><button @click=${this.#compare}>${compareWords.open}</button></div>
        </section>
        <section>
          <h2>${viewingWords.eyes}</h2>
          <div class="row">
            ${this.#choice(words.view.everything, this.seenBy === null, { want: "see-as", server: null })}
            ${this.servers.map((server) => this.#choice(fill(viewingWords.seeAs, { server }), this.seenBy === server, { want: "see-as", server }))}
          </div>
        </section>
        <section>
          <h2>${viewingWords.time}</h2>
          <div class="row">
            <button @click=${() => this.#ask({ want: "zoom-by", direction: 1 })}>${words.timeline.closer}</button>
            <button @click=${() => this.#ask({ want: "zoom-by", direction: -1 })} ?disabled=${!this.zoomed}>${words.timeline.farther}</button>
            <button @click=${() => this.#ask({ want: "zoom-by", direction: 0 })} ?disabled=${!this.zoomed}>${words.timeline.whole}</button>
          </div>
        </section>
        <section>
          <h2>${viewingWords.bookmarks}</h2>
          <ul class="marks">${this.bookmarks.map((one) => this.#bookmark(one))}</ul>
          <div class="row"><button @click=${() => this.#ask({ want: "bookmark" })}>${viewingWords.bookmark}</button></div>
        </section>
      </div>
    `;
  }

  #choice(name: string, pressed: boolean, intent: Intent) {
    return html`<button aria-pressed=${pressed} @click=${() => this.#ask(intent)}>${name}</button>`;
  }

  #bookmark(bookmark: Bookmark) {
    const time = Math.round(bookmark.position.time);
    return html`
      <li>
        <button @click=${() => this.#ask({ want: "to-bookmark", bookmark })}>${fill(words.transport.time, { time })}: ${bookmark.text}</button>
        <button class="away" aria-label=${fill(viewingWords.forget, { time })} @click=${() => this.#ask({ want: "mark", bookmark })}>×</button>
      </li>
    `;
  }

  /** The button may stand at the edge of the window, where somebody sets letters wider: the menu stays within it. */
  override updated(): void {
    const menu = this.renderRoot.querySelector<HTMLElement>(".menu");
    if (!menu || menu.style.translate) return;
    const { left, right } = menu.getBoundingClientRect();
    const { clientWidth } = document.documentElement;
    const beyond = Math.min(0, clientWidth - EDGE - right) + Math.max(0, EDGE - left);
    if (beyond !== 0) menu.style.translate = `${beyond}px`;
  }

  /** The page is another one then: the menu is done with. */
  #compare(): void {
    this.open = false;
    this.#ask({ want: "compare", against: null });
  }

  #ask(intent: Intent): void {
    intend(this, intent);
  }

  #toggle(): void {
    this.open = !this.open;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>(".opener")?.focus();
  }

  /** A click anywhere else closes it, as menus do. */
  #elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.open = false;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pointerdown", this.#elsewhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.#elsewhere);
  }
}

define("raft-view-menu", ViewMenu);
