import { css, html, LitElement, svg } from "lit";
import { guard } from "lit/directives/guard.js";
import { type TimelineScene, thinned } from "../scene/timeline.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { termHues } from "../styles/tokens.ts";
import { fill, words } from "../words/words.ts";
import { define } from "./define.ts";
import { powerMark } from "./signs.ts";

/** A mark takes about so many pixels. */
const MARK_WIDTH = 13;

/** The run painted on a line, over a native range input: every key and every screen reader knows how to use that. */
export class TimelineView extends LitElement {
  static override properties = {
    scene: { attribute: false },
    now: { type: Number },
    sentence: { type: String },
  };
  declare scene: TimelineScene | null;
  declare now: number;
  declare sentence: string;

  constructor() {
    super();
    this.scene = null;
    this.now = 0;
    this.sentence = "";
  }

  static override styles = [
    base,
    termHues,
    css`
      .frame { display: grid; grid-template-columns: 1fr auto; align-items: center; column-gap: var(--space-3); }
      .track { position: relative; height: var(--target); }
      svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; pointer-events: none; }
      .base { stroke: var(--line-strong); stroke-width: 1; }
      .band { fill: var(--fill); stroke: var(--ink); stroke-width: 1; }
      .ahead { position: absolute; inset: 0; background: var(--paper); opacity: 0.65; pointer-events: none; }
      text { font: 600 0.6875rem var(--font); fill: var(--ink); text-anchor: middle; }
      .violation { fill: var(--violated); }
      .dot { fill: var(--ink-soft); }
      .playhead { position: absolute; top: 1px; bottom: 1px; left: 0; width: 2px; margin-left: -1px; background: var(--ink); pointer-events: none; }
      .playhead::after { content: ""; position: absolute; left: -5px; bottom: -2px; width: 12px; height: 12px; border-radius: 50%; background: var(--ink); }
      input { position: absolute; inset: 0; width: calc(100% + 16px); left: -8px; height: 100%; min-height: 0; margin: 0; opacity: 0; cursor: pointer; touch-action: pan-y; }
      .track:has(:focus-visible) { outline: 2.5px solid var(--ink); outline-offset: 4px; border-radius: 2px; }
      output { min-width: 4.2rem; text-align: right; font-size: var(--size-small); color: var(--ink-soft); font-variant-numeric: tabular-nums; }
      @container (max-width: 29.99rem) {
        .track { height: 2.25rem; }
        output { min-width: 3.4rem; }
      }
    `,
  ];

  override render() {
    const end = this.scene?.end ?? 1;
    const time = Math.round(this.now);
    return html`
      <div class="frame">
        <div class="track">
          ${guard([this.scene], () => this.#painted())}
          <div class="ahead" .style=${`left:${share(this.now, end)}`}></div>
          <div class="playhead" .style=${`left:${share(this.now, end)}`}></div>
          <input
            type="range"
            min="0"
            max=${end}
            step="1"
            .value=${String(time)}
            aria-label=${words.timeline.label}
            aria-valuetext=${fill(words.timeline.value, { time, sentence: this.sentence })}
            @input=${this.#moved}
          />
        </div>
        <output aria-hidden="true">${fill(words.transport.time, { time })}</output>
      </div>
    `;
  }

  #painted() {
    const scene = this.scene;
    if (!scene) return null;
    return html`
      <svg aria-hidden="true">
        <line class="base" x1="0" x2="100%" y1="50%" y2="50%"></line>
        ${scene.bands.map(
          (band) => svg`
            <rect class="band" data-hue=${band.fill.hue} x=${percent(band.from)} width=${percent(band.to - band.from)}
              y="38%" height="24%"></rect>`,
        )}
        ${thinned(scene.marks, MARK_WIDTH / (this.clientWidth || 600)).map((mark) =>
          mark.kind === "crash"
            ? powerMark(percent(mark.x), "19%")
            : svg`<text class=${mark.kind} x=${percent(mark.x)} y="27%">${mark.sign}</text>`,
        )}
        ${scene.steps.map(
          (step) => svg`<circle class="dot" cx=${percent(step.x)} cy="80%" r="2.75"></circle>`,
        )}
      </svg>
    `;
  }

  #moved(event: Event): void {
    intend(this, { want: "seek", to: Number((event.target as HTMLInputElement).value) });
  }
}

function percent(part: number): string {
  return `${Math.round(Math.max(0, part) * 10000) / 100}%`;
}

function share(now: number, end: number): string {
  return percent(Math.min(1, now / Math.max(1, end)));
}

define("raft-timeline", TimelineView);
