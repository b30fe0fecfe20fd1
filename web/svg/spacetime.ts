import type { Point } from "../scene/geometry.ts";
import type { SpacetimeScene } from "../scene/spacetime.ts";
import type { Arrow } from "../scene/voyage.ts";
import { group, round, Stroke, shape, text } from "./draw.ts";
import { LaneActor } from "./lane.ts";
import { type Actor, Layer } from "./layer.ts";
import { cross } from "./shapes.ts";

/** Room for the numbers of the time scale. */
const SCALE = 18;

/** Draws space-time scenes, along the page or down it. Hidden from screen readers: the same is there as text. */
export class SpacetimePlot {
  #svg = new Stroke<SVGSVGElement>("svg", { class: "spacetime", "aria-hidden": "true" });
  #ticks = group("ticks");
  #walls = group("walls");
  #ahead = shape("rect", "ahead");
  #playhead = shape("line", "playhead");
  #lanes: Layer<SpacetimeScene["lanes"][number] & { scene: SpacetimeScene }>;
  #arrows: Layer<Arrow>;
  #scene: SpacetimeScene | null = null;
  /** What the scale and the walls were drawn for. */
  #scaled = "";
  #built = "";

  constructor() {
    const lanes = group("lanes");
    const arrows = group("arrows");
    this.#lanes = new Layer(lanes, () => new LaneActor());
    this.#arrows = new Layer(arrows, () => new ArrowActor(() => this.#scene?.upright === true));
    const parts = [this.#ticks, this.#walls, arrows, lanes, this.#ahead, this.#playhead];
    for (const part of parts) this.#svg.element.append(part.element);
  }

  get element(): SVGSVGElement {
    return this.#svg.element;
  }

  /** `scale`: pixels in a unit. */
  apply(scene: SpacetimeScene, scale: number): void {
    if (scene === this.#scene) return;
    this.#scene = scene;
    const [along, across] = [round(scene.axis.length), round(scene.breadth + SCALE)];
    const [width, height] = scene.upright ? [across, along] : [along, across];
    this.#svg.set({
      viewBox: `0 0 ${width} ${height}`,
      width: round(width * scale),
      height: round(height * scale),
      class: scene.upright ? "spacetime upright" : "spacetime",
    });
    this.#lanes.apply(scene.lanes.map((lane) => ({ ...lane, scene })));
    this.#arrows.apply(scene.arrows);
    this.#scale(scene);
    this.#wall(scene);
  }

  /** The future, as far as it is recorded, lies right of the playhead, paler. */
  play(along: number): void {
    const scene = this.#scene;
    if (!scene) return;
    const { length } = scene.axis;
    const at = round(Math.max(-1, Math.min(length + 1, along)));
    const rest = Math.max(0, round(length - at));
    const depth = scene.breadth;
    if (scene.upright) {
      this.#ahead.set({ x: 0, y: at, width: depth, height: rest });
      this.#playhead.set({ x1: 0, x2: depth, y1: at, y2: at });
    } else {
      this.#ahead.set({ x: at, y: 0, width: rest, height: depth });
      this.#playhead.set({ x1: at, x2: at, y1: 0, y2: depth });
    }
  }

  #scale({ ticks, axis, breadth, upright }: SpacetimeScene): void {
    const scale = [axis.span.from, axis.span.to, axis.length, breadth, upright].join();
    if (scale === this.#scaled) return;
    this.#scaled = scale;
    this.#ticks.element.replaceChildren(
      ...ticks.flatMap((tick) => {
        const at = round(tick.at);
        const line = upright
          ? { x1: 0, x2: breadth, y1: at, y2: at }
          : { x1: at, x2: at, y1: 0, y2: breadth };
        const words = upright ? { x: breadth + 2, y: at + 4 } : { x: at, y: breadth + 13 };
        return [
          shape("line", "tick", line).element,
          text("tick-name", { ...words, "text-anchor": upright ? "start" : "middle" }).text(
            tick.text,
          ).element,
        ];
      }),
    );
  }

  #wall({ walls, breadth, upright }: SpacetimeScene): void {
    const built = JSON.stringify([walls, breadth, upright]);
    if (built === this.#built) return;
    this.#built = built;
    this.#walls.element.replaceChildren(
      ...walls.flatMap(({ from, to, text: sides }) => {
        const long = Math.max(1, round(to - from));
        const frame = upright
          ? { x: 0, y: round(from), width: breadth, height: long }
          : { x: round(from), y: 0, width: long, height: breadth };
        const at = upright ? { x: 4, y: round(from) + 12 } : { x: round(from) + 5, y: 11 };
        return [
          shape("rect", "wall", frame).element,
          text("wall-name", { ...at, "text-anchor": "start" }).text(long > 60 ? sides : "").element,
        ];
      }),
    );
  }
}

class ArrowActor implements Actor<Arrow> {
  #line = shape("line", "shaft");
  #head = shape("path", "head", { d: "M-6 -3L0 0L-6 3" });
  #tail = shape("circle", "tail", { r: 2.6 });
  #cross = shape("path", "lost", { d: cross(4) });
  #label = text("chip-name");
  readonly root = group("arrow", [this.#line, this.#head, this.#tail, this.#cross, this.#label]);

  #upright: () => boolean;
  #drawn: Arrow | null = null;

  constructor(upright: () => boolean) {
    this.#upright = upright;
  }

  update(arrow: Arrow): void {
    // Of hundreds of arrows all but the newest are as they were.
    if (this.#drawn === arrow) return;
    this.#drawn = arrow;
    const upright = this.#upright();
    const turn = (point: Point) => (upright ? { x: point.y, y: point.x } : point);
    const [from, to] = [turn(arrow.from), turn(arrow.to)];
    const angle = Math.round((Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI);
    const veil = arrow.veiled ? " veiled" : "";
    this.root.set({
      class: `arrow ${arrow.look} ${arrow.emphasis}${arrow.lost ? " failed" : ""}${veil}`,
      "data-hue": arrow.fill.hue,
    });
    const [x, y] = [round(to.x), round(to.y)];
    this.#line.set({ x1: round(from.x), y1: round(from.y), x2: x, y2: y });
    this.#tail.set({ cx: round(from.x), cy: round(from.y) });
    this.#head.set({ transform: `translate(${x} ${y}) rotate(${angle})` }).show(!arrow.lost);
    this.#cross.set({ transform: `translate(${x} ${y})` }).show(arrow.lost);
    this.#label.text(arrow.label).show(arrow.label !== "");
    this.#label.set({ x: round((from.x + to.x) / 2), y: round((from.y + to.y) / 2) + 3 });
  }
}
