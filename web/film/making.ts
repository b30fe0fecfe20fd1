import { Darkroom } from "./develop.ts";
import { GifWriter } from "./gif.ts";
import { PaletteMaker } from "./palette.ts";
import { type Progress, turn } from "./progress.ts";
import type { Shoot } from "./shoot.ts";
import { coloursOf } from "./theme.ts";
import { makeWebm } from "./video.ts";
import { shownAt } from "./wish.ts";

/** Draws what was wished for. Between two frames the page has its turn. */
export async function make(shoot: () => Shoot, progress: Progress): Promise<Blob> {
  const first = shoot();
  try {
    switch (first.wish.format) {
      case "svg":
        return new Blob([first.draw(0)], { type: "image/svg+xml" });
      case "png":
        return await pngOf(first);
      case "gif":
        return await gifOf(first, shoot, progress);
      case "webm":
        return await makeWebm(first, darkroomFor(first), progress);
    }
  } finally {
    first.end();
  }
}

export function darkroomFor({ sheet, wish }: Shoot): Darkroom {
  return new Darkroom(wish.width, Math.round(sheet.height * sheet.scale));
}

async function pngOf(shoot: Shoot): Promise<Blob> {
  const room = darkroomFor(shoot);
  await room.expose(shoot.draw(0));
  return room.png();
}

/** So many frames are looked at for the colours of a film. */
const SAMPLES = 12;
/** The last frame of a film that begins again stands a while: in hundredths of a second. */
const LAST = 150;

/** Twice through the film: first for its colours, which are the same for all frames, then for the frames. */
async function gifOf(shoot: Shoot, again: () => Shoot, progress: Progress): Promise<Blob> {
  const room = darkroomFor(shoot);
  const colours = new PaletteMaker();
  const every = Math.max(1, Math.ceil(shoot.frames / SAMPLES));
  for (let frame = 0; frame < shoot.frames; frame++) {
    if (frame % every !== 0 && frame !== shoot.frames - 1) {
      shoot.pass(frame);
      continue;
    }
    await turn(progress);
    await room.expose(shoot.draw(frame));
    colours.add(room.pixels);
    progress.done((0.2 * frame) / shoot.frames);
  }
  const second = again();
  try {
    const size = { width: room.canvas.width, height: room.canvas.height };
    const writer = new GifWriter(
      size,
      colours.choose(coloursOf(shoot.wish.theme)),
      shoot.wish.loop,
    );
    const lasts = Math.round(shownAt(shoot.wish, 1) / 10);
    for (let frame = 0; frame < second.frames; frame++) {
      await turn(progress);
      await room.expose(second.draw(frame));
      writer.frame(room.pixels, frame === second.frames - 1 ? LAST : lasts);
      progress.done(0.2 + (0.8 * (frame + 1)) / second.frames);
    }
    return new Blob([writer.end()], { type: "image/gif" });
  } finally {
    second.end();
  }
}
