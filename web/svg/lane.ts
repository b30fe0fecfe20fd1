import type { LaneBand, LanePicture, LaneSign, SpacetimeScene } from "../scene/spacetime.ts";
import { group, round, shape, text } from "./draw.ts";
import { type Actor, Layer } from "./layer.ts";
import { power } from "./shapes.ts";

/** How thick a life is drawn in each role. Across time, in units of the stage. */
const THICK: Record<LaneBand["role"], number> = {
  follower: 7,
  precandidate: 10,
  candidate: 11,
  leader: 14,
  down: 0,
};

/** Where a lane's parts lie: what a band or a sign needs to know of the lane it is on. */
type Place = Pick<LanePicture, "kind" | "across" | "collapsed"> & { upright: boolean };

/** One server's or client's line, with its terms as bands and what happened to it as signs. */
export class LaneActor implements Actor<LanePicture & { scene: SpacetimeScene }> {
  #life = shape("line", "life");
  #bandParts = group("bands");
  #signParts = group("signs");
  readonly root = group("lane", [this.#life, this.#bandParts, this.#signParts]);
  #bands = new Layer<BandPicture>(this.#bandParts, () => new BandActor());
  #signs = new Layer<SignPicture>(this.#signParts, () => new SignActor());

  update({ scene, ...lane }: LanePicture & { scene: SpacetimeScene }): void {
    const looks = ["lane", lane.kind];
    if (lane.veiled) looks.push("veiled");
    if (lane.lit) looks.push("lit");
    if (lane.collapsed) looks.push("collapsed");
    this.root.set({ class: looks.join(" "), "data-lane": lane.key });
    const { kind, across, collapsed } = lane;
    const place: Place = { kind, across, collapsed, upright: scene.upright };
    this.#life.set(along(place, 0, scene.axis.length));
    const drawn = lane.bands.filter(({ role, from, to }) => role !== "down" && to - from >= 0.05);
    this.#bands.apply(drawn.map((band) => ({ key: band.key, band, place })));
    this.#signs.apply(lane.signs.map((sign) => ({ key: sign.key, sign, place })));
  }
}

function along({ upright, across }: Place, from: number, to: number) {
  const [x1, x2, y] = [round(from), round(to), round(across)];
  return upright ? { x1: y, x2: y, y1: x1, y2: x2 } : { x1, x2, y1: y, y2: y };
}

type BandPicture = { key: string; band: LaneBand; place: Place };

class BandActor implements Actor<BandPicture> {
  #body = shape("rect", "band");
  #spine = shape("line", "spine");
  #name = text("band-name", { "text-anchor": "start" });
  readonly root = group("life-in-term", [this.#body, this.#spine, this.#name]);

  update({ band, place }: BandPicture): void {
    const { upright, kind, across, collapsed } = place;
    const length = Math.max(0, round(band.to - band.from));
    const thick = collapsed ? 4 : kind === "client" ? 12 : THICK[band.role];
    const [start, side] = [round(band.from), round(across - thick / 2)];
    this.#body.set({
      class: `band ${band.role}`,
      rx: kind === "client" ? 3 : 1.5,
      "data-hue": band.fill.hue,
      ...(upright
        ? { x: side, y: start, width: thick, height: length }
        : { x: start, y: side, width: length, height: thick }),
    });
    const leads = band.role === "leader" && !collapsed;
    this.#spine.show(leads);
    if (leads) this.#spine.set(along(place, band.from, band.to));
    const named = band.label !== "" && !collapsed;
    this.#name.show(named);
    if (named) this.#name.text(band.label).set(placeOfName(band, place));
  }
}

function placeOfName({ from }: LaneBand, { kind, across, upright }: Place) {
  const start = round(from);
  if (kind === "client")
    return upright ? { x: across + 9, y: start + 11 } : { x: start + 4, y: across + 4 };
  return upright ? { x: across + 10, y: start + 10 } : { x: start + 3, y: across - 9 };
}

type SignPicture = { key: string; sign: LaneSign; place: Place };

class SignActor implements Actor<SignPicture> {
  #power = shape("path", "power", { d: power(4.5) });
  #letter = text("sign", { "text-anchor": "middle" });
  readonly root = group("sign-on-lane", [this.#power, this.#letter]);

  update({ sign, place: { across, upright } }: SignPicture): void {
    const at = round(sign.at);
    const [x, y] = upright ? [across - 14, at + 4] : [at, across + 17];
    const off = sign.sign === "⏻";
    this.#power.show(off);
    this.#letter.show(!off);
    if (off) this.#power.set({ transform: `translate(${x} ${y - 4})` });
    else {
      const looks = ["sign", sign.strong && "strong", sign.guilty && "guilty"];
      this.#letter.text(sign.sign).set({ class: looks.filter((one) => one).join(" "), x, y });
    }
  }
}
