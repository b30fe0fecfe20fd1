import type { Glyph } from "../state/introductions.ts";
import type { MessageLook, MessagePicture } from "./message.ts";
import type { Outline, ServerPicture } from "./server.ts";
import type { DiskSign } from "./signs.ts";
import { UNKNOWN } from "./unknown.ts";

/** Pictures of things as such, for the legend: the same descriptions that the cluster is drawn from. */

const TERM_SHOWN = { hue: 1, pattern: 0 } as const;

export function serverSpecimen(outline: Outline, at: { x: number; y: number }): ServerPicture {
  const down = outline === "dashed";
  return {
    ...UNKNOWN,
    key: outline,
    ...at,
    radius: 17,
    name: "",
    fill: down ? UNKNOWN.fill : TERM_SHOWN,
    outline,
    badge: down ? "⏻" : outline === "double" ? "★" : null,
    outward: "down",
    arc: outline === "thin" ? 0.7 : null,
    disk: down ? "2" : null,
    emphasis: "plain",
    description: "",
  };
}

export function guiltySpecimen(at: { x: number; y: number }): ServerPicture {
  return { ...serverSpecimen("thin", at), arc: null, guilty: true };
}

export function diskSpecimen(diskSign: DiskSign, at: { x: number; y: number }): ServerPicture {
  return { ...serverSpecimen("thin", at), arc: null, disk: "2", diskSign };
}

const INSCRIPTIONS: Partial<Record<Glyph, string>> = {
  parcel: "3–4",
  "append-reply": "✓ 2",
  snapshot: "…8",
  "client-request": "",
};

export function messageSpecimen(
  glyph: Glyph,
  doomed: boolean,
  at: { x: number; y: number },
): MessagePicture {
  return {
    key: `${glyph} ${doomed}`,
    ...at,
    look: lookOfSpecimen(glyph, doomed, at),
  };
}

function lookOfSpecimen(glyph: Glyph, doomed: boolean, at: { x: number; y: number }): MessageLook {
  const client = glyph === "client-request";
  return {
    scale: 1,
    glyph,
    fill: client ? { hue: 0, pattern: 0 } : TERM_SHOWN,
    stripes: glyph === "parcel" ? [TERM_SHOWN, { hue: 2, pattern: 0 }] : [],
    inscription: INSCRIPTIONS[glyph] ?? "",
    accepted: null,
    label: null,
    free: { x: 1, y: 0 },
    side: 1,
    slide: 0,
    heading: null,
    doomed,
    held: false,
    copy: false,
    cross: doomed ? { x: at.x + 20, y: at.y } : null,
    emphasis: "plain",
    veiled: false,
  };
}
