import faultWords from "words:faults";
import { html, nothing } from "lit";
import type {
  Action,
  DiskFaults,
  ProcessFaults,
  ServerFaultsFrame,
  ServerFrame,
} from "../engine/door.ts";
import { clockTroubles, diskTroubles, processTroubles, rateInWords } from "../scene/faults.ts";
import { CRASH_POINTS, RATES, setRight } from "../state/fault-actions.ts";
import { DISK_KNOBS, NO_FAULTS, PROCESS_KNOBS } from "../state/faults.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { knobStyles } from "../styles/knobs.ts";
import { fill, words } from "../words/words.ts";
import { act } from "./card-parts.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { knobs } from "./knob.ts";

/** Milliseconds. */
const JUMPS = [100, 1000];

/** What is wrong with a server: its process, its clock, its disk. Each folded, and says what it has. */
export class ServerTrouble extends Control {
  static override properties = {
    server: { attribute: false },
    now: { type: Number },
    from: { attribute: false },
  };
  declare server: ServerFrame | null;
  declare now: number;
  /** Who is told what the reader wants: the card. */
  declare from: EventTarget;

  constructor() {
    super();
    this.server = null;
    this.now = 0;
    this.from = this;
  }

  static override styles = [base, knobStyles];

  override render() {
    const { server } = this;
    if (!server) return nothing;
    const faults = server.faults ?? NO_FAULTS;
    const { process, clock, disk } = faultWords;
    return html`
      ${this.#group(process, processTroubles(faults), this.#process(server, faults))}
      ${this.#group(clock, clockTroubles(faults), this.#clock(server.id, faults))}
      ${this.#group(disk, diskTroubles(faults), this.#disk(server, faults))}
    `;
  }

  #group(name: string, troubles: string[], content: unknown) {
    return html`
      <details>
        <summary>${name} <span class="soft">${troubles.join("; ") || faultWords.well}</span></summary>
        ${content}
      </details>
    `;
  }

  #process({ id, up }: ServerFrame, { trap, process }: ServerFaultsFrame) {
    const faults = faultWords;
    return html`
      ${
        up
          ? html`<label class="knob">${faults.trap}
              <select title=${faults.trapHint} @change=${(event: Event) => this.#arm(id, event)}>
                <option value="" .selected=${trap === null}>${faults.none}</option>
                ${CRASH_POINTS.map((point) => html`<option value=${point} .selected=${trap === point}>${words.wrong.points[point]}</option>`)}
              </select>
            </label>`
          : nothing
      }
      <div class="knobs">
        ${knobs<ProcessFaults>(PROCESS_KNOBS, process, (next) => this.#act({ server: { servers: id, faults: next } }))}
      </div>
    `;
  }

  #clock(id: string, { clock }: ServerFaultsFrame) {
    const faults = faultWords;
    const rate = clock?.ratePpm ?? 0;
    const rates = RATES.some((one) => one === rate) ? RATES : [...RATES, rate];
    return html`
      <label class="knob">${faults.rate}
        <select @change=${(event: Event) => this.#act({ clock: { servers: id, rate_ppm: Number((event.target as HTMLSelectElement).value) } })}>
          ${rates.map((one) => html`<option value=${one} .selected=${one === rate}>${one === 0 ? faultWords.onTime : rateInWords(one)}</option>`)}
        </select>
      </label>
      <div class="actions" role="group" aria-label=${faults.jump}>
        ${JUMPS.map((time) => this.#jump(id, fill(faults.jumpAhead, { time }), { forward: `${time}ms` }))}
        ${JUMPS.map((time) => this.#jump(id, fill(faults.jumpBack, { time }), { back: `${time}ms` }))}
        ${clock ? act(this.from, faults.setRight, setRight(id, clock, this.now)) : nothing}
      </div>
    `;
  }

  #jump(server: string, jump: string, by: { forward: string } | { back: string }) {
    const name = fill(faultWords.jumpBy, { server, jump });
    const action = { clock: { servers: server, ...by } };
    return html`<button aria-label=${name} @click=${() => this.#act(action)}>${jump}</button>`;
  }

  #disk({ id }: ServerFrame, { disk, damaged }: ServerFaultsFrame) {
    const faults = faultWords;
    const set = (next: typeof disk) => this.#act({ disk: { servers: id, faults: next } });
    const stalled = disk.stalled === true;
    return html`
      <div class="actions">
        <button title=${faults.stallDiskHint} @click=${() => set({ ...disk, stalled: !stalled })}>${stalled ? faults.goOnDisk : faults.stallDisk}</button>
        ${damaged ? nothing : act(this.from, faults.damageNow, { damage: id }, faults.damageNowHint)}
      </div>
      <div class="knobs">${knobs<DiskFaults>(DISK_KNOBS, disk, set)}</div>
    `;
  }

  #arm(servers: string, event: Event): void {
    const point = CRASH_POINTS.find((one) => one === (event.target as HTMLSelectElement).value);
    this.#act({ trap: { servers, ...(point ? { point } : {}) } });
  }

  #act(action: Action): void {
    intend(this.from, { want: "act", action });
  }
}

define("raft-server-faults", ServerTrouble);
