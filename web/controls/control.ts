import { LitElement } from "lit";
import { type Catalogue, ENGLISH, speaking } from "../words/words.ts";

/** Under this name a playground says what its parts speak. */
export const CATALOGUE = Symbol("catalogue");

/** A part of a playground: it says everything in the language of the playground it stands in. */
export class Control extends LitElement {
  #catalogue = ENGLISH;

  override connectedCallback(): void {
    this.#catalogue = catalogueAround(this);
    super.connectedCallback();
  }

  /** Does something in the playground's language. Outside of updates nobody else sees to that. */
  protected inWords<T>(deed: () => T): T {
    return speaking(this.#catalogue, deed);
  }

  protected override performUpdate(): void {
    this.inWords(() => super.performUpdate());
  }
}

function catalogueAround(part: Node): Catalogue {
  for (let node: Node | null = part; node; node = outside(node)) {
    if (CATALOGUE in node) return node[CATALOGUE] as Catalogue;
  }
  return ENGLISH;
}

/** What a node stands in, out of shadows as well. */
export function outside(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}
