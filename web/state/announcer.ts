/** What a screen reader was told last and when: it must not be flooded. `sentence` is the last sentence that was taken up. */
export type Announcement = { text: string; sentence: string; at: number };

const QUIET_FOR = 3000;

export const SILENCE: Announcement = { text: "", sentence: "", at: Number.NEGATIVE_INFINITY };

/** While playing at most one announcement in three seconds; a step of the reader is answered at once. */
export function announce(
  before: Announcement,
  sentence: string,
  wall: number,
  playing: boolean,
): Announcement {
  if (sentence === before.sentence) return before;
  if (playing && wall - before.at < QUIET_FOR) return before;
  return { text: sentence, sentence, at: wall };
}

const ONE_BREATH = 500;

/** Says something beside the sentence in force, after what is being said: two answers to one deed are one answer. */
export function add(before: Announcement, text: string, wall: number): Announcement {
  const first = wall - before.at < ONE_BREATH ? [before.text] : [];
  return tell(before, [...first, text].join(" – "), wall);
}

/** Says something beside the sentence in force, at once: the sentence is not said again afterwards. */
export function tell(before: Announcement, text: string, wall: number): Announcement {
  return { text, sentence: before.sentence, at: wall };
}
