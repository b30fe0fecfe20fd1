/** The parts of the page that are read rather than watched change at most every so many milliseconds. */
const READABLE_FOR = 60;

/** What moves is drawn in every frame; text that changed as often could not be read, and would cost the frame. */
export class Rhythm {
  #late = false;
  #last = 0;

  /** Whether the page is to be written anew in this frame. What has to wait is not forgotten. */
  isTime(changed: boolean, moving: boolean, wall: number): boolean {
    const wanted = changed || this.#late;
    const ready = !moving || wall - this.#last >= READABLE_FOR;
    this.#late = wanted && !ready;
    if (!wanted || !ready) return false;
    this.#last = wall;
    return true;
  }
}
