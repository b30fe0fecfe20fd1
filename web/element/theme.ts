import type { Theme } from "../state/manner.ts";

/** A colour that was on its way has come. */
const SETTLINGS = ["transitionend", "animationend"];

/** An element's light or dark. By itself it follows the paper it lies on, however the host page made that dark. */
export class ThemeWatch {
  #element: HTMLElement;
  #wanted: () => Theme;
  #media = matchMedia("(prefers-color-scheme: dark)");
  #observer = new MutationObserver(() => this.look());
  #looked = () => this.look();
  /** What changes slowly shows its first moment when it is asked at once. */
  #settled = ({ target }: Event) => {
    if (isAround(target, this.#element)) this.look();
  };

  constructor(element: HTMLElement, wanted: () => Theme) {
    this.#element = element;
    this.#wanted = wanted;
  }

  watch(): void {
    this.#media.addEventListener("change", this.#looked);
    // Host pages switch their theme by an attribute of their root, or of a part of the page: class, data-theme, style.
    for (let one = parentOf(this.#element); one; one = parentOf(one))
      this.#observer.observe(one, { attributes: true });
    for (const end of SETTLINGS) document.addEventListener(end, this.#settled, true);
    this.look();
  }

  ignore(): void {
    this.#media.removeEventListener("change", this.#looked);
    this.#observer.disconnect();
    for (const end of SETTLINGS) document.removeEventListener(end, this.#settled, true);
  }

  look(): void {
    const wanted = this.#wanted();
    const shade = wanted === "auto" ? this.#paper() : wanted;
    if (this.#element.getAttribute("shade") !== shade) this.#element.setAttribute("shade", shade);
  }

  #paper(): "light" | "dark" {
    for (let one = parentOf(this.#element); one; one = parentOf(one)) {
      const dark = isDark(getComputedStyle(one).backgroundColor);
      if (dark !== null) return dark ? "dark" : "light";
    }
    // Nobody painted anything: the browser's own paper is dark only for pages that say they can be.
    const schemes = schemesOfPage();
    if (!schemes.includes("dark")) return "light";
    return !schemes.includes("light") || this.#media.matches ? "dark" : "light";
  }
}

/** The page's root and body lie behind everything, also behind what is in a shadow root, of which they know nothing. */
function isAround(target: EventTarget | null, element: Element): boolean {
  if (target === document.documentElement || target === document.body) return true;
  return target instanceof Node && target.contains(element);
}

/** Which schemes the page says it has: in its styles, or in its head, of which styles know nothing. */
function schemesOfPage(): string {
  const { colorScheme } = getComputedStyle(document.documentElement);
  if (colorScheme !== "normal") return colorScheme;
  return document.querySelector<HTMLMetaElement>('meta[name="color-scheme" i]')?.content ?? "";
}

/** Through shadow roots and slots, as the eye sees it. */
function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const { parentNode } = element;
  return parentNode instanceof ShadowRoot ? parentNode.host : element.parentElement;
}

/** null: one sees through it. */
function isDark(colour: string): boolean | null {
  const [r = 0, g = 0, b = 0, a = 1] = colour.startsWith("rgb")
    ? (colour.match(/[\d.]+/g) ?? []).map(Number)
    : painted(colour);
  return a < 0.5 ? null : 0.299 * r + 0.587 * g + 0.114 * b < 128;
}

/** Colours of other spaces, oklch among them, as what they look like on a screen. */
function painted(colour: string): number[] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d");
  if (!pen) return [0, 0, 0, 0];
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}
