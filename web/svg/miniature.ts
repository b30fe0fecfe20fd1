import type { MiniaturePicture } from "../scene/miniature.ts";
import { costumeFor } from "./costume.ts";
import { move, round, Stroke, shape, text } from "./draw.ts";
import { cross, hexagon, patternInCircle, power, star } from "./shapes.ts";

/** Draws a moment as small as a stamp: the shapes, fills and lines of the stage, and as few nodes as possible. */
export function drawMiniature({
  box,
  radius,
  wires,
  servers,
  messages,
  cells,
}: MiniaturePicture): SVGElement {
  const parts = [
    ...wires.flatMap(wire),
    ...servers.map((server) => disc(server, radius)),
    ...messages.map(message),
    ...cells.map(cell),
  ];
  const attributes = { class: "stage", viewBox: `0 0 ${box.width} ${box.height}` };
  return new Stroke("svg", { ...attributes, "aria-hidden": "true" }, parts).element;
}

function wire({ from, to, cut, crossed }: MiniaturePicture["wires"][number]): Stroke[] {
  const line = shape("line", "wire", {
    ...{ x1: round(from.x), y1: round(from.y), x2: round(to.x), y2: round(to.y) },
  });
  if (!cut) return [new Stroke("g", { class: "link" }, [line])];
  if (!crossed) return [new Stroke("g", { class: "link walled" }, [line])];
  const middle = move((from.x + to.x) / 2, (from.y + to.y) / 2);
  const sign = shape("path", "cut", { d: cross(5), transform: middle });
  return [new Stroke("g", { class: "link cut" }, [line, sign])];
}

function disc(server: MiniaturePicture["servers"][number], radius: number): Stroke {
  const { id, x, y, outline, fill, leads, guilty } = server;
  const parts = [shape("circle", "disc", { r: radius })];
  if (fill.pattern > 0)
    parts.push(shape("path", "pattern", { d: patternInCircle(radius, fill.pattern) }));
  if (leads) parts.unshift(shape("circle", "outline", { r: radius + 4 }));
  if (outline.endsWith("hexagon"))
    parts.unshift(shape("path", "outline", { d: hexagon(radius + 6) }));
  parts.push(text("name", { y: 5 }).text(id));
  const corner = move(radius * 0.86, -radius * 0.72);
  if (leads) parts.push(shape("path", "badge-star", { d: star(9), transform: corner }));
  if (outline === "dashed")
    parts.push(shape("path", "badge-power", { d: power(6), transform: corner }));
  if (guilty) {
    const sign = move(-radius * 0.86, -radius * 0.72);
    const mark = [
      shape("circle", "guilt-ground", { r: 9 }),
      text("guilt-sign", { y: 5 }).text("!"),
    ];
    parts.push(new Stroke("g", { class: "guilt", transform: sign }, mark));
  }
  return new Stroke(
    "g",
    {
      class: `server ${outline}${guilty ? " guilty" : ""}`,
      "data-hue": fill.hue,
      transform: move(x, y),
    },
    parts,
  );
}

/** In the costume that it wears on the stage. */
function message({ x, y, look }: MiniaturePicture["messages"][number]): Stroke {
  const costume = costumeFor(look.glyph);
  costume.fit(look);
  const parts = look.doomed
    ? [...costume.parts, shape("path", "doom", { d: cross(8) })]
    : costume.parts;
  return new Stroke(
    "g",
    {
      class: `message ${look.glyph}${look.doomed ? " doomed" : ""}`,
      "data-hue": look.fill.hue,
      transform: `${move(x, y)} scale(${look.scale})`,
    },
    parts,
  );
}

function cell({ x, y, width, height, fill, committed }: MiniaturePicture["cells"][number]): Stroke {
  return shape("rect", committed ? "entry" : "entry open", {
    ...{ x: round(x), y: round(y), width, height, rx: 2 },
    "data-hue": fill.hue,
  });
}
