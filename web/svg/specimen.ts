import type { MessagePicture } from "../scene/message.ts";
import type { ServerPicture } from "../scene/server.ts";
import { Stroke } from "./draw.ts";
import { MessageActor } from "./message.ts";
import { ServerActor } from "./server.ts";

/** One glyph on its own, exactly as it looks on the stage. */
export function drawServer(picture: ServerPicture, size: number): SVGElement {
  const actor = new ServerActor();
  actor.update(picture);
  actor.root.set({ role: null, tabindex: null, "aria-label": null });
  return framed(actor.root, size);
}

export function drawMessage(picture: MessagePicture, size: number): SVGElement {
  const actor = new MessageActor();
  actor.update(picture);
  return framed(actor.root, size);
}

function framed(glyph: Stroke, size: number): SVGElement {
  return new Stroke(
    "svg",
    { class: "stage", viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" },
    [glyph],
  ).element;
}
