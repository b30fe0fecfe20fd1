import type { LinkPicture } from "../scene/link.ts";
import { group, move, round, shape, text } from "./draw.ts";
import type { Actor } from "./layer.ts";
import { cross } from "./shapes.ts";
import { LINK_PATHS } from "./signs.ts";

const CROSSES_AT_MOST = 1;

export class LinkActor implements Actor<LinkPicture> {
  readonly root = group("link");
  #line = shape("line", "wire");
  #gap = shape("circle", "gap", { r: 11 });
  #cross = shape("path", "cut", { d: cross(6) });
  #signs = [new TroubleActor(), new TroubleActor()];

  constructor() {
    const signs = this.#signs.map((sign) => sign.root);
    for (const part of [this.#line, this.#gap, this.#cross, ...signs])
      this.root.element.append(part.element);
  }

  update(picture: LinkPicture): void {
    const { from, to, crosses, signs } = picture;
    const slow = picture.slow ? " slow" : "";
    this.root.set({
      class: `link ${picture.state} ${picture.emphasis}${slow}${picture.outer ? " outer" : ""}`,
      "data-link": picture.key,
    });
    this.#signs.forEach((actor, order) => {
      actor.update(signs[order] ?? null);
    });
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

const SIGNS_AT_MOST = 3;
/** Units from one sign to the next. */
const STEP = 14;

/** What is wrong with a link: as many signs as there is room for, the worst first; an ellipsis stands for the rest. */
class TroubleActor {
  #edge = shape("rect", "sign-edge", { rx: 9, height: 18, y: -9 });
  #paths = Array.from({ length: SIGNS_AT_MOST }, () => shape("path", "sign-path"));
  #more = text("sign-text", { y: 2 }).text("…");
  readonly root = group("sign", [this.#edge, ...this.#paths, this.#more]);

  update(signs: LinkPicture["signs"][number] | null): void {
    this.root.show(signs !== null);
    if (!signs) return;
    const { at, kinds } = signs;
    const shown = kinds.slice(0, SIGNS_AT_MOST);
    const places = shown.length + (kinds.length > shown.length ? 1 : 0);
    const start = (-STEP * (places - 1)) / 2;
    this.#edge.set({ x: start - 9, width: STEP * (places - 1) + 18 });
    this.#paths.forEach((path, order) => {
      const kind = shown[order];
      path.show(kind !== undefined);
      if (kind) path.set({ d: LINK_PATHS[kind], transform: move(start + STEP * order, 0) });
    });
    this.#more.set({ x: start + STEP * shown.length }).show(places > shown.length);
    this.root.set({ class: ["sign", ...kinds].join(" "), transform: move(at.x, at.y) });
  }
}
