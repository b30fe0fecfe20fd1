import type { LaneBand, LanePicture, SpacetimeScene } from "../scene/spacetime.ts";
import { group, round, type Stroke, shape, text } from "./draw.ts";
import type { Actor } from "./layer.ts";
import { power } from "./shapes.ts";

/** How thick a life is drawn in each role. Across time, in units of the stage. */
const THICK: Record<LaneBand["role"], number> = {
  follower: 7,
  precandidate: 10,
  candidate: 11,
  leader: 14,
  down: 0,
};

/** One server's or client's line, with its terms as bands and what happened to it as signs. */
export class LaneActor implements Actor<LanePicture & { scene: SpacetimeScene }> {
  readonly root = group("lane");
  #drawn: LanePicture | null = null;

  update({ scene, ...lane }: LanePicture & { scene: SpacetimeScene }): void {
    if (this.#drawn && JSON.stringify(this.#drawn) === JSON.stringify(lane)) return;
    this.#drawn = lane;
    const looks = ["lane", lane.kind];
    if (lane.veiled) looks.push("veiled");
    if (lane.lit) looks.push("lit");
    if (lane.collapsed) looks.push("collapsed");
    this.root.set({ class: looks.join(" "), "data-lane": lane.key });
    const line = along(scene, 0, scene.axis.length, lane.across);
    const parts = [
      shape("line", "life", line),
      ...lane.bands.flatMap((band) => drawBand(band, lane, scene)),
      ...lane.signs.map((sign) => drawSign(sign, lane, scene)),
    ];
    this.root.element.replaceChildren(...parts.map((part) => part.element));
  }
}

function along({ upright }: SpacetimeScene, from: number, to: number, across: number) {
  const [x1, x2, y] = [round(from), round(to), round(across)];
  return upright ? { x1: y, x2: y, y1: x1, y2: x2 } : { x1, x2, y1: y, y2: y };
}

function drawBand(band: LaneBand, lane: LanePicture, scene: SpacetimeScene): Stroke[] {
  const length = Math.max(0, round(band.to - band.from));
  if (band.role === "down" || length === 0) return [];
  const thick = lane.collapsed ? 4 : lane.kind === "client" ? 12 : THICK[band.role];
  const side = round(lane.across - thick / 2);
  const frame = scene.upright
    ? { x: side, y: round(band.from), width: thick, height: length }
    : { x: round(band.from), y: side, width: length, height: thick };
  const parts = [
    shape("rect", `band ${band.role}`, {
      ...frame,
      rx: lane.kind === "client" ? 3 : 1.5,
      "data-hue": band.fill.hue,
    }),
  ];
  if (band.role === "leader" && !lane.collapsed)
    parts.push(shape("line", "spine", along(scene, band.from, band.to, lane.across)));
  if (band.label && !lane.collapsed) parts.push(labelOf(band, lane, scene));
  return parts;
}

function labelOf(band: LaneBand, lane: LanePicture, { upright }: SpacetimeScene): Stroke {
  if (lane.kind === "client") {
    const inside = upright
      ? { x: lane.across + 9, y: round(band.from) + 11 }
      : { x: round(band.from) + 4, y: lane.across + 4 };
    return text("band-name", { ...inside, "text-anchor": "start" }).text(band.label);
  }
  const beside = upright
    ? { x: lane.across + 10, y: round(band.from) + 10 }
    : { x: round(band.from) + 3, y: lane.across - 9 };
  return text("band-name", { ...beside, "text-anchor": "start" }).text(band.label);
}

function drawSign(
  sign: LanePicture["signs"][number],
  lane: LanePicture,
  { upright }: SpacetimeScene,
): Stroke {
  const [x, y] = upright
    ? [lane.across - 14, round(sign.at) + 4]
    : [round(sign.at), lane.across + 17];
  if (sign.sign === "⏻") {
    return shape("path", "power", { d: power(4.5), transform: `translate(${x} ${y - 4})` });
  }
  return text(sign.strong ? "sign strong" : "sign", { x, y, "text-anchor": "middle" }).text(
    sign.sign,
  );
}
