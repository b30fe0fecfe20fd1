import eventsWords from "words:events";
import scenarioWords from "words:scenario";
import spacetimeWords from "words:spacetime";
import stateWords from "words:state";
import tryItWords from "words:tryIt";
import { css, html } from "lit";
import { intend, PANELS, type Panel } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

const titles = (): Record<Panel, string> => ({
  try: tryItWords.title,
  pending: words.panels.titles.pending,
  faults: words.panels.titles.faults,
  spacetime: spacetimeWords.title,
  clients: words.panels.titles.history,
  state: stateWords.title,
  events: eventsWords.title,
  properties: words.properties.title,
  why: words.panels.titles.why,
  scenario: scenarioWords.title,
  exporting: words.panels.titles.exporting,
  help: words.panels.titles.help,
});

/** Quiet tabs. The contents are slotted, one for each name. */
export class Panels extends Control {
  static override properties = {
    panel: { type: String },
    offered: { attribute: false },
  };
  declare panel: Panel;
  /** Without a run there is nothing to try and nothing to list. */
  declare offered: readonly Panel[];
  #watch = new ResizeObserver(() => this.#look());

  constructor() {
    super();
    this.panel = "try";
    this.offered = PANELS;
  }

  static override styles = [
    base,
    css`
      /* All of them in sight, in two rows where one is too short: what is out of sight is never found. */
      [role="tablist"] { display: flex; flex-wrap: wrap; gap: 0 var(--space-1); border-bottom: 1px solid var(--line); background: var(--paper); }
      @media (pointer: fine) { [role="tab"] { min-height: 2rem; } }
      /* Whoever reads on in a long panel can turn to another one from there. */
      @container (min-width: 56.2rem) { [role="tablist"] { position: sticky; top: 0; z-index: 3; } }
      /* On a phone they would take a third of the screen. A tab that is cut off looks like one that fits: at an end with more to come the row fades. */
      @container (max-width: 29.99rem) { [role="tablist"] { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; } [role="tab"] { min-height: var(--target); } }
      [data-beyond="right"] { mask-image: linear-gradient(to left, transparent, #000 2.5rem); }
      [data-beyond="left"] { mask-image: linear-gradient(to right, transparent, #000 2.5rem); }
      [data-beyond="both"] { mask-image: linear-gradient(to right, transparent, #000 2.5rem calc(100% - 2.5rem), transparent); }
      [role="tab"] { border: 0; border-radius: 0; background: none; padding: 0 var(--space-2); color: var(--ink-soft); font-size: var(--size-small); white-space: nowrap; flex: none; border-bottom: 2px solid transparent; }
      [role="tab"]:hover { color: var(--ink); }
      [role="tab"][aria-selected="true"] { color: var(--ink); font-weight: 600; border-bottom-color: var(--ink); }
      [role="tab"]:focus-visible { outline-offset: -3px; }
      /* A line that cannot be seen is drawn there: under every tab, it would say nothing of the chosen one. */
      @media (forced-colors: active) { [role="tab"][aria-selected="false"] { border-color: Canvas; } }
      [role="tabpanel"] { padding: var(--space-3) 0 var(--space-2); }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch.disconnect();
  }

  override render() {
    const names = titles();
    return html`
      <div
        role="tablist"
        aria-label=${words.panels.label}
        @keydown=${this.#moved}
        @scroll=${this.#look}
      >
        ${this.offered.map(
          (panel) => html`
            <button
              role="tab"
              id="tab-${panel}"
              aria-selected=${panel === this.panel}
              aria-controls="panel"
              tabindex=${panel === this.panel ? 0 : -1}
              @click=${() => intend(this, { want: "panel", panel })}
            >${names[panel]}</button>
          `,
        )}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${this.panel}" tabindex="-1">
        <slot name=${this.panel}></slot>
      </div>
    `;
  }

  /** A panel can be opened from elsewhere: then its tab comes into sight. Only the row scrolls, never the host's page. */
  override updated(changed: Map<string, unknown>): void {
    if (!changed.has("panel")) return;
    const tab = this.renderRoot.querySelector<HTMLElement>(`#tab-${this.panel}`);
    const row = tab?.parentElement;
    if (tab && row)
      row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
    this.#look();
  }

  /** At which ends there are tabs out of sight. */
  #look(): void {
    const row = this.renderRoot?.querySelector<HTMLElement>("[role=tablist]");
    if (!row) return;
    const left = row.scrollLeft > 1;
    const right = row.scrollLeft + row.clientWidth < row.scrollWidth - 1;
    row.dataset.beyond = left ? (right ? "both" : "left") : right ? "right" : "";
  }

  async #moved(event: KeyboardEvent): Promise<void> {
    const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!turn) return;
    event.preventDefault();
    const { offered } = this;
    const panel = offered[(offered.indexOf(this.panel) + turn + offered.length) % offered.length];
    if (!panel) return;
    intend(this, { want: "panel", panel });
    await this.focusTab(panel);
  }

  async focusTab(panel: Panel): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#tab-${panel}`)?.focus();
  }
}

define("raft-panels", Panels);
