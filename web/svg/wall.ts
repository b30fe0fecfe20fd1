import type { Point } from "../scene/geometry.ts";
import type { WallPicture } from "../scene/wall.ts";
import { group, round, shape, text } from "./draw.ts";

export class WallActor {
  readonly root = group("wall");
  #drawn = "";

  update(wall: WallPicture | null): void {
    const state = JSON.stringify(wall);
    if (state === this.#drawn) return;
    this.#drawn = state;
    const strokes = (wall?.strokes ?? []).map(({ from, to, bend }) =>
      shape("path", "stones", { d: `M${pair(from)}Q${pair(bend)} ${pair(to)}` }),
    );
    const labels = (wall?.labels ?? []).map((label) =>
      text(label.majority ? "side majority" : "side", {
        x: round(label.x),
        y: round(label.y),
      }).text(label.text),
    );
    this.root.element.replaceChildren(...[...strokes, ...labels].map((part) => part.element));
  }
}

function pair(point: Point): string {
  return `${round(point.x)} ${round(point.y)}`;
}
