import type { MessagePicture } from "../scene/message.ts";
import { type Attributes, group, move, round, type Stroke, shape, text } from "./draw.ts";
import type { Actor } from "./layer.ts";
import { ballot, chevrons, cross, diamond, eye } from "./shapes.ts";

const LABEL_AWAY = 19;
const ASIDE_AWAY = 15;

/** A message in flight. While it travels only the transform of its body changes. */
export class MessageActor implements Actor<MessagePicture> {
  #glyph = group("glyph");
  #body = group("body", [this.#glyph]);
  #cross = shape("path", "doom", { d: cross(6) });
  readonly root = group("message", [this.#cross, this.#body]);
  #label = text("label");
  #arrow = shape("path", "heading", { d: "M20 -4.5L26 0L20 4.5" });
  #selection = shape("circle", "selection-ring", { r: 19 });
  #drawn = "";
  #last: MessagePicture | null = null;

  update(picture: MessagePicture): void {
    this.#body.place(picture.x, picture.y);
    // Hundreds may be on their way: what only travels costs one attribute.
    if (this.#last && alike(this.#last, picture)) return;
    this.#last = picture;
    this.#dress(picture);
    this.#glyph.set({ transform: picture.scale === 1 ? null : `scale(${picture.scale})` });
    const looks = ["message", picture.glyph, picture.emphasis];
    if (picture.doomed) looks.push("doomed");
    if (picture.veiled) looks.push("veiled");
    this.root.set({
      class: looks.join(" "),
      "data-message": picture.key,
      "data-hue": picture.fill.hue,
    });
    this.#cross.show(picture.cross !== null);
    if (picture.cross) this.#cross.set({ transform: move(picture.cross.x, picture.cross.y) });
    this.#label.text(picture.label ?? "").show(picture.label !== null);
    this.#label.set(beside(picture, picture.fill.hue === 0 ? -LABEL_AWAY : LABEL_AWAY));
    this.#arrow
      .show(picture.heading !== null)
      .set({ transform: `rotate(${Math.round(picture.heading ?? 0)})` });
    this.#selection.show(picture.emphasis === "selected");
  }

  /** A message never changes on its way: its glyph is drawn once. */
  #dress(picture: MessagePicture): void {
    if (this.#drawn === picture.key) return;
    this.#drawn = picture.key;
    const parts = [this.#selection, this.#arrow, ...glyphParts(picture), this.#label];
    this.#glyph.element.replaceChildren(...parts.map((part) => part.element));
  }
}

/** Whether two pictures differ at most in their place. */
function alike(one: MessagePicture, other: MessagePicture): boolean {
  return (
    one.key === other.key &&
    one.emphasis === other.emphasis &&
    one.label === other.label &&
    one.heading === other.heading &&
    one.doomed === other.doomed &&
    one.veiled === other.veiled &&
    one.scale === other.scale &&
    one.cross?.x === other.cross?.x &&
    one.cross?.y === other.cross?.y
  );
}

/** Words stand on the free side of the lane, where no arrow and no other traffic is; on the other if `away` is negative. */
function beside({ free, inscription, glyph }: MessagePicture, away: number): Attributes {
  const wide = glyph === "parcel" ? inscription.length * 3 * Math.sign(away) : 0;
  const x = round(free.x * (away + wide));
  const anchor = Math.abs(free.x) < 0.35 ? "middle" : x > 0 ? "start" : "end";
  const clear = anchor === "middle" ? away * Math.sign(free.y) : free.y * away * 0.8;
  return { x, y: round(clear + 4), "text-anchor": anchor };
}

function glyphParts(picture: MessagePicture): Stroke[] {
  switch (picture.glyph) {
    case "ballot":
      return [
        shape("path", "sheet", { d: ballot(19, 23) }),
        text("inscription large", { y: 6 }).text("?"),
      ];
    case "parcel":
      return parcel(picture);
    case "heartbeat":
      return [shape("circle", "sheet", { r: 7 }), shape("circle", "hole", { r: 2.6 })];
    case "pre-ballot":
      return [
        shape("path", "sheet dotted", { d: ballot(19, 23) }),
        text("inscription large", { y: 6 }).text("?"),
      ];
    case "timeout-now":
      return [shape("circle", "sheet", { r: 10.5 }), shape("path", "chevrons", { d: chevrons(5) })];
    case "read-index":
      return [shape("path", "sheet", { d: eye(13, 8) }), shape("circle", "pupil", { r: 3 })];
    case "snapshot":
      return snapshot(picture.inscription);
    case "ballot-reply":
    case "pre-ballot-reply":
    case "append-reply":
    case "snapshot-reply":
    case "read-index-reply":
      return pill(picture.inscription);
    case "forward":
    case "client-request":
      return [
        shape("path", "sheet", { d: diamond(10) }),
        text("aside", beside(picture, ASIDE_AWAY)).text(picture.inscription),
      ];
    case "client-reply":
      return [
        shape("path", "sheet hollow", { d: diamond(8) }),
        text("aside", beside(picture, ASIDE_AWAY)).text(picture.inscription),
      ];
  }
}

function parcel({ inscription, stripes }: MessagePicture): Stroke[] {
  const width = Math.max(28, 12 + inscription.length * 6.4);
  const strip = width / Math.max(1, stripes.length);
  const bands = stripes.map((fill, order) =>
    shape("rect", "stripe", {
      x: -width / 2 + order * strip,
      y: 5,
      width: strip,
      height: 6,
      "data-hue": fill.hue,
    }),
  );
  return [
    shape("rect", "sheet", { x: -width / 2, y: -11, width, height: 22, rx: 3 }),
    ...bands,
    text("inscription", { y: 2 }).text(inscription),
  ];
}

/** A whole state in a stack of sheets: it stands for all entries up to its last. */
function snapshot(inscription: string): Stroke[] {
  const width = Math.max(26, 12 + inscription.length * 6.4);
  const sheet = (off: number) =>
    shape("rect", "sheet", { x: -width / 2 + off, y: -9 - off, width, height: 18, rx: 2 });
  return [sheet(5), sheet(2.5), sheet(0), text("inscription", { y: 4 }).text(inscription)];
}

function pill(inscription: string): Stroke[] {
  const width = Math.max(17, 9 + inscription.length * 6);
  const frame = { x: -width / 2, y: -8.5, width, height: 17, rx: 8.5 };
  return [
    shape("rect", "pill-edge", frame),
    shape("rect", "pill-hue", { x: frame.x + 2, y: -6.5, width: width - 4, height: 13, rx: 6.5 }),
    text("inscription", { y: 3.6 }).text(inscription),
  ];
}
