import type { Box } from "../scene/geometry.ts";
import { GEOMETRY, type Ink, LOOKS, type Look, plainValue } from "./ink.ts";

/**
 * Reads off what a drawing in the page looks like. The browser is asked only once for each kind of element: hundreds of
 * frames consist of the same few.
 */
export class Tracer {
  #looks = new Map<string, Look>();

  /** What is in an SVG element, from outside to inside. */
  trace(svg: SVGElement): Ink[] {
    const kind = kindOf(svg);
    return [...svg.children].flatMap((child) => this.#ink(child as SVGElement, kind) ?? []);
  }

  /** The same, moved to another place. */
  traceAt(svg: SVGElement, x: number, y: number): Ink {
    const geometry = [["transform", `translate(${x} ${y})`]] as const;
    return { tag: "g", geometry, look: {}, text: "", children: this.trace(svg) };
  }

  /** The same through a window: what reaches beyond it is not seen. `x` and `y` are those of the drawing's own origin. */
  traceIn(svg: SVGElement, window: { x: number; y: number; margin: number }, size: Box): Ink {
    const { x, y, margin } = window;
    const [wide, high] = [size.width + 2 * margin, size.height];
    const geometry = [
      ["x", String(x - margin)],
      ["y", String(y)],
      ["width", String(wide)],
      ["height", String(high)],
      ["viewBox", `${-margin} 0 ${wide} ${high}`],
    ] as const;
    return { tag: "svg", geometry, look: {}, text: "", children: this.trace(svg) };
  }

  #ink(element: SVGElement, around: string): Ink | null {
    if (element.getAttribute("display") === "none") return null;
    const kind = `${around}/${kindOf(element)}${afterWhat(element)}`;
    const { tagName: tag, attributes, childElementCount } = element;
    const geometry = [...attributes]
      .filter(({ name }) => GEOMETRY.has(name))
      .map(({ name, value }) => [name, value] as const);
    return {
      tag,
      geometry,
      look: this.#look(element, kind),
      text: childElementCount === 0 ? (element.textContent ?? "") : "",
      children: [...element.children].flatMap(
        (child) => this.#ink(child as SVGElement, kind) ?? [],
      ),
    };
  }

  #look(element: SVGElement, kind: string): Look {
    const known = this.#looks.get(kind);
    if (known) return known;
    const computed = getComputedStyle(element);
    const look = Object.fromEntries(
      LOOKS.map((name) => [name, plainValue(computed.getPropertyValue(name))]),
    );
    this.#looks.set(kind, look);
    return look;
  }
}

/** All of an element that a style sheet of ours looks at. */
function kindOf(element: Element): string {
  const at = (name: string) => element.getAttribute(name) ?? "";
  const anchored = element.hasAttribute("text-anchor") ? at("text-anchor") : "";
  return `${element.tagName}.${at("class")}.${at("data-hue")}.${anchored}`;
}

/** A sheet may also look at what stands before a part: an inscription on a pill is not one on a parcel. */
function afterWhat(element: Element): string {
  if (element.tagName === "g") return "";
  const before: string[] = [];
  for (let one = element.previousElementSibling; one; one = one.previousElementSibling)
    before.push(one.getAttribute("class") ?? "");
  return before.length > 0 ? `~${before.join("~")}` : "";
}
