import type { TermFill } from "../scene/fill.ts";
import { round } from "./draw.ts";

/** Paths as text. Patterns are drawn as paths: references by id would collide between two playgrounds on a page. */

export function hexagon(radius: number): string {
  const corners = Array.from({ length: 6 }, (_, order) => {
    const angle = (Math.PI / 3) * order;
    return `${round(radius * Math.cos(angle))} ${round(radius * Math.sin(angle))}`;
  });
  return `M${corners.join("L")}Z`;
}

export function roundedSquare(half: number): string {
  const [edge, turn] = [round(half), round(half * 0.42)];
  const side = round(2 * (edge - turn));
  const corner = (x: number, y: number) => `q${x} 0 ${x} ${y}`;
  return [
    `M${-edge + turn} ${-edge}h${side}${corner(turn, turn)}`,
    `v${side}q0 ${turn} ${-turn} ${turn}h${-side}q${-turn} 0 ${-turn} ${-turn}`,
    `v${-side}q0 ${-turn} ${turn} ${-turn}Z`,
  ].join("");
}

/** From the top, clockwise, over a share of the circle. */
export function arc(radius: number, share: number): string {
  if (share <= 0) return "";
  if (share >= 0.9999) return `M0 ${-radius}A${radius} ${radius} 0 1 1 -0.01 ${-radius}`;
  const angle = 2 * Math.PI * share;
  const end = `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  return `M0 ${-radius}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${end}`;
}

export function cross(size: number): string {
  return `M${-size} ${-size}L${size} ${size}M${size} ${-size}L${-size} ${size}`;
}

export function diamond(size: number): string {
  return `M0 ${-size}L${size} 0L0 ${size}L${-size} 0Z`;
}

/** The leader's badge. */
export function star(size: number): string {
  const points = Array.from({ length: 10 }, (_, order) => {
    const radius = order % 2 === 0 ? size : size * 0.42;
    const angle = (Math.PI / 5) * order;
    return `${round(radius * Math.sin(angle))} ${round(-radius * Math.cos(angle))}`;
  });
  return `M${points.join("L")}Z`;
}

/** Switched off. Drawn, because few fonts have the sign. */
export function power(size: number): string {
  const [x, y] = [round(size * 0.7), round(-size * 0.7)];
  return `M0 ${-size - 1}V${round(-size * 0.15)}M${x} ${y}A${size} ${size} 0 1 1 ${-x} ${y}`;
}

/** "Go, now": two arrow heads to the right. */
export function chevrons(size: number): string {
  const head = (x: number) => `M${x} ${-size}L${x + size} 0L${x} ${size}`;
  return `${head(-size)}${head(0)}`;
}

/** Somebody wants to look. */
export function eye(width: number, height: number): string {
  return `M${-width} 0Q0 ${-height * 1.9} ${width} 0Q0 ${height * 1.9} ${-width} 0Z`;
}

/** A sheet with a folded corner. */
export function ballot(width: number, height: number): string {
  const [x, y, fold] = [width / 2, height / 2, width * 0.32];
  return `M${-x} ${-y}H${x - fold}L${x} ${-y + fold}V${y}H${-x}Z`;
}

/** A disk as everyone draws it. */
export function cylinder(width: number, height: number): string {
  const [x, y, lid] = [width / 2, height / 2, height * 0.2];
  const rim = `A${x} ${lid} 0 0 1 ${x} ${round(-y + lid)}`;
  const back = `A${x} ${lid} 0 0 1 ${-x} ${round(-y + lid)}`;
  const side = `V${round(y - lid)}A${x} ${lid} 0 0 1 ${-x} ${round(y - lid)}Z`;
  return `M${-x} ${round(-y + lid)}${rim}${side}M${x} ${round(-y + lid)}${back}`;
}

/** The pattern that tells apart terms of the same hue: none, dots, lines, a grid. Never diagonal: that means "not on disk". */
export function patternInCircle(radius: number, pattern: TermFill["pattern"]): string {
  const gap = Math.max(5, radius / 4);
  const lines: string[] = [];
  for (let offset = -radius + gap; offset < radius; offset += gap) {
    const half = round(Math.sqrt(radius * radius - offset * offset) - 1);
    const at = round(offset);
    if (pattern >= 2) lines.push(`M${-half} ${at}H${half}`);
    if (pattern === 3) lines.push(`M${at} ${-half}V${half}`);
    if (pattern === 1) for (let x = 0; x <= half; x += gap) lines.push(dots(round(x), at));
  }
  return lines.join("");
}

function dots(x: number, y: number): string {
  return x === 0 ? `M0 ${y}h.01` : `M${x} ${y}h.01M${-x} ${y}h.01`;
}
