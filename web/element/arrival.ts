import texts from "in-all-languages:arrival";
import { html } from "lit";
import { compiledEngine } from "../engine/compiled.ts";
import { closestLanguage } from "./closest-language.ts";

type InsideClass = typeof import("./inside.ts")["Inside"];

let here: InsideClass | null = null;

/** What runs in a playground is here. Pages that want it at once import it themselves. */
export function arrives(inside: InsideClass): void {
  here = inside;
}

export function insideHere(): InsideClass | null {
  return here;
}

/** Fetches what runs in a playground, and beside it the engine that it will need: neither has to wait for the other. */
export async function fetchInside(): Promise<InsideClass> {
  // Why it does not come is told when it is needed.
  compiledEngine().catch(() => {});
  const { Inside } = await import("./inside.ts");
  return Inside;
}

/** What is said where it did not come. The words that playgrounds speak were to come with it: these are here already. */
export function stayedAway(element: Element, retry: () => void) {
  const [language = ""] = (closestLanguage(element) ?? "").trim().toLowerCase().split("-");
  const spoken = Object.hasOwn(texts, language) ? language : "en";
  const said = texts[spoken];
  return html`
    <div role="alert" lang=${spoken}>
      <p>${said?.failed}</p>
      <button @click=${retry}>${said?.again}</button>
    </div>
  `;
}
