/**
 * A drawing with nothing around it: every element with its geometry and with what it looks like, as plain data. What
 * becomes of it is an SVG file that opens the same everywhere: presentation attributes that all programs know, no
 * style sheet, no variable, no class, nothing that is fetched.
 */
export type Ink = {
  tag: string;
  geometry: readonly (readonly [string, string])[];
  look: Look;
  text: string;
  children: readonly Ink[];
};

/** Presentation attributes and their values. */
export type Look = Readonly<Record<string, string>>;

/** What is written on the outermost element, and need not be said again. */
export type Ground = {
  width: number;
  height: number;
  /** Pixels in a unit. */
  scale: number;
  title: string;
  about: string;
  look: Look;
};

/** Attributes that say where something is. All others (roles, names for ears, classes, data) stay in the page. */
export const GEOMETRY: ReadonlySet<string> = new Set(
  "x y x1 x2 y1 y2 cx cy r rx ry d width height points transform href target".split(" "),
);

const PAINT = ["fill", "stroke", "opacity", "fill-opacity"];
const LINE = ["stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"];
const LETTERS = ["font-family", "font-size", "font-style", "font-weight", "text-anchor"];

/** What is worth looking up of an element. A group has nothing of its own but how solid it is. */
export const LOOKS: readonly string[] = [...PAINT, ...LINE, ...LETTERS, "paint-order"];

const GROUPS: ReadonlySet<string> = new Set(["g", "a", "svg"]);

/** What a value is where nothing says otherwise. */
const INITIAL: Look = {
  fill: "#000000",
  stroke: "none",
  opacity: "1",
  "fill-opacity": "1",
  "stroke-width": "1",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "font-family": "",
  "font-size": "16",
  "font-style": "normal",
  "font-weight": "400",
  "text-anchor": "start",
  "paint-order": "normal",
};

/** As a browser computes it, in the words of an attribute: without units, colours as six digits. */
export function plainValue(value: string): string {
  if (value.startsWith("rgb")) return plainColour(value);
  // Names of fonts stand in quotation marks, and an attribute in those of its own.
  if (value.includes('"')) return value.replaceAll('"', "'");
  return value
    .replace(/(\d)px\b/g, "$1")
    .replaceAll(", ", value.includes("px") ? " " : ", ")
    .trim();
}

function plainColour(value: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (value.match(/[\d.]+/g) ?? []).map(Number);
  if (alpha === 0) return "none";
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

export function svgOf(parts: readonly Ink[], ground: Ground): string {
  const { width, height, scale, title, about, look } = ground;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  const attributes = [
    `xmlns="http://www.w3.org/2000/svg"`,
    `width="${wide}" height="${high}" viewBox="0 0 ${width} ${height}"`,
    `role="img" aria-labelledby="title about"`,
    ...attributesOf(look),
  ];
  return [
    `<svg ${attributes.join(" ")}>`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="about">${escaped(about)}</desc>`,
    ...parts.flatMap((part) => written(part, { ...INITIAL, ...look })),
    "</svg>",
    "",
  ].join("\n");
}

/** A line for each element: whoever compares two files sees what has changed. */
function written(ink: Ink, around: Look): string[] {
  const { tag, geometry, children } = ink;
  const look = Object.fromEntries(
    Object.entries(visible(ink)).filter(([name, value]) => value !== around[name]),
  );
  if (isInvisible(ink)) return [];
  const attributes = [
    ...geometry.map(([name, value]) => `${name}="${escaped(value)}"`),
    ...attributesOf(look),
  ];
  const open = [tag, ...attributes].join(" ");
  if (ink.text !== "") return [`<${open}>${escaped(ink.text)}</${tag}>`];
  const inner = children.flatMap((child) => written(child, around));
  if (inner.length > 0) return [`<${open}>`, ...inner, `</${tag}>`];
  // What is drawn by its children is not drawn without them.
  return GROUPS.has(tag) || tag === "text" ? [] : [`<${open}/>`];
}

/** On the page it may be felt by a pointer or shown to who comes by keyboard; in a file it is nothing. */
function isInvisible({ tag, look: { fill, stroke = "none" } }: Ink): boolean {
  return !GROUPS.has(tag) && fill === "none" && stroke === "none";
}

/** How thick a line is that is not drawn need not be said, nor in which font there are no letters. */
function visible({ tag, look }: Ink): Look {
  const grouping = GROUPS.has(tag);
  const lined = look.stroke !== undefined && look.stroke !== "none";
  return Object.fromEntries(
    Object.entries(look).filter(([name]) => {
      if (name === "opacity") return true;
      if (grouping) return false;
      if (LINE.includes(name)) return lined;
      if (LETTERS.includes(name)) return tag === "text";
      return name !== "paint-order" || lined;
    }),
  );
}

function attributesOf(look: Look): string[] {
  return Object.entries(look).map(([name, value]) => `${name}="${escaped(value)}"`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** What XML has no place for, not even escaped: a command may contain any character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about.
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

export function escaped(text: string): string {
  return text.replace(IMPOSSIBLE, "\ufffd").replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

/** What in an SVG leans on something outside of it, as a list of what was found. A file of ours has an empty one. */
export function leansOn(svg: string): string[] {
  const patterns = [
    /\bvar\(/g,
    /\burl\(/g,
    /\bclass="/g,
    /\bstyle="/g,
    /<(?:style|script|image|use|foreignObject)\b/g,
    /\bcurrentColor\b/g,
    /\bcolor-mix\(/g,
    /\bon\w+="/g,
  ];
  // What a sentence or a command says leans on nothing: only tags are looked at.
  const tags = (svg.match(/<[^>]*>/g) ?? []).join("");
  return patterns.flatMap((pattern) => tags.match(pattern) ?? []);
}
