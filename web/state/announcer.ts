/** What a screen reader was told last and when: it must not be flooded. */
export type Announcement = { text: string; at: number };

const QUIET_FOR = 3000;

export const SILENCE: Announcement = { text: "", at: Number.NEGATIVE_INFINITY };

/** While playing at most one announcement in three seconds; a step of the reader is answered at once. */
export function announce(
  before: Announcement,
  text: string,
  wall: number,
  playing: boolean,
): Announcement {
  if (text === before.text) return before;
  if (playing && wall - before.at < QUIET_FOR) return before;
  return { text, at: wall };
}
