import type { ClientPicture } from "../scene/client.ts";
import { group, move, shape, text } from "./draw.ts";
import { GuiltActor } from "./guilt.ts";
import type { Actor } from "./layer.ts";
import { diamond } from "./shapes.ts";

export class ClientActor implements Actor<ClientPicture> {
  readonly root = group("client");
  #selection = shape("path", "selection-ring", { d: diamond(22) });
  #shape = shape("path", "desk", { d: diamond(15) });
  #name = text("client-name", { y: 4 });
  #note = text("client-note");
  #guilt = new GuiltActor();

  constructor() {
    for (const part of [this.#selection, this.#shape, this.#name, this.#note, this.#guilt.root])
      this.root.element.append(part.element);
  }

  update(picture: ClientPicture): void {
    this.root.set({
      transform: move(picture.x, picture.y),
      class: `client ${picture.emphasis}${picture.waiting ? " waiting" : ""}${picture.veiled ? " veiled" : ""}${picture.guilty ? " guilty" : ""}`,
      "data-client": picture.key,
    });
    this.#guilt.update(picture.guilty, 13, -11);
    this.#selection.show(picture.emphasis === "selected");
    this.#name.text(picture.name);
    this.#note.text(picture.note).set({
      x: picture.reads === "right" ? -14 : 14,
      y: picture.below ? 33 : -24,
      "text-anchor": picture.reads === "right" ? "start" : "end",
    });
  }
}
