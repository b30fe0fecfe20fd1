import { expect, test } from "vitest";
import { type Packet, webmOf } from "./webm.ts";

type Element = { id: string; at: number; content: Uint8Array };

/** The elements that lie side by side in these bytes, read from the format alone. */
function elementsIn(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    const long = Math.clz32(bytes[at] ?? 0) - 23;
    const id = Buffer.from(bytes.subarray(at, at + long)).toString("hex");
    at += long;
    const wide = Math.clz32(bytes[at] ?? 0) - 23;
    let size = (bytes[at] ?? 0) & ((1 << (8 - wide)) - 1);
    for (let order = 1; order < wide; order++) size = size * 256 + (bytes[at + order] ?? 0);
    at += wide;
    found.push({ id, at: start, content: bytes.subarray(at, at + size) });
    at += size;
  }
  return found;
}

const inside = (elements: readonly Element[], id: string) =>
  elementsIn(elements.find((one) => one.id === id)?.content ?? new Uint8Array());
const numberIn = (elements: readonly Element[], id: string) =>
  [...(elements.find((one) => one.id === id)?.content ?? [])].reduce(
    (sum, one) => sum * 256 + one,
    0,
  );

const PACKETS: Packet[] = [0, 100, 200, 5000, 5100].map((at, order) => ({
  at,
  key: at === 0 || at === 5000,
  data: new Uint8Array(300 + order).fill(order + 1),
}));
const FILM = webmOf(
  { codec: "V_VP9", width: 640, height: 480, frame: 100 },
  PACKETS,
  "Three servers",
);

test("a film says what it is", () => {
  const all = elementsIn(FILM);
  expect(all.map(({ id }) => id)).toEqual(["1a45dfa3", "18538067"]);
  expect(
    Buffer.from(inside(all, "1a45dfa3").find(({ id }) => id === "4282")?.content ?? []).toString(),
  ).toBe("webm");
  const segment = inside(all, "18538067");
  const info = inside(segment, "1549a966");
  expect(numberIn(info, "2ad7b1")).toBe(1_000_000);
  const duration = info.find(({ id }) => id === "4489")?.content ?? new Uint8Array(8);
  expect(Buffer.from(duration).readDoubleBE()).toBe(5200);
  const video = inside(inside(inside(segment, "1654ae6b"), "ae"), "e0");
  expect([numberIn(video, "b0"), numberIn(video, "ba")]).toEqual([640, 480]);
});

test("every picture is in it, at its time, and a cluster begins at each key frame", () => {
  const segment = inside(elementsIn(FILM), "18538067");
  const clusters = segment.filter(({ id }) => id === "1f43b675");
  expect(clusters).toHaveLength(2);
  const read = clusters.flatMap(({ content }) => {
    const parts = elementsIn(content);
    return parts
      .filter(({ id }) => id === "a3")
      .map(({ content: [track, high = 0, low = 0, flags, ...data] }) => ({
        at: numberIn(parts, "e7") + high * 256 + low,
        key: flags === 0x80,
        track,
        data: Uint8Array.from(data),
      }));
  });
  expect(read).toEqual(PACKETS.map((packet) => ({ ...packet, track: 0x81 })));
});

test("whoever looks for a moment finds the cluster that has it", () => {
  const segment = inside(elementsIn(FILM), "18538067");
  for (const seek of inside(segment, "114d9b74")) {
    const parts = elementsIn(seek.content);
    const id = Buffer.from(parts.find((one) => one.id === "53ab")?.content ?? []).toString("hex");
    expect(segment.find((one) => one.at === numberIn(parts, "53ac"))?.id).toBe(id);
  }
  const points = inside(segment, "1c53bb6b").map(({ content }) => elementsIn(content));
  expect(points.map((point) => numberIn(point, "b3"))).toEqual([0, 5000]);
  for (const point of points) {
    const at = numberIn(inside(point, "b7"), "f1");
    expect(segment.find((one) => one.at === at)?.id).toBe("1f43b675");
  }
});
