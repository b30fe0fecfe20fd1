import type { MessageLook, MessagePicture } from "../scene/message.ts";
import { beside, type Costume, costumeFor } from "./costume.ts";
import { group, move, type Stroke, shape, text } from "./draw.ts";
import type { Actor } from "./layer.ts";
import { cross } from "./shapes.ts";
import { COPY, HELD } from "./signs.ts";

const LABEL_AWAY = 19;

/** A small sign at the shoulder of a message. */
function note(path: string): Stroke {
  const [edge, sign] = [
    shape("circle", "sign-edge", { r: 7.5 }),
    shape("path", "sign-path", { d: path, transform: "scale(0.8)" }),
  ];
  const side = path === HELD ? 1 : -1;
  return group("note", [edge, sign]).set({ transform: move(side * 13, -12) });
}

/** A message in flight. While it travels only the transform of its body changes. */
export class MessageActor implements Actor<MessagePicture> {
  #glyph = group("glyph");
  #body = group("body", [this.#glyph]);
  #cross = shape("path", "doom", { d: cross(6) });
  readonly root = group("message", [this.#cross, this.#body]);
  #label = text("label");
  #arrow = shape("path", "heading", { d: "M20 -4.5L26 0L20 4.5" });
  #selection = shape("circle", "selection-ring", { r: 19 });
  #held = note(HELD);
  #copy = note(COPY);
  /** What this actor has worn so far. */
  #wardrobe = new Map<MessageLook["glyph"], Costume>();
  #worn: Costume | null = null;
  #key = "";
  #look: MessageLook | null = null;

  update({ key, x, y, look }: MessagePicture): void {
    this.#body.place(x, y);
    // Hundreds may be on their way: what only travels costs one attribute.
    if (this.#key === key && this.#look === look) return;
    this.#key = key;
    this.#look = look;
    this.#dress(look);
    this.#glyph.set({ transform: look.scale === 1 ? null : `scale(${look.scale})` });
    const looks = ["message", look.glyph, look.emphasis];
    if (look.doomed) looks.push("doomed");
    if (look.veiled) looks.push("veiled");
    if (look.held) looks.push("held");
    if (look.copy) looks.push("copy");
    this.#held.show(look.held);
    this.#copy.show(look.copy);
    this.root.set({
      class: looks.join(" "),
      "data-message": key,
      "data-hue": look.fill.hue,
    });
    this.#cross.show(look.cross !== null);
    if (look.cross) this.#cross.set({ transform: move(look.cross.x, look.cross.y) });
    this.#label.text(look.label ?? "").show(look.label !== null);
    this.#label.set(beside(look, look.side * LABEL_AWAY, look.slide));
    this.#arrow
      .show(look.heading !== null)
      .set({ transform: `rotate(${Math.round(look.heading ?? 0)})` });
    this.#selection.show(look.emphasis === "selected");
  }

  #dress(look: MessageLook): void {
    let costume = this.#wardrobe.get(look.glyph);
    if (!costume) {
      costume = costumeFor(look.glyph);
      this.#wardrobe.set(look.glyph, costume);
    }
    costume.fit(look);
    if (costume === this.#worn) return;
    this.#worn = costume;
    const notes = [this.#held, this.#copy];
    const parts = [this.#selection, this.#arrow, ...costume.parts, ...notes, this.#label];
    this.#glyph.element.replaceChildren(...parts.map((part) => part.element));
  }
}
