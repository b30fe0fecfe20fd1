import { shown } from "./shown.ts";

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * Somebody's text as a piece of HTML, in an attribute or not. It may be pasted into a file from which a page is made:
 * there braces are code (MDX, Liquid, Hugo), and an empty line begins Markdown, with links to anything.
 */
export function inHtml(text: string): string {
  return shown(text).replace(
    /[&<>"{}[\]`*_~\\$|]/g,
    (sign) => NAMED[sign] ?? `&#${sign.charCodeAt(0)};`,
  );
}
