import type { EditorState } from "@codemirror/state";
import type { Misread, WrittenStep } from "../engine/door.ts";
import { fill } from "../words/words.ts";
import { texts } from "./texts.ts";

/** What is wrong, as a sentence. */
export function sentenceOf({ path, message, expected }: Misread): string {
  const what = `${path ? `${path}: ` : ""}${message}.`;
  return expected ? `${what} ${fill(texts.editor.expected, { expected })}` : what;
}

/** The same with its line, for whoever does not see the mark in the text. */
export function placedSentenceOf(problem: Misread): string {
  const what = sentenceOf(problem);
  return problem.line ? fill(texts.editor.wrong, { line: problem.line, what }) : what;
}

/** The step in which the cursor stands, or the last one before it that can be gone to. */
export function stepAt(state: EditorState, steps: readonly WrittenStep[]): string | null {
  const line = state.doc.lineAt(state.selection.main.head).number;
  const before = steps.filter((step) => step.tells && step.line !== null && step.line <= line);
  return before.at(-1)?.id ?? null;
}
