import type { MessagePicture } from "../scene/message.ts";
import type { ServerPicture } from "../scene/server.ts";
import { group, move, Stroke, shape } from "./draw.ts";
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

/** The sign of a fault, as it stands at a server, on a link or at a message. */
export function drawSign(name: string, path: string, size: number): SVGElement {
  const edge = shape("circle", "sign-edge", { r: 9 });
  const sign = group(`sign ${name}`, [edge, shape("path", "sign-path", { d: path })]);
  return framed(sign.set({ transform: move(size / 2, size / 2) }), size);
}

function framed(glyph: Stroke, size: number): SVGElement {
  return new Stroke(
    "svg",
    { class: "stage", viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" },
    [glyph],
  ).element;
}
