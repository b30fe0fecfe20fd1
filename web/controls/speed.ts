import { css, html } from "lit";
import { intend } from "../state/intents.ts";
import { nameOfSpeed, notchOfSpeed, SPEED_NOTCHES, speedOfNotch } from "../state/speed.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

export class Speed extends Control {
  static override properties = { speed: { type: Number } };
  declare speed: number;

  constructor() {
    super();
    this.speed = 1;
  }

  static override styles = [
    base,
    css`
      label { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-small); color: var(--ink-soft); }
      input { width: 7rem; min-height: var(--target); margin: 0; }
      output { min-width: 2.6rem; font-variant-numeric: tabular-nums; }
    `,
  ];

  override render() {
    const name = nameOfSpeed(this.speed);
    return html`
      <label>
        <span>${words.speed.label}</span>
        <input
          type="range"
          min=${SPEED_NOTCHES.slowest}
          max=${SPEED_NOTCHES.fastest}
          step="1"
          .value=${String(notchOfSpeed(this.speed))}
          aria-valuetext=${fill(words.speed.value, { speed: name })}
          @input=${this.#changed}
        />
        <output aria-hidden="true">${name}</output>
      </label>
    `;
  }

  #changed(event: Event): void {
    const notch = Number((event.target as HTMLInputElement).value);
    intend(this, { want: "speed", speed: speedOfNotch(notch) });
  }
}

define("raft-speed", Speed);
