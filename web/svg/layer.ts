import type { Stroke } from "./draw.ts";

/** A thing on the stage: made once for a key, then only updated. */
export interface Actor<Picture> {
  readonly root: Stroke;
  update(picture: Picture): void;
}

/** Keeps one node for each key while the key stays; nodes that leave the stage play the next part. */
export class Layer<Picture extends { key: string }> {
  #actors = new Map<string, { actor: Actor<Picture>; scene: number }>();
  /** How many scenes there have been: who is not in the newest leaves. */
  #scenes = 0;
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
    const scene = ++this.#scenes;
    for (const picture of pictures) {
      let role = this.#actors.get(picture.key);
      if (!role) {
        role = { actor: this.#spare.pop() ?? this.#cast(), scene };
        this.#actors.set(picture.key, role);
        this.#parent.element.append(role.actor.root.element);
      }
      role.scene = scene;
      role.actor.update(picture);
    }
    if (this.#actors.size > pictures.length) this.#dismiss(scene);
  }

  #dismiss(scene: number): void {
    this.#actors.forEach((role, key) => {
      if (role.scene === scene) return;
      role.actor.root.element.remove();
      this.#actors.delete(key);
      this.#spare.push(role.actor);
    });
  }

  nodeOf(key: string): SVGElement | null {
    return this.#actors.get(key)?.actor.root.element ?? null;
  }
}
