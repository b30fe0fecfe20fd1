/** Tells the host page when an element's size has changed. */
export class SizeWatch {
  #element: HTMLElement;
  #width = 0;
  #height = 0;
  #observer = new ResizeObserver(() => this.#measure());

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  watch(): void {
    this.#observer.observe(this.#element);
  }

  ignore(): void {
    this.#observer.disconnect();
  }

  #measure(): void {
    const { width, height } = this.#element.getBoundingClientRect();
    if (width === this.#width && height === this.#height) return;
    this.#width = width;
    this.#height = height;
    // It must not bubble: host pages listen to the window's own event of this name.
    this.#element.dispatchEvent(new CustomEvent("resize", { detail: { width, height } }));
  }
}
