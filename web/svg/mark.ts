import type { MarkPicture } from "../scene/mark.ts";
import { group, move, shape, text } from "./draw.ts";

/** "not Raft", framed like a stamp. */
export class MarkActor {
  #edge = shape("rect", "mark-edge", { rx: 3, height: 22, y: -11 });
  #text = text("not-raft", { y: 4.5 });
  readonly root = group("mark", [this.#edge, this.#text]);

  update(mark: MarkPicture | null): void {
    this.root.show(mark !== null);
    if (!mark) return;
    const width = 16 + mark.text.length * 7.2;
    const middle = mark.reads === "right" ? width / 2 : -width / 2;
    this.#edge.set({ x: middle - width / 2, width });
    this.#text.text(mark.text).set({ x: middle });
    this.root.set({ transform: move(mark.x, mark.y) });
  }
}
