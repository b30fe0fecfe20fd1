import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

/**
 * What is wrong, below the line in which it is: whoever writes looks there, and a finger has no pointer to rest on it. For
 * ears it is said elsewhere.
 */

/** A sentence about the line that ends here; null: there is nothing to say. */
export const remarked = StateEffect.define<{ end: number; text: string } | null>();

class Remark extends WidgetType {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override eq(other: Remark): boolean {
    return other.#text === this.#text;
  }

  override toDOM(): HTMLElement {
    const box = document.createElement("div");
    box.className = "cm-remark";
    box.ariaHidden = "true";
    box.textContent = this.#text;
    return box;
  }
}

const shown = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects }) {
    let now = before.map(changes);
    for (const { value } of effects.filter((effect) => effect.is(remarked))) {
      if (value === null) now = Decoration.none;
      else {
        const widget = Decoration.widget({ widget: new Remark(value.text), block: true, side: 1 });
        now = Decoration.set(widget.range(value.end));
      }
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const remarks: Extension = [
  shown,
  EditorView.theme({
    ".cm-remark": {
      margin: "0 var(--space-2)",
      padding: "0 var(--space-2)",
      borderLeft: "3px solid var(--ink)",
      font: "var(--size-small) / 1.45 var(--font)",
      color: "var(--ink)",
      backgroundColor: "var(--sunken)",
      whiteSpace: "normal",
    },
  }),
];
