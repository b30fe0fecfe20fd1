// HTML as text. Whatever is put into a template is text and not markup, unless it was made by a template itself.

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escaped(text) {
  return String(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
}

/** Markup that may stand in a template as it is. */
export class Markup {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

function spelled(value) {
  if (Array.isArray(value)) return value.map(spelled).join("");
  if (value === null || value === undefined || value === false) return "";
  return value instanceof Markup ? value.text : escaped(value);
}

export function html(strings, ...values) {
  const text = strings.reduce((all, part, order) => all + spelled(values[order - 1]) + part);
  return new Markup(text);
}

/** JSON in a script element: nothing in it can end that element. */
export function json(value) {
  return new Markup(JSON.stringify(value).replaceAll("<", "\\u003c"));
}
