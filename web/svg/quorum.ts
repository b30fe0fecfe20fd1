import type { QuorumPicture } from "../scene/quorum.ts";
import { group, move, type Stroke, shape, text } from "./draw.ts";
import { cross } from "./shapes.ts";

/** The one quorum glyph: a labelled pip for each voter, and a notch where the majority is reached. */
export class QuorumActor {
  readonly root = group("quorum");
  #now = new HalfActor();
  #old = new HalfActor();
  #drawn = "";

  constructor() {
    this.root.element.append(this.#now.root.element, this.#old.root.element);
  }

  /** `away`: which way is away from the server, so that a second row covers nothing. */
  update(quorum: QuorumPicture | null, compact: boolean, away: 1 | -1): void {
    this.root.show(quorum !== null);
    if (!quorum) return;
    const state = JSON.stringify([quorum, compact, away]);
    if (state === this.#drawn) return;
    this.#drawn = state;
    const { old } = quorum;
    const { folded, step } = quorum.look;
    this.#now.update(quorum);
    // The first row stays the upper one, wherever the second goes.
    this.#now.root.set({ transform: folded && away < 0 ? move(0, -step) : null });
    this.#old.root.show(old !== null);
    if (!old) return;
    this.#old.update(old);
    this.#old.root.set({ transform: move(0, away * (compact ? 19 : 25)) });
  }
}

/** The pips of one set of servers: all there is, unless two sets must agree. */
class HalfActor {
  readonly root = group("half");
  #caption = text("quorum-caption");
  #pips = group("pips");
  #notch = shape("path", "notch");

  constructor() {
    for (const part of [this.#caption, this.#pips, this.#notch])
      this.root.element.append(part.element);
  }

  update(quorum: Omit<QuorumPicture, "old">): void {
    const { radius, step, folded } = quorum.look;
    const inRow = folded ? quorum.needed : quorum.pips.length;
    const left = (-step * (inRow - 1)) / 2;
    this.#pips.element.replaceChildren(
      ...quorum.pips.map((pip, order) => {
        const row = Math.floor(order / inRow);
        return drawPip(pip, left + (order - row * inRow) * step, row * step, quorum.look).element;
      }),
    );
    const notchAt = left + (quorum.needed - 0.5) * step;
    this.#notch.set({ d: `M${notchAt} ${-radius - 2}V${radius + 2}` });
    this.#caption.text(quorum.caption).set({ x: left - radius - 5, y: 4, "text-anchor": "end" });
  }
}

function drawPip(
  pip: QuorumPicture["pips"][number],
  x: number,
  y: number,
  { radius, named }: QuorumPicture["look"],
): Stroke {
  const parts = [shape("circle", "pip-disc", { r: radius })];
  if (named) parts.push(text("pip-name", { y: radius * 0.38 }).text(pip.voter));
  if (pip.answer === "no") parts.push(shape("path", "pip-cross", { d: cross(radius * 0.7) }));
  return group(`pip ${pip.answer}`, parts).set({ transform: move(x, y) });
}
