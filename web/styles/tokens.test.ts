// Can everybody read it, and tell one term from the next? Computed from the real tokens, in light and in dark.
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { fillOfTerm } from "../scene/fill.ts";
import {
  ciede2000,
  contrast,
  difference,
  parseHex,
  seenBy,
  VISIONS,
  type Vision,
} from "./colour.ts";
import { tokens } from "./tokens.ts";

type Mode = "light" | "dark";
const MODES: readonly Mode[] = ["light", "dark"];
const HUES = [1, 2, 3, 4, 5, 6] as const;

/** WCAG 2.2, 1.4.3 (text) and 1.4.11 (borders of controls, shapes that mean something). */
const TEXT = 4.5;
const SHAPE = 3;

/**
 * In CIEDE2000, for every vision. One unit is just seen between large patches side by side; glyphs here are small and
 * far apart, and small marks need more than large ones (Stone, Szafir, Setlur: An Engineering Model for Color Difference
 * as a Function of Size, Color and Imaging Conference 2014). There is no norm for palettes, so well-made ones are the
 * measure: by this very code the nearest pair of Okabe and Ito is 10.9 apart, and that of Petroff's six (Accessible
 * Color Sequences for Data Visualization, 2021) 10.6. One term and the next meet on the screen most often: they get more.
 */
const APART = 18;
const NEIGHBOURS_APART = 24;
/** Okabe, Ito: Color Universal Design, 2008, without black. */
const OKABE_ITO = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"];

function variables(css: string): Map<string, string> {
  return new Map(
    [...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [
      name ?? "",
      value ?? "",
    ]),
  );
}

const [inLight, inDark] = tokens.cssText.split(':host([shade="dark"])').map(variables);
const variablesOf = {
  light: inLight ?? new Map(),
  dark: new Map([...(inLight ?? []), ...(inDark ?? [])]),
};

function hexOf(mode: Mode, name: string): string {
  const value: string | undefined = variablesOf[mode].get(name);
  if (value === undefined) throw new Error(`there is no token ${name}`);
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return other ? hexOf(mode, other) : value;
}

const colourOf = (mode: Mode, name: string) => parseHex(hexOf(mode, name));

function contrastOf(mode: Mode, one: string, other: string): number {
  return contrast(colourOf(mode, one), colourOf(mode, other));
}

/** Every pair of colours that is nearer than allowed, in words. */
function tooNear(
  vision: Vision,
  colours: readonly (readonly [string, string])[],
  apart: number,
): string[] {
  return colours.flatMap(([name, one], order) =>
    colours.slice(order + 1).flatMap(([otherName, other]) => {
      const seen = difference(seenBy(vision, parseHex(one)), seenBy(vision, parseHex(other)));
      return seen < apart ? [`${name} and ${otherName}: ${seen.toFixed(1)}`] : [];
    }),
  );
}

function nearest(vision: Vision, hexes: readonly string[]): number {
  const colours = hexes.map((hex) => seenBy(vision, parseHex(hex)));
  const pairs = colours.flatMap((one, order) =>
    colours.slice(order + 1).map((other) => difference(one, other)),
  );
  return Math.min(...pairs);
}

describe.each(MODES)("in %s", (mode) => {
  it.each(["--paper", "--raised", "--sunken"])("words can be read on %s", (ground) => {
    expect(contrastOf(mode, "--ink", ground)).toBeGreaterThanOrEqual(TEXT);
    expect(contrastOf(mode, "--ink-soft", ground)).toBeGreaterThanOrEqual(TEXT);
  });

  it.each(["--paper", "--raised"])("a violation can be read on %s", (ground) => {
    expect(contrastOf(mode, "--violated", ground)).toBeGreaterThanOrEqual(TEXT);
  });

  it("the edges of controls can be seen", () => {
    expect(contrastOf(mode, "--line-strong", "--paper")).toBeGreaterThanOrEqual(SHAPE);
  });

  it.each([0, ...HUES])("words can be read on the fill of hue %i", (hue) => {
    expect(contrastOf(mode, `--on-term-${hue}`, `--term-${hue}`)).toBeGreaterThanOrEqual(TEXT);
  });

  // A shape needs one edge that can be seen, not two. Where the fill is so near to ink that the outline melts into it,
  // the fill itself stands out from paper; where it does not, the outline stands out from the fill.
  it.each(HUES)("the shape of a thing filled with hue %i can be seen", (hue) => {
    const outline = contrastOf(mode, "--ink", `--term-${hue}`);
    const fill = contrastOf(mode, `--term-${hue}`, "--paper");
    expect(Math.max(outline, fill)).toBeGreaterThanOrEqual(SHAPE);
    expect(contrastOf(mode, "--ink", "--paper")).toBeGreaterThanOrEqual(SHAPE);
  });

  describe.each(VISIONS)("with %s", (vision) => {
    const hues = HUES.map((hue) => [`term ${hue}`, hexOf(mode, `--term-${hue}`)] as const);

    it("all hues and paper stay apart", () => {
      const paper = ["paper", hexOf(mode, "--paper")] as const;
      expect(tooNear(vision, [paper, ...hues], APART)).toEqual([]);
    });

    it("one term and the next stay further apart, the seventh and the first included", () => {
      const near = hues.flatMap((one, order) => {
        const next = hues[(order + 1) % hues.length] ?? one;
        return tooNear(vision, [one, next], NEIGHBOURS_APART);
      });
      expect(near).toEqual([]);
    });

    it("they stay further apart than those of the palette that is most recommended", () => {
      const ours = nearest(
        vision,
        hues.map(([, hex]) => hex),
      );
      expect(ours / nearest(vision, OKABE_ITO)).toBeGreaterThan(vision === "normal" ? 0.9 : 1.4);
    });
  });
});

describe("any number of terms", () => {
  const terms = Array.from({ length: 24 }, (_, before) => before + 1);
  const looks = (term: number) => JSON.stringify(fillOfTerm(term));

  it("24 terms look different, and only then do looks come again", () => {
    expect(new Set(terms.map(looks)).size).toBe(terms.length);
    expect(looks(25)).toBe(looks(1));
  });

  it("one term and the next differ in hue, not by pattern alone", () => {
    for (const term of terms) expect(fillOfTerm(term).hue).not.toBe(fillOfTerm(term + 1).hue);
  });

  it("no term is paper, and whoever has no term is", () => {
    for (const term of terms) expect(fillOfTerm(term).hue).toBeGreaterThan(0);
    expect([fillOfTerm(0), fillOfTerm(null)].map((fill) => fill.hue)).toEqual([0, 0]);
  });
});

// The page and the icon are plain files that cannot take variables from the element.
describe("files that repeat the tokens", () => {
  const hexes = (text: string) => [...text.matchAll(/#[0-9a-f]{6}\b/gi)].map(([hex]) => hex);
  const page = readFileSync("web/styles/page.css", "utf8");
  const repeated = [...page.matchAll(/html[^{]*\{([^}]*--paper:[^}]*)\}/g)].map(([, body]) =>
    [...(body ?? "").matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );

  // Twice dark: because the system says so, and because the reader does.
  test("page.css has them as they are", () => {
    const names = ["--paper", "--raised", "--ink", "--ink-soft", "--line-strong"];
    const tokens = (mode: "light" | "dark") => names.map((name) => [name, hexOf(mode, name)]);
    expect(repeated).toEqual([tokens("light"), tokens("dark"), tokens("dark")]);
  });

  test("page.css has no colour besides", () => {
    expect(hexes(page)).toHaveLength(repeated.flat().length);
  });

  test("icon.svg has no colour of its own", () => {
    const ours = [...variablesOf.light.values()];
    for (const hex of hexes(readFileSync("web/styles/icon.svg", "utf8")))
      expect(ours).toContain(hex);
  });
});

// Three rows of Sharma's supplementary data, and what every simulation must leave alone.
describe("the mathematics", () => {
  test.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)("CIEDE2000 of %j and %j", (one, other, expected) => {
    expect(ciede2000(one, other)).toBeCloseTo(expected, 4);
  });

  test("black on white is 21 to 1", () => {
    expect(contrast(parseHex("#000000"), parseHex("#ffffff"))).toBeCloseTo(21, 10);
  });

  test.each(VISIONS)("grey is grey for %s", (vision) => {
    const grey = parseHex("#808080");
    expect(difference(grey, seenBy(vision, grey))).toBeLessThan(0.2);
  });
});
