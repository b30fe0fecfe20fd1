import type { LitElement, ReactiveController } from "lit";

/** Measures a part of an element whenever its size changes, in units that grow with the reader's text. */
export class Ruler implements ReactiveController {
  /** Pixels in a unit. */
  scale = 1;
  width = 0;
  height = 0;
  #part: () => HTMLElement | null;
  #watched: HTMLElement | null = null;
  #observer: ResizeObserver;

  constructor(host: LitElement, selector: string, measured: () => void) {
    this.#part = () => host.renderRoot.querySelector<HTMLElement>(selector);
    this.#observer = new ResizeObserver(() => {
      this.#measure();
      measured();
    });
    host.addController(this);
  }

  /** Who is moved in the page is taken out and put in again, and need not be updated for that. */
  hostConnected(): void {
    this.hostUpdated();
  }

  hostUpdated(): void {
    if (this.#watched) return;
    this.#watched = this.#part();
    if (this.#watched) this.#observer.observe(this.#watched);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#watched = null;
  }

  #measure(): void {
    if (!this.#watched) return;
    // Who reads larger text gets a larger picture, too.
    this.scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
    this.width = this.#watched.clientWidth / this.scale;
    this.height = this.#watched.clientHeight / this.scale;
  }
}
