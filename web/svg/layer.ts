import type { Stroke } from "./draw.ts";

/** A thing on the stage: made once for a key, then only updated. */
export interface Actor<Picture> {
  readonly root: Stroke;
  update(picture: Picture): void;
}

/** Keeps one node for each key while the key stays; nodes that leave the stage play the next part. */
export class Layer<Picture extends { key: string }> {
  #actors = new Map<string, Actor<Picture>>();
  #spare: Actor<Picture>[] = [];
  #applied: readonly Picture[] | null = null;
  #parent: Stroke;
  #cast: () => Actor<Picture>;

  constructor(parent: Stroke, cast: () => Actor<Picture>) {
    this.#parent = parent;
    this.#cast = cast;
  }

  apply(pictures: readonly Picture[]): void {
    if (pictures === this.#applied) return;
    this.#applied = pictures;
    const leaving = new Set(this.#actors.keys());
    for (const picture of pictures) {
      leaving.delete(picture.key);
      let actor = this.#actors.get(picture.key);
      if (!actor) {
        actor = this.#spare.pop() ?? this.#cast();
        this.#actors.set(picture.key, actor);
        this.#parent.element.append(actor.root.element);
      }
      actor.update(picture);
    }
    for (const key of leaving) {
      const actor = this.#actors.get(key);
      if (!actor) continue;
      actor.root.element.remove();
      this.#actors.delete(key);
      this.#spare.push(actor);
    }
  }

  nodeOf(key: string): SVGElement | null {
    return this.#actors.get(key)?.root.element ?? null;
  }
}
