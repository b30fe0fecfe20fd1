import type { MarkPicture } from "../scene/mark.ts";
import { group, move, shape, text } from "./draw.ts";

/** "not Raft", framed like a stamp. */
export class MarkActor {
  #edge = shape("rect", "mark-edge", { rx: 3 });
  #text = text("not-raft", { y: 4.5 });
  readonly root = group("mark", [this.#edge, this.#text]);

  update(mark: MarkPicture | null): void {
    this.root.show(mark !== null);
    if (!mark) return;
    const { x, y, width, height } = mark;
    this.#edge.set({ x: -width / 2, y: -height / 2, width, height });
    this.#text.text(mark.text);
    this.root.set({ transform: move(x, y) });
  }
}
