import type { KeyPress } from "../state/keys.ts";

const TEXT_FIELDS =
  'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, [contenteditable]';

/** Where in the element a key was pressed decides what it means. Events are read before retargeting hides that. */
export function keyPressOf(event: KeyboardEvent): KeyPress {
  return {
    key: event.key.length === 1 ? event.key.toLowerCase() : event.key,
    shift: event.shiftKey,
    command: event.ctrlKey || event.altKey || event.metaKey,
    focus: focusOf(event.composedPath()[0]),
  };
}

function focusOf(target: EventTarget | undefined): KeyPress["focus"] {
  if (!(target instanceof Element)) return "scene";
  if (target.matches(TEXT_FIELDS)) return "text";
  if (target.matches('input[type="range"]')) return "range";
  if (target.matches('select, [role="tab"], [role="region"], input[type="radio"]')) return "list";
  if (target.matches("button, summary, a, input")) return "control";
  return "scene";
}

/** What browsers do with a key, by where it is pressed: letters are written, and buttons pressed. */
const USED: Readonly<Record<KeyPress["focus"], RegExp>> = {
  text: /./,
  list: /./,
  range: /^(Arrow|Page|Home|End)/,
  control: /^( |Enter)$/,
  scene: /^$/,
};

/** The focus means something by this key. Whoever wants to get out, or commands the browser, does not. */
export function isUsed({ key, command, focus }: KeyPress): boolean {
  return !command && key !== "Tab" && key !== "Escape" && USED[focus].test(key);
}
