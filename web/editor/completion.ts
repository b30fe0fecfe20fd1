import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from "@codemirror/autocomplete";
import type { EditorView, Tooltip } from "@codemirror/view";
import { type Place, placeAt } from "./place.ts";
import type { Grammar } from "./schema.ts";
import { type Suggestion, suggestions } from "./suggest.ts";
import { texts } from "./texts.ts";

/** What could stand at the cursor, from the schema and from what the text names itself. */
export function completing(grammar: Grammar) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const text = state.doc.toString();
    const place = placeAt(text, pos);
    if (!place || (!explicit && place.from === pos)) return null;
    const options = suggestions(text, place, grammar).map((one) => optionOf(one, place, text, pos));
    return { from: place.from, options, validFor: /^["\w[.-]*$/ };
  };
}

function optionOf(one: Suggestion, place: Place, text: string, cursor: number): Completion {
  const option: Completion = {
    label: one.label,
    info: () => documentation(one.about),
    boost: one.needed ? 1 : 0,
  };
  if (!one.about) delete option.info;
  if (one.needed) option.detail = texts.editor.required;
  const isHeader = place.kind === "header";
  // A header has its brackets already, and a name that is followed by its value only needs to be put right.
  const hasValue = place.kind === "key" && /^[\w-]*[ \t]*=/.test(text.slice(cursor));
  if (hasValue) option.apply = one.label;
  else
    option.apply = (view, _, from, to) =>
      put(view, one, isHeader ? opening(text, from) : from, to, place);
  return option;
}

/** Where the brackets of a header begin. */
function opening(text: string, from: number): number {
  let at = from;
  while (text[at - 1] === "[") at--;
  return at;
}

function put(view: EditorView, one: Suggestion, from: number, to: number, place: Place): void {
  const insert = one.apply ?? one.label;
  const { doc } = view.state;
  // What the editor closed by itself when it was opened is closed already.
  const next = doc.sliceString(to, to + 2);
  const closes = place.kind === "header" ? (/^\]+/.exec(next)?.[0].length ?? 0) : 0;
  const mark = place.quoted && next.startsWith('"') ? 1 : 0;
  view.dispatch({
    changes: { from, to: to + closes + mark, insert },
    selection: { anchor: from + insert.length - (one.back ?? 0) },
    userEvent: "input.complete",
  });
  if (one.back !== undefined) startCompletion(view);
}

/** What the name under the pointer means. */
export function explaining(grammar: Grammar) {
  return (view: EditorView, pos: number): Tooltip | null => {
    const word = view.state.wordAt(pos);
    if (!word) return null;
    const text = view.state.doc.toString();
    const place = placeAt(text, word.to);
    if (place?.kind !== "key") return null;
    const about = grammar.about([...place.path, text.slice(word.from, word.to)]);
    if (!about) return null;
    return {
      pos: word.from,
      end: word.to,
      above: true,
      create: () => ({ dom: documentation(about) }),
    };
  };
}

function documentation(text: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-documentation";
  // Line ends of the schema are where its source was wrapped; a paragraph has an empty line.
  box.textContent = text.replace(/([^\n])\n(?!\n)/g, "$1 ");
  return box;
}
