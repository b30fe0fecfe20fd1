import { Place } from "./place.ts";

/** A second run that keeps step with the one that the reader moves: by time, because it has other events. */
export class Twin extends Place {
  follow(now: number, wall: number): void {
    if (now !== this.now) this.passTo(now, wall);
  }
}
