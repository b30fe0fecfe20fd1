/** Something on this page that plays. */
export type Playing = { pause(): void; readonly stepsAside: boolean };

const playing = new Set<Playing>();

/** Starting one playground pauses the others on the page, except those that were told to play always. */
export function startsPlaying(one: Playing): void {
  for (const other of playing) {
    if (other !== one && other.stepsAside) other.pause();
  }
  playing.add(one);
}

export function stopsPlaying(one: Playing): void {
  playing.delete(one);
}
