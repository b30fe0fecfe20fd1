// Draws a moment of a run as SVG text, by the very code that draws it in the page. That code makes DOM nodes, and here
// is no DOM: these few lines are as much of one as it needs.
import { escaped } from "./html.mjs";

export class Drawn {
  attributes = new Map();
  children = [];

  constructor(tag) {
    this.tag = tag;
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  append(...nodes) {
    this.children.push(...nodes);
  }

  set textContent(text) {
    this.children = [String(text)];
  }

  get classes() {
    return (this.attributes.get("class") ?? "").split(" ").filter(Boolean);
  }

  toString() {
    const inner = this.children.map((child) =>
      typeof child === "string" ? escaped(child) : String(child),
    );
    return spelled(this.tag, this.attributes, inner.join(""));
  }
}

export function spelled(tag, attributes, inner = "") {
  const all = [...attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  return inner === "" ? `<${tag}${all}/>` : `<${tag}${all}>${inner}</${tag}>`;
}

/** Calls `draw` while there is a document. */
export function drawn(draw) {
  const before = globalThis.document;
  globalThis.document = { createElementNS: (_, tag) => new Drawn(tag) };
  try {
    return draw();
  } finally {
    globalThis.document = before;
  }
}

function* allOf(node) {
  yield node;
  for (const child of node.children) if (child instanceof Drawn) yield* allOf(child);
}

/** The rules of `css`, without those for media, as selectors and bodies. */
export function rulesOf(css) {
  const flat = css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g, "");
  return [...flat.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selectors, body]) => ({
    selectors: selectors.split(",").map((selector) => selector.trim()),
    body: body.trim(),
  }));
}

/** Those that can apply to something in the drawing. */
export function rulesFor(node, css) {
  const there = new Set([...allOf(node)].flatMap(({ classes }) => classes));
  return rulesOf(css).filter(({ selectors }) =>
    selectors.some((selector) =>
      [...selector.matchAll(/\.([\w-]+)/g)].every(([, name]) => there.has(name)),
    ),
  );
}

/**
 * The design tokens for a whole page: as the reader's system says, unless they chose otherwise (web/site/shade.ts). On
 * paper it is always light.
 */
export function pageTokens(tokens) {
  const { light, dark } = palettesOf(tokens);
  const listed = (palette) => Object.entries(palette).map(([name, value]) => `${name}:${value};`);
  const darkened = `{${listed(dark).join("")}color-scheme:dark}`;
  return [
    `:root{${listed(light).join("")}color-scheme:light}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-shade="light"])${darkened}}`,
    `@media screen{:root[data-shade="dark"]${darkened}}`,
  ].join("\n");
}

/** The design tokens as they are in the light, and what is otherwise in the dark. */
export function palettesOf(tokens) {
  const [light, dark] = tokens
    .split(/:host\(/)
    .map((css) =>
      Object.fromEntries(
        [...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]),
      ),
    );
  return { light, dark };
}

/**
 * A file that stands for itself: the drawing with the styles that it needs, and no others. Wherever it is shown, it
 * follows the reader's wish for light or dark.
 */
export function posterOf(node, { looks, hues, tokens }, title) {
  const rules = rulesFor(node, looks).map(
    ({ selectors, body }) => `${selectors.join(",")}{${body.replace(/\s+/g, " ")}}`,
  );
  const style = [hues.replace(/\s+/g, " ").trim(), ...rules].join("\n");
  const used = new Set([...style.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name));
  const { light, dark } = palettesOf(tokens);
  const listed = (palette) =>
    [...used].flatMap((name) => (palette[name] ? [`${name}:${palette[name]}`] : [])).join(";");
  const viewBox = node.attributes.get("viewBox");
  const [, , width, height] = viewBox.split(" ");
  const attributes = Object.entries({
    ...{ xmlns: "http://www.w3.org/2000/svg", class: "stage", role: "img" },
    ...{ viewBox, width, height },
  });
  const parts = [
    `<title>${escaped(title)}</title>`,
    `<style>svg{background:var(--paper);--paper:${light["--paper"]};${listed(light)}}`,
    `@media (prefers-color-scheme:dark){svg{--paper:${dark["--paper"]};${listed(dark)}}}`,
    `${style}</style>`,
    ...node.children.map(String),
  ];
  return `${spelled("svg", attributes, parts.join("\n"))}\n`;
}
