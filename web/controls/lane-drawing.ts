import { nothing, svg } from "lit";
import type { Bar } from "../scene/bars.ts";
import type { HistoryScene, Lane } from "../scene/history.ts";
import { widthOf } from "../scene/strips.ts";

/** What of the clients' lanes is drawn behind their bars, and what in front of them. */

/** Narrower than this, dots are smaller: else they would cover what they stand on. */
const NARROW = 420;

/** The scale, the lanes, and what took effect after its client had given up. */
export function behindBars({ axis, lanes, ticks, breadth }: HistoryScene) {
  return [
    ...ticks.map(({ at, text }) => [
      line("tick", at, at, 0, breadth),
      svg`<text class="tick-name" x=${round(at)} y=${breadth + 13}>${text}</text>`,
    ]),
    ...lanes.map(({ across }) => line("life", 0, axis.length, across, across)),
    ...lanes.flatMap(({ bars, across }) =>
      bars.map(({ to, point }) =>
        point !== null && point > to ? line("tail", to, point, across, across) : nothing,
      ),
    ),
  ];
}

/** The thread through the dots, and labels that it must not cross out. */
export function beforeBars({ axis, lanes, thread }: HistoryScene) {
  const radius = axis.length < NARROW ? 3 : 4;
  const threads = thread.map((points) =>
    points.map(({ x, y }) => `${round(x)},${round(y)}`).join(" "),
  );
  return [
    ...threads.map((points) => svg`<polyline class="thread" points=${points}></polyline>`),
    ...threads.map((points) => svg`<polyline class="thread ink" points=${points}></polyline>`),
    ...lanes.flatMap((lane) => lane.bars.map((bar) => label(bar, lane, axis.length))),
    ...lanes.flatMap(({ bars, across }) =>
      bars.map(({ point, emphasis }) =>
        point === null
          ? nothing
          : svg`<circle class="effect ${emphasis}" r=${radius} cx=${round(point)} cy=${across}></circle>`,
      ),
    ),
  ];
}

function label(bar: Bar, { across }: Lane, length: number) {
  if (bar.label === "") return nothing;
  // What is said in any case may have no room behind its bar.
  const x = bar.misfit ? Math.min(bar.from, length - widthOf(bar.label)) : bar.from;
  const look = bar.misfit ? `misfit ${bar.misfit}` : bar.emphasis;
  return svg`<text class="label ${look}" x=${round(Math.max(0, x))} y=${across - 12}>${bar.label}</text>`;
}

function line(part: string, x1: number, x2: number, y1: number, y2: number) {
  return svg`<line class=${part} x1=${round(x1)} x2=${round(x2)} y1=${y1} y2=${y2}></line>`;
}

/** Tenths of a unit are finer than an eye and shorter than a float. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
