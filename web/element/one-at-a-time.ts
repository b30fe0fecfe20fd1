/** Something on this page that plays. */
export type Playing = {
  play(): void;
  pause(): void;
  /** Whether it pauses when another one starts. */
  readonly stepsAside: boolean;
  /** Whether it plays by itself where it is seen. */
  readonly playsWhenSeen: boolean;
  readonly inSight: boolean;
};

const playing = new Set<Playing>();
/** Those that would play and let another one go first. Who was paused by a reader is not among them. */
const aside = new Set<Playing>();

/** Starting one playground pauses the others on the page, except those that were told to play always. */
export function startsPlaying(one: Playing): void {
  aside.delete(one);
  for (const other of playing) {
    if (other === one || !other.stepsAside) continue;
    other.pause();
    aside.add(other);
  }
  playing.add(one);
}

export function stopsPlaying(one: Playing): void {
  playing.delete(one);
}

/** It is gone from the page. */
export function leavesPage(one: Playing): void {
  stopsPlaying(one);
  aside.delete(one);
}

/** It would begin by itself: unless the reader is watching another one, which goes first. */
export function wouldPlay(one: Playing): void {
  const isWatched = [...playing].some((other) => other !== one && other.inSight);
  if (isWatched && one.stepsAside) aside.add(one);
  else one.play();
}

export function comesIntoSight(one: Playing): void {
  if (aside.has(one) && one.playsWhenSeen) wouldPlay(one);
}

/** The reader has gone on: what waits where they are now is next. */
export function goesOutOfSight(one: Playing): void {
  if (!playing.has(one)) return;
  const next = [...aside].find((other) => other.inSight && other.playsWhenSeen);
  next?.play();
}
