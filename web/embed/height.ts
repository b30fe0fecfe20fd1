import type { RaftPlayground } from "../element/raft-playground.ts";

/** With all controls the picture is as high as the window allows, and that is the frame: here it is as high as it must be. */
const PICTURE = "22rem";

/** Milliseconds without a change: what has just come is often larger for a moment. */
const QUIET = 250;

/**
 * Tells how high a frame must be for what is in it. That does not depend on how high it is, so that a host that follows
 * comes to an end; and it does not become less while a story is told, so that the host's text stays where it is.
 */
export class HeightWatch {
  #playground: RaftPlayground;
  #tell: (height: number) => void;
  #needed = 0;
  #told = 0;
  #watched = new WeakSet<Element>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #observer = new ResizeObserver(() => this.#lookLater());

  constructor(playground: RaftPlayground, tell: (height: number) => void) {
    this.#playground = playground;
    this.#tell = tell;
  }

  /** Another width, another run or another look: what was needed so far says nothing any more. */
  anew(): void {
    this.#needed = 0;
    this.#lookLater();
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), QUIET);
  }

  #look(): void {
    this.#needed = Math.max(this.#needed, heightNeeded(this.#playground));
    if (this.#needed !== this.#told) this.#tell(this.#needed);
    this.#told = this.#needed;
    this.#watchParts();
  }

  /** What is in the frame grows and shrinks without changing the size of the whole. */
  #watchParts(): void {
    for (const part of this.#playground.renderRoot.querySelectorAll(".layout > *, .right > *")) {
      if (this.#watched.has(part)) continue;
      this.#watched.add(part);
      this.#observer.observe(part);
    }
  }
}

/**
 * As high as the playground would be in an article, and so high that nothing in it must be scrolled to. Both are tried out
 * and taken back at once: nothing of that is seen.
 */
function heightNeeded(playground: RaftPlayground): number {
  const { renderRoot, style } = playground;
  const layout = renderRoot.querySelector<HTMLElement>(".layout");
  const scrolled = [playground, ...renderRoot.querySelectorAll(".right")];
  const places = scrolled.map(({ scrollTop }) => scrollTop);
  style.height = "0";
  const least = playground.scrollHeight;
  playground.removeAttribute("fits");
  style.height = "auto";
  if (!layout?.matches(".minimal, .none")) layout?.style.setProperty("--stage-size", PICTURE);
  const { height } = playground.getBoundingClientRect();
  layout?.style.removeProperty("--stage-size");
  style.height = "";
  playground.setAttribute("fits", "");
  for (const [order, one] of scrolled.entries()) one.scrollTop = places[order] ?? 0;
  return Math.ceil(Math.max(least, height));
}
