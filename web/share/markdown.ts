import { shown } from "./shown.ts";

/**
 * Somebody's text as a piece of a line of Markdown: nothing in it ends the line, opens a tag or a picture, or stresses
 * anything, and nothing is code for what makes pages of Markdown, to which braces are that. Titles and sentences come from
 * strangers' links, and what is made of them is pasted elsewhere.
 */
export function inMarkdown(text: string): string {
  return shown(text).replace(/[\\[\]`*_<>~|{}$&]/g, "\\$&");
}
