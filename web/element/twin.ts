import { isDue } from "../state/world.ts";
import { Place } from "./place.ts";

/** A second run that keeps step with the one that the reader moves: by time, because it has other events. */
export class Twin extends Place {
  follow(now: number, wall: number): void {
    if (now === this.now) return;
    const forwards = now > this.now;
    const due = isDue(this.world, now);
    if (!forwards) this.engine.seek(now);
    else if (due) this.engine.advance(now);
    if (!forwards || due) this.refresh(wall, forwards);
    this.now = now;
  }
}
