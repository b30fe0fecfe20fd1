import membershipWords from "words:membership";
import tryItWords from "words:tryIt";
import { css, html, nothing } from "lit";
import type { ConfigurationFrame, Transition } from "../engine/door.ts";
import { standingOf } from "../scene/standing.ts";
import { intend } from "../state/intents.ts";
import { changeTo, ORDER, PARTS, type Part, partOf } from "../state/members.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

const TRANSITIONS = ["auto", "implicit", "explicit"] as const;

/** Which servers belong to the cluster: the reader says what each shall be, and asks for all of it at once. */
export class Members extends Control {
  static override properties = {
    world: { attribute: false },
    wanted: { state: true },
    transition: { state: true },
  };
  declare world: World | null;
  /** What the reader wants some servers to be. */
  declare wanted: ReadonlyMap<string, Part>;
  declare transition: Transition;

  constructor() {
    super();
    this.world = null;
    this.wanted = new Map();
    this.transition = "auto";
  }

  static override styles = [
    base,
    css`
      .servers { display: grid; gap: 0 var(--space-4); grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); margin-top: var(--space-2); }
      .servers label { display: grid; grid-template-columns: 2rem 1fr auto; align-items: center; gap: var(--space-2); min-height: var(--target); font-size: var(--size-small); }
      .servers b { font-weight: 650; }
      .is { color: var(--ink-soft); }
      select { padding: 0 var(--space-2); }
      .other select { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); font-weight: 600; }
      .row { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-2) var(--space-3); margin-top: var(--space-3); }
      .row label { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
      .row button { padding: 0 var(--space-3); font-size: var(--size-small); }
      .plan { flex: 1 1 100%; min-height: 1.5em; }
    `,
  ];

  override willUpdate(): void {
    const configuration = this.world?.configuration;
    if (!configuration) return;
    const open = [...this.wanted].filter(([id, part]) => partOf(id, configuration) !== part);
    if (open.length < this.wanted.size) this.wanted = new Map(open);
  }

  override render() {
    const { world } = this;
    if (!world) return nothing;
    const { configuration } = world;
    return html`
      <h2>${membershipWords.title}</h2>
      ${configuration ? this.#parts(world, configuration) : html`<p class="soft small">${membershipWords.nobody}</p>`}
    `;
  }

  #parts(world: World, configuration: ConfigurationFrame) {
    const change = changeTo(this.wanted, configuration, this.transition);
    const joint = configuration.outgoing.length > 0;
    return html`
      <p class="soft small">${joint ? membershipWords.joint : membershipWords.intro}</p>
      <div class="servers">${world.serverIds.map((id) => this.#server(id, world, configuration))}</div>
      <div class="row">
        <label>${membershipWords.how}
          <select aria-describedby="how" @change=${this.#chosen}>
            ${TRANSITIONS.map((one) => html`<option value=${one} ?selected=${one === this.transition}>${membershipWords.transitions[one]}</option>`)}
          </select>
        </label>
        <button class="primary" ?disabled=${change === null} @click=${() => this.#ask(configuration)}>${membershipWords.change}</button>
        ${change === null ? nothing : html`<button @click=${this.#forget}>${tryItWords.cancel}</button>`}
        ${joint ? html`<button title=${membershipWords.leaveHint} @click=${() => intend(this, { want: "act", action: { leave_joint: "leader" } })}>${membershipWords.leave}</button>` : nothing}
        <p class="soft small" id="how">${membershipWords.transitionHints[this.transition]}</p>
        <p class="plan small" aria-live="polite">${this.#plan(configuration)}</p>
      </div>
    `;
  }

  #server(id: string, world: World, configuration: ConfigurationFrame) {
    const server = world.servers.get(id);
    const is = partOf(id, configuration);
    const wanted = this.wanted.get(id) ?? is;
    return html`
      <label class=${wanted === is ? "" : "other"}>
        <b>${id}</b>
        <span class="is">${server ? standingOf(server, world).name : ""}</span>
        <select aria-label=${fill(membershipWords.shall, { server: id })} @change=${(event: Event) => this.#want(id, event)}>
          ${PARTS.map((part) => html`<option value=${part} .selected=${part === wanted}>${membershipWords.parts[part]}</option>`)}
        </select>
      </label>
    `;
  }

  /** What would be asked for, in words. */
  #plan(configuration: ConfigurationFrame): string {
    const change = changeTo(this.wanted, configuration, this.transition);
    if (!change) return "";
    const steps = ORDER.flatMap((verb) => {
      const servers = change[verb];
      if (!servers) return [];
      return [fill(membershipWords.verbs[verb], { servers: [servers].flat().join(", ") })];
    });
    return fill(membershipWords.plan, { steps: steps.join(", ") });
  }

  #want(id: string, event: Event): void {
    const part = (event.target as HTMLSelectElement).value as Part;
    this.wanted = new Map([...this.wanted, [id, part]]);
  }

  #chosen(event: Event): void {
    this.transition = (event.target as HTMLSelectElement).value as Transition;
  }

  #forget(): void {
    this.wanted = new Map();
  }

  #ask(configuration: ConfigurationFrame): void {
    const change = changeTo(this.wanted, configuration, this.transition);
    // The wish stays until it is so: a leader may refuse.
    if (change) intend(this, { want: "act", action: { change } });
  }
}

define("raft-members", Members);
