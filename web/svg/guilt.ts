import { group, move, shape, text } from "./draw.ts";

/** An exclamation mark in red: this is guilty of a broken promise. It is read without the colour as well. */
export class GuiltActor {
  readonly root = group("guilt", [
    shape("circle", "guilt-ground", { r: 9 }),
    text("guilt-sign", { y: 5 }).text("!"),
  ]);

  update(guilty: boolean, x: number, y: number): void {
    this.root.show(guilty);
    if (guilty) this.root.set({ transform: move(x, y) });
  }
}
