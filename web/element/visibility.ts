/** Whether an element can be seen: on the screen, in a tab that is in front. */
export class Visibility {
  #element: HTMLElement;
  #changed: () => void;
  #onScreen = false;
  #observer = new IntersectionObserver((entries) => {
    this.#onScreen = entries.at(-1)?.isIntersecting ?? false;
    this.#changed();
  });
  #tabChanged = () => this.#changed();

  constructor(element: HTMLElement, changed: () => void) {
    this.#element = element;
    this.#changed = changed;
  }

  get onScreen(): boolean {
    return this.#onScreen;
  }

  /** The tab is in front. */
  get inFront(): boolean {
    return document.visibilityState === "visible";
  }

  watch(): void {
    this.#observer.observe(this.#element);
    document.addEventListener("visibilitychange", this.#tabChanged);
  }

  ignore(): void {
    this.#observer.disconnect();
    this.#onScreen = false;
    document.removeEventListener("visibilitychange", this.#tabChanged);
  }
}
