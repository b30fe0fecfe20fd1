import type { LagPicture, ServerPicture } from "../scene/server.ts";
import { group, move, type Stroke, shape, text } from "./draw.ts";
import { GuiltActor } from "./guilt.ts";
import type { Actor } from "./layer.ts";
import { QuorumActor } from "./quorum.ts";
import { arc, cylinder, hexagon, patternInCircle, power, roundedSquare, star } from "./shapes.ts";
import { DISK_PATHS, SERVER_PATHS } from "./signs.ts";

/** A server: disc in its term's fill, outline of its role, timer arc, badge, disk, word, quorum. */
export class ServerActor implements Actor<ServerPicture> {
  readonly root = group("server");
  /** So that no wire shines through who is dimmed. */
  #ground = shape("circle", "ground");
  #self = group("self");
  #focus = shape("circle", "focus-ring");
  #selection = shape("circle", "selection-ring");
  #track = shape("circle", "arc-track");
  #arc = shape("path", "arc");
  #outline = shape("path", "outline");
  #ring = shape("circle", "outline");
  #disc = shape("circle", "disc");
  #pattern = shape("path", "pattern");
  #name = text("name");
  #term = text("term");
  #badge = shape("path", "badge");
  #disk = new DiskActor();
  #signs = Array.from({ length: SIGNS_AT_MOST }, () => new SignActor());
  #lag = new LagActor();
  #chip = new ChipActor();
  #word = text("word");
  #quorum = new QuorumActor();
  #guilt = new GuiltActor();
  #drawn: ServerPicture | null = null;

  constructor() {
    const parts: Stroke[] = [
      this.#focus,
      this.#selection,
      this.#track,
      this.#arc,
      this.#outline,
      this.#ring,
    ];
    parts.push(this.#disc, this.#pattern, this.#name, this.#term, this.#badge, this.#disk.root);
    parts.push(this.#lag.root, this.#chip.root, ...this.#signs.map((sign) => sign.root));
    parts.push(this.#word, this.#quorum.root, this.#guilt.root);
    for (const part of parts) this.#self.element.append(part.element);
    this.root.element.append(this.#ground.element, this.#self.element);
    this.root.set({ role: "button", tabindex: 0 });
  }

  update(picture: ServerPicture): void {
    const { radius } = picture;
    const compact = radius < 27;
    this.#drawArc(picture, radius + (compact ? 8 : 12));
    // Between two events only the arc moves.
    const before = this.#drawn;
    this.#drawn = picture;
    if (before && sameBut("arc", before, picture)) return;
    this.root.set({
      transform: move(picture.x, picture.y),
      class: classOf(picture),
      "data-server": picture.key,
      "data-hue": picture.fill.hue,
      "aria-label": picture.description,
      "aria-pressed": picture.chosen === null ? null : String(picture.chosen),
    });
    this.#ground.set({ r: radius }).show(picture.emphasis === "dim");
    this.#disc.set({ r: radius });
    this.#pattern
      .set({ d: patternInCircle(radius, picture.fill.pattern) })
      .show(picture.fill.pattern > 0);
    this.#drawOutline(picture);
    this.#name.text(picture.name).set({ y: compact ? -1 : -2 });
    this.#term.text(picture.term).set({ y: compact ? 11 : 15 });
    this.#badge.show(picture.badge !== null).set({
      class: picture.badge === "★" ? "badge-star" : "badge-power",
      d: picture.badge === "★" ? star(compact ? 8 : 11) : power(compact ? 6 : 8),
      transform: move(radius * 0.86, -radius * 0.72),
    });
    this.#disk.update(picture, compact);
    this.#signs.forEach((sign, order) => {
      sign.update(picture.signs[order] ?? null, order, radius, compact);
    });
    this.#lag.update(picture.lag, radius, compact);
    this.#chip.update(picture.chip, radius, compact);
    this.#guilt.update(picture.guilty, 0, -radius);
    this.#drawWords(picture, compact);
  }

  #drawOutline({ outline, radius, emphasis, chosen }: ServerPicture): void {
    const six = outline === "hexagon" || outline === "dotted-hexagon";
    const square = outline === "square";
    this.#outline
      .set({ d: square ? roundedSquare(radius + 5) : hexagon(radius + 7) })
      .show(six || square);
    this.#ring.set({ r: radius + 4.5 }).show(outline === "double");
    this.#focus.set({ r: radius + 19 });
    this.#selection.set({ r: radius + 17 }).show(emphasis === "selected" || chosen === true);
  }

  #drawArc({ arc: share }: ServerPicture, radius: number): void {
    this.#track.set({ r: radius }).show(share !== null);
    this.#arc.set({ d: arc(radius, share ?? 0) }).show(share !== null);
  }

  #drawWords({ outward, word, quorum, aside, radius }: ServerPicture, compact: boolean): void {
    const side = outward === "up" ? -1 : 1;
    const near = radius + (compact ? 19 : 28);
    const far = near + (compact ? 15 : 23);
    this.#word.text(word).set({ y: side * near + (side < 0 ? 3 : 5) });
    this.#quorum.root.set({ transform: move(aside, side * far) });
    this.#quorum.update(quorum, compact, side);
  }
}

function classOf({ outline, emphasis, veiled, paused, guilty }: ServerPicture): string {
  return ["server", outline, emphasis, veiled && "veiled", paused && "paused", guilty && "guilty"]
    .filter((part) => part)
    .join(" ");
}

/** Whether two descriptions say the same, one field aside. Without making anything: this is asked in every frame. */
function sameBut<P extends object>(aside: keyof P | null, one: P, other: P): boolean {
  for (const name in one) {
    if (name !== aside && !same(one[name], other[name])) return false;
  }
  return true;
}

/** Plain data of one and the same shape. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object")
    return false;
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return false;
  return sameBut(null, one, other as object);
}

/** The disk glyph carries the index of the last entry that is on it, and a sign of what is wrong with it. */
class DiskActor {
  #body = shape("path", "disk-body");
  #number = text("disk-number", { y: 5 });
  #sign = shape("path", "disk-sign");
  readonly root = group("disk", [this.#body, this.#number, this.#sign]);

  update({ disk, diskSign, radius }: ServerPicture, compact: boolean): void {
    this.root.show(disk !== null);
    if (disk === null) return;
    // What a disk that lies says of itself is open to question.
    const number = diskSign === "lying" ? `${disk}?` : disk;
    const size = compact ? 14 : diskSign ? 19 : 17;
    const beside = diskSign === "stalled" || diskSign === "fragile" ? 9 : 0;
    this.#body.set({ d: cylinder(size + beside + Math.max(0, number.length - 2) * 5, size) });
    // Nobody can read what is on a damaged disk.
    this.#number
      .text(number)
      .set({ x: beside / 2 })
      .show(diskSign !== "damaged");
    const sign = diskSign ? DISK_PATHS[diskSign] : "";
    this.#sign.set({ d: sign }).show(sign !== "");
    this.root.set({
      class: diskSign ? `disk ${diskSign}` : "disk",
      transform: move(radius * 0.88, radius * 0.76),
    });
  }
}

const SIGNS_AT_MOST = 4;

/** A sign of what is wrong, at the rim: left, right, and above those. Words beside it grow away from the server. */
class SignActor {
  #edge = shape("rect", "sign-edge", { rx: 9, height: 18, y: -9 });
  #path = shape("path", "sign-path");
  #text = text("sign-text", { y: 3.8 });
  readonly root = group("sign", [this.#edge, this.#path, this.#text]);

  update(
    sign: ServerPicture["signs"][number] | null,
    order: number,
    radius: number,
    compact: boolean,
  ): void {
    this.root.show(sign !== null);
    if (!sign) return;
    const side = order % 2 === 0 ? -1 : 1;
    const long = sign.text.length * 7.5 + (sign.text ? 6 : 0);
    this.#edge.set({ x: side < 0 ? -9 - long : -9, width: 18 + long });
    this.#path.set({ d: SERVER_PATHS[sign.kind] });
    this.#text
      .text(sign.text)
      .set({ x: side * 11, "text-anchor": side < 0 ? "end" : "start" })
      .show(sign.text !== "");
    const away = radius + (compact ? 9 : 13);
    const place = move(side * away, order < 2 ? 2 : -20);
    this.root.set({
      class: sign.acts ? `sign ${sign.kind} acts` : `sign ${sign.kind}`,
      transform: compact ? `${place} scale(0.82)` : place,
    });
  }
}

/** "old", "new", "both": the set of servers in which it counts while two hold. */
class ChipActor {
  #edge = shape("rect", "chip-edge", { rx: 3 });
  #text = text("chip-text", { y: 4 });
  readonly root = group("chip", [this.#edge, this.#text]);

  update(chip: string | null, radius: number, compact: boolean): void {
    this.root.show(chip !== null);
    if (chip === null) return;
    const width = 9 + chip.length * 6;
    const height = compact ? 14 : 16;
    this.#edge.set({ x: -width / 2, y: -height / 2, width, height });
    this.#text.text(chip);
    this.root.set({ transform: move(-radius * 0.88, -radius * 0.8) });
  }
}

/** "−12": how far behind the leader's log it is. Dashed where it has nothing of it yet. */
class LagActor {
  #edge = shape("rect", "lag-edge", { rx: 7 });
  #text = text("lag-text", { y: 4 });
  readonly root = group("lag", [this.#edge, this.#text]);

  update(lag: LagPicture | null, radius: number, compact: boolean): void {
    this.root.show(lag !== null);
    if (!lag) return;
    const width = 10 + lag.text.length * 6.5;
    const height = compact ? 13 : 15;
    this.#edge.set({ x: -width / 2, y: -height / 2, width, height });
    this.#text.text(lag.text);
    this.root.set({
      class: lag.empty ? "lag empty" : "lag",
      transform: move(-radius * 0.88, radius * 0.78),
    });
  }
}
