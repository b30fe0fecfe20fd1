import type { Darkroom } from "./develop.ts";
import { type Progress, turn } from "./progress.ts";
import type { Shoot } from "./shoot.ts";
import { type Packet, type Track, webmOf } from "./webm.ts";
import { shownAt } from "./wish.ts";

/** The ways to compress that WebM knows and that browsers have, the better one first. */
const CODECS = [
  { codec: "V_VP9", name: "vp09.00.51.08" },
  { codec: "V_VP8", name: "vp8" },
] as const;

/** Bits for a pixel of a frame: drawings with sharp edges need more than pictures of the world. */
const BITS = 0.12;
const RATE = { least: 600_000, most: 12_000_000 };
/** Whoever jumps in a film waits for the next picture that stands for itself. */
const KEY_EVERY = 4000;
/** So many frames may wait: each is as large as the picture. */
const QUEUE = 4;

/** Whether this browser can make films for itself. */
export function canFilm(): boolean {
  return typeof VideoEncoder === "function" && typeof VideoFrame === "function";
}

/** How this browser compresses a film of that size; null: it does not. */
async function encoderFor(width: number, height: number, rate: number) {
  const bitrate = Math.max(
    RATE.least,
    Math.min(RATE.most, Math.round(width * height * rate * BITS)),
  );
  for (const { codec, name } of CODECS) {
    const config = { codec: name, width, height, bitrate, framerate: rate };
    const { supported } = await VideoEncoder.isConfigSupported(config);
    if (supported) return { codec, config };
  }
  return null;
}

export async function makeWebm(shoot: Shoot, room: Darkroom, progress: Progress): Promise<Blob> {
  const { wish, frames } = shoot;
  const { width, height } = room.canvas;
  const way = canFilm() ? await encoderFor(width, height, wish.rate) : null;
  if (!way) throw new NoFilm();
  const packets: Packet[] = [];
  let failed: unknown = null;
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      packets.push({ at: Math.round(chunk.timestamp / 1000), key: chunk.type === "key", data });
    },
    error: (error) => {
      failed = error;
    },
  });
  try {
    encoder.configure(way.config);
    let keyed = Number.NEGATIVE_INFINITY;
    for (let frame = 0; frame < frames; frame++) {
      const at = shownAt(wish, frame);
      await room.expose(shoot.draw(frame));
      while (encoder.encodeQueueSize > QUEUE && failed === null) await turn(progress);
      if (failed !== null) throw failed;
      const picture = new VideoFrame(room.canvas, {
        timestamp: at * 1000,
        duration: shownAt(wish, 1) * 1000,
      });
      const keyFrame = at - keyed >= KEY_EVERY;
      if (keyFrame) keyed = at;
      encoder.encode(picture, { keyFrame });
      picture.close();
      progress.done((frame + 1) / frames);
      await turn(progress);
    }
    await encoder.flush();
    if (failed !== null) throw failed;
  } finally {
    if (encoder.state !== "closed") encoder.close();
  }
  const track: Track = { codec: way.codec, width, height, frame: shownAt(wish, 1) };
  return new Blob([webmOf(track, packets, shoot.story.title)], { type: "video/webm" });
}

/** This browser cannot compress films. */
export class NoFilm extends Error {
  constructor() {
    super("no film");
    this.name = "NoFilm";
  }
}
