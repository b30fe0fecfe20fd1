import type { ClusterScene } from "./cluster.ts";
import { type Box, type Layout, layOut } from "./geometry.ts";
import { UNKNOWN } from "./unknown.ts";

/** The servers in their places before there is a run: while it loads, and where it cannot be opened. */
export function ghostScene(box: Box, count: number): ClusterScene {
  const names = Array.from({ length: count }, (_, nth) => `n${nth + 1}`);
  const layout: Layout = layOut(names, [], box);
  return {
    box,
    compact: layout.compact,
    wall: null,
    mark: null,
    links: [],
    clients: [],
    messages: [],
    servers: names.map((name) => ({
      ...UNKNOWN,
      key: name,
      x: layout.seats.get(name)?.x ?? 0,
      y: layout.seats.get(name)?.y ?? 0,
      radius: layout.radius,
      name,
      outline: "dashed",
      outward: layout.seats.get(name)?.outward ?? "down",
      emphasis: "dim",
      description: name,
    })),
  };
}
