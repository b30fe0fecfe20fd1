import { changesAt } from "../state/world.ts";
import { Place } from "./place.ts";

/** A second run that keeps step with the one that the reader moves: by time, because it has other events. */
export class Twin extends Place {
  follow(now: number, wall: number): void {
    if (now === this.now) return;
    const forwards = now > this.now;
    const next = changesAt(this.world);
    if (!forwards) this.engine.seek(now);
    else if (next !== null && now >= next) this.engine.advance(now);
    if (!forwards || (next !== null && now >= next)) this.refresh(wall, forwards);
    this.now = now;
  }
}
