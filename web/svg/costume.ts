import type { MessageLook } from "../scene/message.ts";
import { type Attributes, round, type Stroke, shape, text } from "./draw.ts";
import { ballot, chevrons, diamond, eye } from "./shapes.ts";

/** The parts of a glyph. Made once and fitted to one message after the other: nodes are dear, and messages come and go. */
export type Costume = { parts: Stroke[]; fit(look: MessageLook): void };

/** So far a word that slid along its lane still stands over its message. */
const OVERLAP = 10;
const ASIDE_AWAY = 15;
const STRIPES_AT_MOST = 4;
/** Pixels of a letter. */
const LETTER = 6.4;

export function costumeFor(glyph: MessageLook["glyph"]): Costume {
  switch (glyph) {
    case "ballot":
      return unfitted(shape("path", "sheet", { d: ballot(19, 23) }), question());
    case "pre-ballot":
      return unfitted(shape("path", "sheet dotted", { d: ballot(19, 23) }), question());
    case "heartbeat":
      return unfitted(shape("circle", "sheet", { r: 7 }), shape("circle", "hole", { r: 2.6 }));
    case "timeout-now":
      return unfitted(
        shape("circle", "sheet", { r: 10.5 }),
        shape("path", "chevrons", { d: chevrons(5) }),
      );
    case "read-index":
      return unfitted(
        shape("path", "sheet", { d: eye(13, 8) }),
        shape("circle", "pupil", { r: 3 }),
      );
    case "parcel":
      return parcel();
    case "snapshot":
      return snapshot();
    case "ballot-reply":
    case "pre-ballot-reply":
    case "append-reply":
    case "snapshot-reply":
    case "read-index-reply":
      return pill();
    case "forward":
    case "client-request":
      return withAside(shape("path", "sheet", { d: diamond(10) }));
    case "client-reply":
      return withAside(shape("path", "sheet hollow", { d: diamond(8) }));
  }
}

/** Looks the same on every message. */
function unfitted(...parts: Stroke[]): Costume {
  return { parts, fit: () => {} };
}

function question(): Stroke {
  return text("inscription large", { y: 6 }).text("?");
}

function parcel(): Costume {
  const sheet = shape("rect", "sheet", { y: -11, height: 22, rx: 3 });
  const bands = Array.from({ length: STRIPES_AT_MOST }, () =>
    shape("rect", "stripe", { y: 5, height: 6 }),
  );
  const words = text("inscription", { y: 2 });
  return {
    parts: [sheet, ...bands, words],
    fit({ inscription, stripes }) {
      const width = Math.max(28, 12 + inscription.length * LETTER);
      const strip = width / Math.max(1, stripes.length);
      sheet.set({ x: -width / 2, width });
      bands.forEach((band, order) => {
        const fill = stripes[order];
        band.show(fill !== undefined);
        if (fill) band.set({ x: -width / 2 + order * strip, width: strip, "data-hue": fill.hue });
      });
      words.text(inscription);
    },
  };
}

/** A whole state in a stack of sheets: it stands for all entries up to its last. */
function snapshot(): Costume {
  const offsets = [5, 2.5, 0];
  const sheets = offsets.map((off) => shape("rect", "sheet", { y: -9 - off, height: 18, rx: 2 }));
  const words = text("inscription", { y: 4 });
  return {
    parts: [...sheets, words],
    fit({ inscription }) {
      const width = Math.max(26, 12 + inscription.length * LETTER);
      sheets.forEach((sheet, order) => {
        sheet.set({ x: -width / 2 + (offsets[order] ?? 0), width });
      });
      words.text(inscription);
    },
  };
}

function pill(): Costume {
  const edge = shape("rect", "pill-edge", { y: -8.5, height: 17, rx: 8.5 });
  const hue = shape("rect", "pill-hue", { y: -6.5, height: 13, rx: 6.5 });
  const words = text("inscription", { y: 3.6 });
  return {
    parts: [edge, hue, words],
    fit({ inscription }) {
      const width = Math.max(17, 9 + inscription.length * 6);
      edge.set({ x: -width / 2, width });
      hue.set({ x: 2 - width / 2, width: width - 4 });
      words.text(inscription);
    },
  };
}

function withAside(sheet: Stroke): Costume {
  const aside = text("aside");
  return {
    parts: [sheet, aside],
    fit(look) {
      aside.text(look.inscription).set(beside(look, ASIDE_AWAY));
    },
  };
}

/**
 * Words stand on the free side of the lane, where no arrow and no other traffic is; on the other if `away` is negative.
 * Above and below a level lane they are centred, or `slide` along it.
 */
export function beside(
  { free, inscription, glyph }: MessageLook,
  away: number,
  slide = 0,
): Attributes {
  const wide = glyph === "parcel" ? inscription.length * 3 * Math.sign(away) : 0;
  const level = Math.abs(free.x) < 0.35;
  const x = free.x * (away + wide);
  const reads = level ? slide : x;
  const anchor = reads > 0 ? "start" : reads < 0 ? "end" : "middle";
  const clear = level ? away * Math.sign(free.y) : free.y * away * 0.8;
  return { x: round(x - slide * OVERLAP), y: round(clear + 4), "text-anchor": anchor };
}
