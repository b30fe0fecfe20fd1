const SVG = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number | null>>;

/** An SVG element that touches the DOM only when an attribute really changes. */
export class Stroke<E extends SVGElement = SVGElement> {
  readonly element: E;
  #written = new Map<string, string>();
  #place: SVGTransform | null = null;
  #text = "";
  /** In tenths of a unit: whole numbers need no memory of their own. */
  #left = Number.MIN_SAFE_INTEGER;
  #top = Number.MIN_SAFE_INTEGER;

  constructor(tag: string, attributes: Attributes = {}, children: readonly Stroke[] = []) {
    this.element = document.createElementNS(SVG, tag) as E;
    this.set(attributes);
    for (const child of children) this.element.append(child.element);
  }

  /** `null` takes an attribute away. */
  set(attributes: Attributes): this {
    for (const name in attributes) {
      const value = attributes[name];
      if (value === null || value === undefined) {
        if (this.#written.delete(name)) this.element.removeAttribute(name);
      } else {
        const text = String(value);
        if (this.#written.get(name) !== text) {
          this.#written.set(name, text);
          this.element.setAttribute(name, text);
        }
      }
    }
    return this;
  }

  /** Moves it there. Numbers instead of text: for hundreds of things in every frame that is several times as fast. */
  place(x: number, y: number): this {
    const left = Math.round(x * 10);
    const top = Math.round(y * 10);
    if (left === this.#left && top === this.#top) return this;
    this.#left = left;
    this.#top = top;
    this.#place ??= placeOf(this.element);
    this.#place?.setTranslate(left / 10, top / 10);
    return this;
  }

  text(content: string): this {
    if (this.#text !== content) {
      this.#text = content;
      this.element.textContent = content;
    }
    return this;
  }

  show(visible: boolean): this {
    return this.set({ display: visible ? null : "none" });
  }
}

/** A translation of its own, before all other transformations of an element. */
function placeOf(element: SVGElement): SVGTransform | null {
  if (!(element instanceof SVGGraphicsElement)) return null;
  const canvas = document.createElementNS(SVG, "svg");
  return element.transform.baseVal.appendItem(canvas.createSVGTransform());
}

export function group(part: string, children: readonly Stroke[] = []): Stroke<SVGGElement> {
  return new Stroke<SVGGElement>("g", { class: part }, children);
}

export function shape(
  tag: "circle" | "rect" | "path" | "line",
  part: string,
  attributes: Attributes = {},
): Stroke {
  return new Stroke(tag, { class: part, ...attributes });
}

export function text(part: string, attributes: Attributes = {}): Stroke {
  return new Stroke("text", { class: part, ...attributes });
}

/** Tenths of a pixel are finer than an eye and shorter than a float. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function move(x: number, y: number): string {
  return `translate(${round(x)} ${round(y)})`;
}
