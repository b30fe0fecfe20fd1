import type { LinkPicture } from "../scene/link.ts";
import { group, move, round, shape } from "./draw.ts";
import type { Actor } from "./layer.ts";
import { cross } from "./shapes.ts";

const CROSSES_AT_MOST = 1;

export class LinkActor implements Actor<LinkPicture> {
  readonly root = group("link");
  #line = shape("line", "wire");
  #gap = shape("circle", "gap", { r: 11 });
  #cross = shape("path", "cut", { d: cross(6) });

  constructor() {
    for (const part of [this.#line, this.#gap, this.#cross]) this.root.element.append(part.element);
  }

  update(picture: LinkPicture): void {
    const { from, to, crosses } = picture;
    this.root.set({ class: `link ${picture.state} ${picture.emphasis}`, "data-link": picture.key });
    this.#line.set({ x1: round(from.x), y1: round(from.y), x2: round(to.x), y2: round(to.y) });
    const [at] = crosses.slice(0, CROSSES_AT_MOST);
    this.#gap.show(at !== undefined);
    this.#cross.show(at !== undefined);
    if (at) {
      this.#gap.set({ transform: move(at.x, at.y) });
      this.#cross.set({ transform: move(at.x, at.y) });
    }
  }
}
