// A drawing for a renderer that knows neither custom properties nor fonts: every rule is written out for the hue of what
// it applies to, and letters are outlines.
import { palettesOf, rulesFor, rulesOf, spelled } from "./drawing.mjs";

const HUES = [0, 1, 2, 3, 4, 5, 6];

export function outlined(node, { looks, tokens }, letters) {
  const { light } = palettesOf(tokens);
  const rules = rulesFor(node, looks).flatMap((rule) => writtenOut(rule, light));
  const ink = `.letters{fill:${light["--ink"]};stroke:none}`;
  const sizes = sizesOf(looks);
  return {
    style: [ink, ...rules].join("\n"),
    marks: node.children.map((child) => marksOf(child, "0", { sizes, letters })).join(""),
  };
}

function withValues(text, palette) {
  const once = text.replace(/var\((--[\w-]+)\)/g, (_, name) => palette[name] ?? "none");
  return once.includes("var(") ? withValues(once, palette) : once;
}

function writtenOut({ selectors, body }, palette) {
  // What these ask for is either in the drawing anyway or never in so small a one.
  const plain = selectors
    .filter((selector) => !/[:~]/.test(selector))
    // The renderer knows no "!important": what holds for all shapes must weigh less than what holds for some.
    .map((selector) => selector.replace(/^\.stage (path|circle|line|rect|text)$/, "$1"));
  if (plain.length === 0) return [];
  if (!/var\(--(?:on-)?fill\)/.test(body))
    return [`${plain.join(",")}{${withValues(body, palette)}}`];
  return HUES.map((hue) => {
    const own = plain.map((selector) => `${selector}[data-hue="${hue}"]`);
    const fills = { "--fill": `var(--term-${hue})`, "--on-fill": `var(--on-term-${hue})` };
    return `${own.join(",")}{${withValues(body, { ...palette, ...fills })}}`;
  });
}

/** How large letters of a class are; the last rule wins, as in a browser. */
function sizesOf(looks) {
  const sizes = new Map();
  for (const { selectors, body } of rulesOf(looks)) {
    const size = /font-size:\s*([\d.]+)px/.exec(body)?.[1];
    for (const selector of size ? selectors : []) {
      const name = /^\.stage \.([\w-]+)$/.exec(selector)?.[1];
      if (name) sizes.set(name, Number(size));
    }
  }
  return sizes;
}

/** A hue holds for everything within, until something there says another: here everything says its own. */
function marksOf({ tag, attributes, children, classes }, inherited, making) {
  const hue = attributes.get("data-hue") ?? inherited;
  const said = new Map([...attributes, ["data-hue", hue]]);
  if (tag !== "text") {
    return spelled(tag, said, children.map((child) => marksOf(child, hue, making)).join(""));
  }
  const [text = ""] = children;
  if (text === "") return "";
  const { sizes, letters } = making;
  const size = sizes.get(classes.find((name) => sizes.has(name))) ?? 12;
  said.set("d", letters.centred(text, Number(attributes.get("y") ?? 0), size));
  said.set("class", ["letters", ...classes].join(" "));
  said.delete("y");
  return spelled("path", said);
}
