import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { type Diagnostic, linter } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type StateEffect } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import type { Checked, ScenarioFormat } from "../engine/door.ts";
import { completing, explaining } from "./completion.ts";
import { sentenceOf } from "./finding.ts";
import { remarked, remarks } from "./remark.ts";
import { Grammar, type Schema } from "./schema.ts";
import { texts } from "./texts.ts";
import { ink, look } from "./theme.ts";

/** How long after the last key the text is looked at. */
const PATIENCE = 400;

/** What a remark of three lines takes below the line that it is about, in pixels. */
const REMARK_HEIGHT = 64;

/** What an editor tells whoever shows it. */
export type Listeners = {
  checked(what: Checked): void;
  typed(): void;
  run(): void;
  /** Does something in the language of whoever shows the text. */
  inWords<T>(deed: () => T): T;
  /** Text that was pasted. True: it has been taken care of. */
  pasted(text: string, view: EditorView): boolean;
};

/** The state of an editor: text, selection, and what can be undone. It outlives what shows it. */
export function writing(
  text: string,
  format: ScenarioFormat,
  listeners: () => Listeners,
): EditorState {
  const grammar = new Grammar(format.schema as Schema);
  const run = () => {
    listeners().run();
    return true;
  };
  const complete = completing(grammar);
  const extensions: Extension[] = [
    lineNumbers(),
    highlightActiveLineGutter(),
    history(),
    bracketMatching(),
    closeBrackets(),
    StreamLanguage.define(toml),
    syntaxHighlighting(ink),
    autocompletion({
      override: [(context) => listeners().inWords(() => complete(context))],
      icons: false,
    }),
    hoverTooltip(explaining(grammar)),
    highlightSelectionMatches(),
    search({ top: true }),
    linter((view) => diagnose(view, format, listeners()), { delay: PATIENCE }),
    // Tab is not among the keys: it leaves the field, as it leaves every other one.
    keymap.of([
      { key: "Mod-Enter", run },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.lineWrapping,
    remarks,
    EditorView.contentAttributes.of({
      // It can be reached without, but whoever looks for what scrolls and cannot be reached goes by this.
      tabindex: "0",
      spellcheck: "false",
      autocapitalize: "off",
    }),
    EditorView.domEventHandlers({
      beforeinput: typedOverLines,
      paste: (event, view) =>
        listeners().pasted(event.clipboardData?.getData("text/plain") ?? "", view),
    }),
    EditorView.updateListener.of(({ transactions }) => {
      const events = ["input", "delete", "undo", "redo"];
      const isTyped = transactions.some((one) => events.some((event) => one.isUserEvent(event)));
      if (isTyped) listeners().typed();
    }),
    wording.of(worded()),
    look,
  ];
  return EditorState.create({ doc: text, extensions });
}

/** What the editor says itself. A state outlives the language in which it was made. */
const wording = new Compartment();

function worded(): Extension[] {
  return [
    EditorView.contentAttributes.of({ "aria-label": texts.editor.label }),
    EditorState.phrases.of(texts.editor.phrases),
    placeholder(texts.editor.empty),
  ];
}

/** Says everything in the language that is spoken now. */
export function reworded(): StateEffect<unknown> {
  return wording.reconfigure(worded());
}

/**
 * Where letters replace several lines, a browser joins what is left of them by style attributes, which a strict content
 * security policy reports. So it is not left to the browser.
 */
function typedOverLines(event: InputEvent, view: EditorView): boolean {
  const { state } = view;
  const { from, to } = state.selection.main;
  const isOneLine = state.doc.lineAt(from).to >= to;
  if (event.inputType !== "insertText" || !event.data || isOneLine) return false;
  event.preventDefault();
  view.dispatch(state.replaceSelection(event.data), {
    userEvent: "input.type",
    scrollIntoView: true,
  });
  return true;
}

function diagnose(view: EditorView, format: ScenarioFormat, listeners: Listeners): Diagnostic[] {
  const { doc } = view.state;
  const checked = format.check(doc.toString());
  listeners.checked(checked);
  const { problem } = checked;
  // An empty text is not wrong yet.
  if (!problem || doc.length === 0) {
    view.dispatch({ effects: remarked.of(null) });
    return [];
  }
  const line = doc.line(Math.min(problem.line ?? 1, doc.lines));
  const from = line.from + (line.text.length - line.text.trimStart().length);
  const message = listeners.inWords(() => sentenceOf(problem));
  const { head } = view.state.selection.main;
  const isHere = view.hasFocus && line.from <= head && head <= line.to;
  const inSight = isHere ? [EditorView.scrollIntoView(head, { yMargin: REMARK_HEIGHT })] : [];
  view.dispatch({ effects: [remarked.of({ end: line.to, text: message }), ...inSight] });
  return [{ from, to: line.to, severity: "error", message }];
}
