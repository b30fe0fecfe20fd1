import faultWords from "words:faults";
import { css, html, nothing } from "lit";
import type { LinkFaults, MessageKind } from "../engine/door.ts";
import { latencyInWords } from "../scene/faults.ts";
import {
  allLinks,
  BLOCKABLE,
  CLIENT_KINDS,
  common,
  type Pairs,
  relink,
  turned,
} from "../state/fault-actions.ts";
import { type Knob, LINK_KNOBS, type LinkState, linkState, settingOf } from "../state/faults.ts";
import { intend } from "../state/intents.ts";
import { isClient } from "../state/links.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { knobStyles } from "../styles/knobs.ts";
import { fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { type KnobName, knob } from "./knob.ts";

const LATENCIES = [null, "50ms", "200ms", "10ms..300ms"] as const;

type Way = "both" | "there" | "back";

/** What is wrong with a link, in both directions or in one; without ends, with all links. */
export class LinkTrouble extends Control {
  static override properties = {
    world: { attribute: false },
    ends: { attribute: false },
    from: { attribute: false },
    way: { state: true },
  };
  declare world: World | null;
  declare ends: readonly [a: string, b: string] | null;
  /** Who is told what the reader wants: within a card, the card. */
  declare from: EventTarget;
  declare way: Way;

  constructor() {
    super();
    this.world = null;
    this.ends = null;
    this.from = this;
    this.way = "both";
  }

  static override styles = [
    base,
    knobStyles,
    css`
      fieldset { margin-top: var(--space-2); }
      legend { padding: 0; font-size: var(--size-small); color: var(--ink-soft); }
      .kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr)); gap: 0 var(--space-3); }
      .kinds label { display: flex; align-items: center; gap: var(--space-2); min-height: var(--target); font-size: var(--size-small); overflow-wrap: anywhere; }
    `,
  ];

  override render() {
    const { world } = this;
    if (!world) return nothing;
    const state = common(this.#pairs(world).map(([from, to]) => linkState(world, from, to)));
    const { faults, differ } = state;
    const jam = faults.jam === true;
    return html`
      ${this.ends && !this.#isClients(world) ? this.#ways(this.ends) : nothing}
      <div class="actions">
        <button title=${faultWords.jamHint} @click=${() => this.#field({ jam: !jam })}>${jam ? faultWords.unjam : faultWords.jam}</button>
        <button title=${faultWords.normalHint} @click=${() => this.#set(() => ({ latency: null, faults: {} }))}>${faultWords.normal}</button>
      </div>
      <div class="knobs">
        ${this.#latency(state, differ.has("latency"))}
        ${Object.entries<Knob<LinkFaults>>(LINK_KNOBS).map(([name, settings]) =>
          knob(name as KnobName, settings, faults, (next) => this.#turn(settings, next), differ),
        )}
      </div>
      <details>
        <summary>${faultWords.blocked}</summary>
        <fieldset>
          <legend class="for-ears">${faultWords.blocked}</legend>
          <div class="kinds">${(this.#isClients(world) ? CLIENT_KINDS : BLOCKABLE).map((kind) => this.#kind(kind, faults.blocked ?? []))}</div>
        </fieldset>
      </details>
    `;
  }

  #ways([a, b]: readonly [string, string]) {
    const ways: [Way, string][] = [
      ["both", faultWords.both],
      ["there", fill(faultWords.way, { from: a, to: b })],
      ["back", fill(faultWords.way, { from: b, to: a })],
    ];
    const chosen = (event: Event) => {
      this.way = (event.target as HTMLSelectElement).value as Way;
    };
    return html`
      <label class="knob">${faultWords.direction}
        <select @change=${chosen}>
          ${ways.map(([way, name]) => html`<option value=${way} .selected=${way === this.way}>${name}</option>`)}
        </select>
      </label>
    `;
  }

  #latency({ latency }: LinkState, mixed: boolean) {
    const known = LATENCIES.some((one) => one === latency);
    const choices = known ? LATENCIES : [...LATENCIES, latency];
    const chosen = (event: Event) => {
      const next = choices[Number((event.target as HTMLSelectElement).value)];
      if (next !== undefined) this.#set((before) => ({ ...before, latency: next }));
    };
    return html`
      <label class="knob">${faultWords.latency.name}
        <select @change=${chosen}>
          ${mixed ? html`<option value="-1" .selected=${true}>${faultWords.mixed}</option>` : nothing}
          ${choices.map((one, order) => html`<option value=${order} .selected=${!mixed && one === latency}>${one === null ? faultWords.latency.none : latencyInWords(one)}</option>`)}
        </select>
      </label>
    `;
  }

  #kind(kind: MessageKind, blocked: NonNullable<LinkFaults["blocked"]>) {
    const turned = () =>
      blocked.includes(kind) ? blocked.filter((one) => one !== kind) : [...blocked, kind];
    return html`
      <label>
        <input type="checkbox" .checked=${blocked.includes(kind)} @change=${() => this.#field({ blocked: turned() })} />
        <span>${kind}</span>
      </label>
    `;
  }

  /** A client's link has one setting for both ways. */
  #isClients(world: World): boolean {
    return this.ends?.some((end) => isClient(world, end)) ?? false;
  }

  #pairs(world: World): Pairs {
    const { ends, way } = this;
    if (!ends) return allLinks(world);
    const [a, b] = ends;
    const [there, back] = [[a, b] as const, [b, a] as const];
    if (this.#isClients(world)) return [there];
    return way === "both" ? [there, back] : way === "there" ? [there] : [back];
  }

  /** One knob of each link: the fields it turns, as they stand now in `next`. */
  #turn(settings: Knob<LinkFaults>, next: LinkFaults): void {
    const setting = settingOf(settings, next);
    this.#set(({ latency, faults }) => ({ latency, faults: turned(settings, faults, setting) }));
  }

  /** One field of each link that is meant; whatever else is wrong with it stays. */
  #field(field: LinkFaults): void {
    this.#set(({ latency, faults }) => ({ latency, faults: { ...faults, ...field } }));
  }

  #set(change: (state: LinkState) => LinkState): void {
    const { world } = this;
    if (!world) return;
    for (const action of relink(world, this.#pairs(world), change))
      intend(this.from, { want: "act", action });
  }
}

define("raft-link-faults", LinkTrouble);
