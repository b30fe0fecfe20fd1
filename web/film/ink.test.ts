import { describe, expect, it, test } from "vitest";
import { escaped, type Ground, type Ink, leansOn, plainValue, svgOf } from "./ink.ts";

const GROUND: Ground = {
  width: 400,
  height: 300,
  scale: 2,
  title: "A & B",
  about: 'n1 says "<no>"',
  look: { "font-family": "system-ui, sans-serif", "stroke-linecap": "round" },
};
const ink = (tag: string, more: Partial<Ink> = {}): Ink => ({
  tag,
  geometry: [],
  look: {},
  text: "",
  children: [],
  ...more,
});

test("values are written as all programs read them", () => {
  expect(plainValue("rgb(133, 201, 253)")).toBe("#85c9fd");
  expect(plainValue("rgba(0, 0, 0, 0)")).toBe("none");
  expect(plainValue("1.5px")).toBe("1.5");
  expect(plainValue("6px, 4px")).toBe("6 4");
  expect(plainValue('system-ui, "Segoe UI", sans-serif')).toBe("system-ui, 'Segoe UI', sans-serif");
  expect(plainValue("none")).toBe("none");
});

describe("a drawing as a file", () => {
  const disc = ink("circle", {
    geometry: [["r", "20"]],
    look: {
      fill: "#85c9fd",
      stroke: "none",
      "stroke-width": "3",
      "font-size": "18",
      opacity: "1",
      "stroke-linecap": "round",
    },
  });

  it("says what an element looks like, and nothing that is so anyway", () => {
    expect(svgOf([disc], GROUND)).toContain('<circle r="20" fill="#85c9fd"/>');
    const outlined = { ...disc, look: { ...disc.look, stroke: "#1b1e23" } };
    expect(svgOf([outlined], GROUND)).toContain(
      '<circle r="20" fill="#85c9fd" stroke="#1b1e23" stroke-width="3"/>',
    );
  });

  it("has nothing in it that cannot be seen", () => {
    const ring = { ...disc, look: { fill: "none", stroke: "none" } };
    expect(svgOf([ring], GROUND)).not.toContain("<circle");
  });

  it("is as large as it was asked for, and says in words what it shows", () => {
    const svg = svgOf([], GROUND);
    expect(svg).toContain('width="800" height="600" viewBox="0 0 400 300"');
    expect(svg).toContain('<title id="title">A &amp; B</title>');
    expect(svg).toContain('<desc id="about">n1 says &quot;&lt;no&gt;&quot;</desc>');
  });

  it("has no groups without anything in them, and keeps what makes one pale", () => {
    const pale = ink("g", { look: { opacity: "0.35", fill: "#ff0000" }, children: [disc] });
    const svg = svgOf([ink("g", { children: [ink("g")] }), pale], GROUND);
    expect(svg.match(/<g/g)).toHaveLength(1);
    expect(svg).toContain('<g opacity="0.35">');
  });
});

test("text is text, whatever somebody has put into a command", () => {
  const hostile = "</text><script>alert(1)</script>&\u0000\u001b\ud800";
  const svg = svgOf([ink("text", { text: hostile, geometry: [["x", '"><script>']] })], GROUND);
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;/text&gt;");
  expect(escaped("\u0000\u001b\ud800")).toBe("\ufffd\ufffd\ufffd");
  expect(escaped("◇+ 😀\t\n")).toBe("◇+ 😀\t\n");
});

test("what leans on something outside is found", () => {
  expect(
    leansOn(svgOf([ink("text", { text: 'url(a) var(b) class="c" onload="d"' })], GROUND)),
  ).toEqual([]);
  const leaning = [
    '<g fill="var(--ink)"/>',
    '<g fill="url(#a)"/>',
    '<g class="a"/>',
    '<image href="https://example.org/a.png"/>',
    "<style>",
    '<g onload="a()"/>',
  ];
  for (const svg of leaning) expect(leansOn(svg), svg).toHaveLength(1);
});
