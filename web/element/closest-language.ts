import { outside } from "../controls/outside.ts";

/** The closest `lang`, an element's own or one around it, through all shadows; null: nobody says. */
export function closestLanguage(element: Element): string | null {
  for (let node: Node | null = element; node; node = outside(node)) {
    const tag = node instanceof Element ? node.getAttribute("lang") : null;
    if (tag !== null) return tag;
  }
  return null;
}
