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
    this.#now.update(quorum, compact);
    this.#old.root.show(quorum.old !== null);
    if (!quorum.old) return;
    this.#old.update(quorum.old, compact);
    this.#old.root.set({ transform: move(0, away * (compact ? 19 : 25)) });
  }
}

/** One row of pips: all there is, unless two sets of servers must agree. */
class HalfActor {
  readonly root = group("half");
  #caption = text("quorum-caption");
  #pips = group("pips");
  #notch = shape("path", "notch");

  constructor() {
    for (const part of [this.#caption, this.#pips, this.#notch])
      this.root.element.append(part.element);
  }

  update(quorum: Omit<QuorumPicture, "old">, compact: boolean): void {
    const radius = compact ? 7.5 : 10;
    const step = radius * 2 + (compact ? 4 : 5);
    const width = step * (quorum.pips.length - 1);
    const left = -width / 2;
    this.#pips.element.replaceChildren(
      ...quorum.pips.map((pip, order) => drawPip(pip, left + order * step, radius).element),
    );
    const notchAt = left + (quorum.needed - 0.5) * step;
    this.#notch.set({ d: `M${notchAt} ${-radius - 2}V${radius + 2}` });
    this.#caption.text(quorum.caption).set({ x: left - radius - 5, y: 4, "text-anchor": "end" });
  }
}

function drawPip(pip: QuorumPicture["pips"][number], x: number, radius: number): Stroke {
  const parts = [
    shape("circle", "pip-disc", { r: radius }),
    text("pip-name", { y: radius * 0.38 }).text(pip.voter),
  ];
  if (pip.answer === "no") parts.push(shape("path", "pip-cross", { d: cross(radius * 0.7) }));
  return group(`pip ${pip.answer}`, parts).set({ transform: move(x, 0) });
}
