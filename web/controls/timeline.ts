import { css, html, nothing, svg } from "lit";
import { guard } from "lit/directives/guard.js";
import { type TimelineScene, thinned } from "../scene/timeline.ts";
import { intend } from "../state/intents.ts";
import type { Span } from "../state/span.ts";
import { base } from "../styles/base.ts";
import { termHues } from "../styles/tokens.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { powerMark } from "./signs.ts";

/** A mark takes about so many pixels. */
const MARK_WIDTH = 13;

/** The run painted on a line, over a native range input: every key and every screen reader knows how to use that. */
export class TimelineView extends Control {
  static override properties = {
    scene: { attribute: false },
    zoomed: { type: Boolean },
    now: { type: Number },
    sentence: { type: String },
    station: { type: Number },
    both: { type: Boolean },
    still: { type: Boolean },
  };
  declare scene: TimelineScene | null;
  /** Only a stretch of the run is shown. */
  declare zoomed: boolean;
  declare now: number;
  declare sentence: string;
  /** The moment of the station at which the reader stands on a path of causes. */
  declare station: number | null;
  /** Two runs stand side by side, and it moves both. */
  declare both: boolean;
  /** It only shows what happens when: another one moves this run. */
  declare still: boolean;

  /** Measured when it changes: to ask for it while painting would make the page lay itself out. */
  #width = 600;
  #watch = new ResizeObserver(() => {
    this.#width = this.clientWidth || this.#width;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.scene = null;
    this.zoomed = false;
    this.now = 0;
    this.sentence = "";
    this.station = null;
    this.both = false;
    this.still = false;
  }

  static override styles = [
    base,
    termHues,
    css`
      .frame { display: grid; grid-template-columns: var(--gutter, 0rem) minmax(0, 1fr) var(--after, 4.5rem); align-items: center; }
      .track { position: relative; height: var(--target); grid-column: 2; }
      svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; pointer-events: none; }
      .base { stroke: var(--line-strong); stroke-width: 1; }
      .band { fill: var(--fill); stroke: var(--ink); stroke-width: 1; }
      .ahead { position: absolute; inset: 0; background: var(--paper); opacity: 0.65; pointer-events: none; }
      text { font: 600 0.6875rem var(--font); fill: var(--ink); text-anchor: middle; }
      .violation { fill: var(--violated); }
      .dot { fill: var(--ink-soft); }
      .playhead { position: absolute; top: 1px; bottom: 1px; left: 0; width: 2px; margin-left: -1px; background: var(--ink); pointer-events: none; }
      .playhead::after { content: ""; position: absolute; left: -5px; bottom: -2px; width: 12px; height: 12px; border-radius: 50%; background: var(--ink); }
      .still { pointer-events: none; }
      .still .playhead::after { content: none; }
      .playhead[hidden], .station[hidden] { display: none; }
      .station { position: absolute; top: 50%; left: 0; width: 16px; height: 16px; margin: -8px 0 0 -8px; border: 2px solid var(--ink); border-radius: 50%; background: var(--paper); pointer-events: none; }
      .station::after { content: ""; position: absolute; inset: 3px; border-radius: 50%; background: var(--ink); }
      input { position: absolute; inset: 0; width: calc(100% + 16px); left: -8px; height: 100%; min-height: 0; margin: 0; opacity: 0; cursor: pointer; touch-action: pan-y; }
      .track:has(input:focus-visible) { outline: 2.5px solid var(--ink); outline-offset: 4px; border-radius: 2px; }
      .flag { position: absolute; top: 50%; width: 1.5rem; min-height: 0; height: 1.5rem; margin: -0.75rem 0 0 -0.75rem; padding: 0; border: 0; background: none; font-size: 0.875rem; line-height: 1; }
      .flag::before { content: ""; position: absolute; left: 50%; top: -0.5rem; bottom: -0.5rem; border-left: 1.5px dashed var(--ink); }
      .flag span { position: absolute; left: 50%; top: -0.7rem; width: 0.7rem; height: 0.5rem; background: var(--ink); clip-path: polygon(0 0, 100% 50%, 0 100%); }
      .after { display: flex; align-items: center; justify-content: flex-end; }
      .after button { min-width: var(--target); padding: 0; border-color: transparent; background: none; color: var(--ink-soft); font-size: var(--size-large); }
      .after button:hover:not(:disabled) { background: var(--sunken); color: var(--ink); }
      .after button:disabled { visibility: hidden; }
      .after button + button { margin-left: -0.5rem; }
      output:has(b) { white-space: normal; line-height: 1.15; }
      output { flex: 1; text-align: right; font-size: var(--size-small); color: var(--ink-soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
      @media (forced-colors: active) {
        :is(.playhead, .playhead::after, .station::after, .flag span) { background: CanvasText; forced-color-adjust: none; }
      }
      @container (max-width: 29.99rem) {
        .track { height: 2.25rem; }
        .after button { display: none; }
      }
    `,
  ];

  override render() {
    const span = this.#span();
    const time = Math.round(this.now);
    const said = fill(words.timeline.value, { time, sentence: this.sentence });
    const outside = this.now < span.from || this.now > span.to;
    const track = html`
      ${guard([this.scene, this.#width], () => this.#painted())}
      <div class="ahead" .style=${`left:${share(this.now, span)}`}></div>
      ${this.#station(span)}
      <div class="playhead" ?hidden=${outside} .style=${`left:${share(this.now, span)}`}></div>
    `;
    if (this.still)
      return html`<div class="frame still"><div class="track" role="img" aria-label=${said}>${track}</div></div>`;
    return html`
      <div class="frame">
        <div class="track">
          ${track}
          <input
            type="range"
            min=${Math.floor(span.from)}
            max=${Math.ceil(span.to)}
            step="1"
            .value=${String(time)}
            aria-label=${this.both ? words.timeline.both : words.timeline.label}
            aria-valuetext=${said}
            @input=${this.#moved}
          />
          ${this.scene?.flags.map(
            (flag) => html`
              <button
                class="flag"
                .style=${`left:${percent(flag.x)}`}
                title=${flag.bookmark.text}
                aria-label=${fill(words.timeline.bookmark, { time: Math.round(flag.bookmark.position.time), text: flag.bookmark.text })}
                @click=${() => intend(this, { want: "to-bookmark", bookmark: flag.bookmark })}
              ><span></span></button>
            `,
          )}
        </div>
        <div class="after">
          <output aria-hidden="true">${this.both ? html`<b>A + B</b> ` : nothing}${fill(words.transport.time, { time })}</output>
          ${this.#zoomButton(-1, "−", words.timeline.farther, !this.zoomed)}
          ${this.#zoomButton(1, "+", words.timeline.closer, false)}
        </div>
      </div>
    `;
  }

  #station(span: Span) {
    const at = this.station;
    if (at === null || at < span.from || at > span.to) return nothing;
    return html`<div class="station" .style=${`left:${share(at, span)}`}></div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch.disconnect();
  }

  #painted() {
    const scene = this.scene;
    if (!scene) return nothing;
    return html`
      <svg aria-hidden="true">
        <line class="base" x1="0" x2="100%" y1="50%" y2="50%"></line>
        ${scene.bands.map(
          (band) => svg`
            <rect class="band" data-hue=${band.fill.hue} x=${percent(band.from)} width=${percent(band.to - band.from)}
              y="38%" height="24%"></rect>`,
        )}
        ${thinned(scene.marks, MARK_WIDTH / this.#width).map((mark) =>
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

  #zoomButton(direction: 1 | -1, sign: string, name: string, disabled: boolean) {
    return html`
      <button ?disabled=${disabled || !this.scene} aria-label=${name} title=${name} @click=${() => intend(this, { want: "zoom-by", direction })}>
        <span aria-hidden="true">${sign}</span>
      </button>
    `;
  }

  #span(): Span {
    return this.scene?.span ?? { from: 0, to: 1 };
  }

  #moved(event: Event): void {
    intend(this, { want: "seek", to: Number((event.target as HTMLInputElement).value) });
  }
}

function percent(part: number): string {
  return `${Math.round(Math.max(0, part) * 10000) / 100}%`;
}

function share(now: number, span: Span): string {
  const width = Math.max(0.001, span.to - span.from);
  return percent(Math.max(0, Math.min(1, (now - span.from) / width)));
}

define("raft-timeline", TimelineView);
