import historyWords from "words:history";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Bar, Bundle } from "../scene/bars.ts";
import { type Finding, type HistoryScene, type Lane, ROW } from "../scene/history.ts";
import type { Strip } from "../scene/strips.ts";
import { intend } from "../state/intents.ts";
import { counted, fill } from "../words/words.ts";
import { beforeBars, behindBars } from "./lane-drawing.ts";
import { powerSign } from "./signs.ts";

/** What clients' lanes are made of. */

/** Whoever has the lanes on the page. */
export type Stand = {
  /** Who says what the reader wants. */
  from: EventTarget;
  /** Pixels in a unit of the stage. */
  scale: number;
  /** The bar or bundle that the Tab key leads to. */
  stop: string;
  stopAt: (key: string) => void;
};

/** Room under the lanes for the numbers of the scale. */
export const SCALE = 18;

const SIGNS: Record<Finding["kind"], string> = {
  nothing: "·",
  holds: "✓",
  broken: "!",
  unpromised: "!",
  undecided: "?",
  unjudged: "?",
};

export function finding({ kind, text }: Finding) {
  return html`<p class=${kind}><span class="sign" aria-hidden="true">${SIGNS[kind]}</span><span>${text}</span></p>`;
}

export function pixels(units: number, scale: number): string {
  return `${Math.round(units * scale * 10) / 10}px`;
}

/** Left of the lanes: what the strips are about, and the clients. */
export function names({ reigns, faults, lanes }: HistoryScene, { from, scale }: Stand) {
  const at = (across: number) => `top:${pixels(across, scale)}`;
  return html`
    <span .style=${at(reigns.across + ROW / 2)}>${historyWords.leads}</span>
    <span .style=${at(faults.across + ROW / 2)}>${historyWords.faults}</span>
    ${lanes.map(({ client, across }) => {
      const subject = { kind: "client", id: client } as const;
      return html`
        <button
          .style=${at(across)}
          @click=${() => intend(from, { want: "select", subject, enter: true })}
          @pointerenter=${() => intend(from, { want: "hover", subject })}
          @pointerleave=${() => intend(from, { want: "hover", subject: null })}
        >${client}</button>
      `;
    })}
  `;
}

/** The lanes; what runs with time stands over them. */
export function plot(scene: HistoryScene, stand: Stand) {
  return html`
    ${drawing(scene, behindBars(scene), stand)}
    ${[scene.reigns, scene.faults].map(({ across, strips }) => strips.map((one) => strip(one, across, stand)))}
    ${scene.lanes.map((one) => lane(one, stand))}
    ${drawing(scene, beforeBars(scene), stand)}
    <div class="ahead"></div>
    <div class="playhead"></div>
  `;
}

function drawing({ axis, breadth }: HistoryScene, parts: unknown, { scale }: Stand) {
  const [width, height] = [axis.length, breadth + SCALE];
  return html`<svg aria-hidden="true" width=${width * scale} height=${height * scale} viewBox="0 0 ${width} ${height}">${parts}</svg>`;
}

function strip(one: Strip, across: number, stand: Stand) {
  const { kind, fill: hues, shown, text } = one;
  const place = placeOf(one, across + one.row * ROW, stand);
  return html`<div class="strip ${kind} ${shown ? "" : "short"}" data-hue=${hues.hue} .style=${place} title=${text} aria-hidden="true">${kind === "down" ? powerSign : nothing}${shown}</div>`;
}

function lane(one: Lane, stand: Stand) {
  const { bars, bundles } = one;
  return html`
    <div class="lane">
      ${repeat(
        bars,
        ({ key }) => key,
        (each) => bar(each, one, stand),
      )}
      ${repeat(
        bundles,
        ({ key }) => key,
        (each) => bundle(each, one, stand),
      )}
    </div>
  `;
}

function bar(one: Bar, { across }: Lane, stand: Stand) {
  const { from, stop, stopAt } = stand;
  const { key, subject, began, end, name, misfit, emphasis } = one;
  return html`
    <button
      class="bar ${end} ${emphasis} ${misfit ? `misfit ${misfit}` : ""}"
      .style=${placeOf(one, across, stand)}
      data-from=${one.from}
      tabindex=${key === stop ? 0 : -1}
      aria-label=${name}
      aria-pressed=${emphasis === "selected"}
      title=${name}
      @click=${() => intend(from, { want: "select", subject })}
      @dblclick=${() => intend(from, { want: "seek", to: began })}
      @focus=${() => stopAt(key)}
      @pointerenter=${() => intend(from, { want: "hover", subject })}
      @pointerleave=${() => intend(from, { want: "hover", subject: null })}
    ></button>
  `;
}

function bundle(one: Bundle, { client, across }: Lane, stand: Stand) {
  const { from, stop, stopAt } = stand;
  const { key, count, span } = one;
  const operands = { client, from: Math.round(span.from), to: Math.round(span.to) };
  const name = fill(counted(historyWords.bundle, count), operands);
  return html`
    <button
      class="bundle"
      .style=${placeOf(one, across, stand)}
      data-from=${one.from}
      tabindex=${key === stop ? 0 : -1}
      aria-label=${name}
      title=${name}
      @click=${() => intend(from, { want: "zoom", span })}
      @focus=${() => stopAt(key)}
    ><span aria-hidden="true">×${count}</span></button>
  `;
}

function placeOf({ from, to }: { from: number; to: number }, across: number, { scale }: Stand) {
  const [left, width, top] = [from, to - from, across].map((units) => pixels(units, scale));
  return `left:${left};width:${width};top:${top}`;
}
