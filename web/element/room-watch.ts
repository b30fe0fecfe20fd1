import type { Room } from "../state/arrangement.ts";

/** How much room an element has, in multiples of the reader's text size. The height is that of the window. */
export class RoomWatch {
  room: Room = { width: 0, height: 0 };
  #element: HTMLElement;
  #changed: (room: Room) => void;
  #observer = new ResizeObserver(() => this.#measure());
  #resized = () => this.#measure();

  constructor(element: HTMLElement, changed: (room: Room) => void) {
    this.#element = element;
    this.#changed = changed;
  }

  watch(): void {
    this.#observer.observe(this.#element);
    addEventListener("resize", this.#resized);
  }

  ignore(): void {
    this.#observer.disconnect();
    removeEventListener("resize", this.#resized);
  }

  #measure(): void {
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    const width = this.#element.clientWidth / em;
    const height = innerHeight / em;
    if (width === this.room.width && height === this.room.height) return;
    this.room = { width, height };
    this.#changed(this.room);
  }
}
