import { LitElement } from "lit";
import { CATALOGUE } from "../words/catalogue.ts";
import { type Catalogue, ENGLISH, speaking } from "../words/words.ts";
import { outside } from "./outside.ts";

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
