import { describe, expect, it } from "vitest";
import { placeAt } from "./place.ts";

/** The place of the bar in a text. */
function at(marked: string) {
  const cursor = marked.indexOf("|");
  const place = placeAt(marked.replace("|", ""), cursor);
  if (!place) return null;
  const { kind, path, from, quoted, taken } = place;
  return {
    kind,
    path: path.join("."),
    typed: marked.slice(from, cursor),
    quoted,
    taken: taken.join(" "),
  };
}

describe("the place of a cursor", () => {
  it.each([
    ["|", "key", "", "", ""],
    ["ti|", "key", "", "ti", ""],
    ["title = 'a'\n|", "key", "", "", "title"],
    ["[cluster]\nservers = 3\nhea|", "key", "cluster", "hea", "servers"],
    ["[network.faults]\n|", "key", "network.faults", "", ""],
    ["[[steps]]\nid = 'a' # a [comment\nsa|", "key", "steps", "sa", "id"],
    ["[[steps]]\nid = 'a'\n[[steps]]\n|", "key", "steps", "", ""],
    ["[[steps]]\nwhen = { ele|", "key", "steps.when", "ele", ""],
    ["[[steps]]\ndo = [\n  'ring',\n  { put = { key = 'x', |", "key", "steps.do.put", "", "key"],
    ["[[steps]]\ndo = [{ crash = 'n1' }]\n|", "key", "steps", "", "do"],
    ["[cluster]\nfaults.|", "key", "cluster", "", ""],
  ])("%j stands at a key", (text, kind, path, typed, taken) => {
    expect(at(text)).toEqual({ kind, path, typed, taken, quoted: false });
  });

  it.each([
    ["level = |", "level", "", false],
    ["level = new|", "level", "new", false],
    ['level = "new|', "level", '"new', true],
    ["[cluster]\npre_vote = t|", "cluster.pre_vote", "t", false],
    ["[cluster]\nfaults.pause = |", "cluster.faults.pause", "", false],
    ["[[steps]]\ndo = [|", "steps.do", "", false],
    ["[[steps]]\ndo = [{ crash = ['n1', \"|", "steps.do.crash", '"', true],
    ['say = """\nlong [text\n|', "say", '"""\nlong [text\n', true],
  ])("%j stands at a value", (text, path, typed, quoted) => {
    expect(at(text)).toMatchObject({ kind: "value", path, typed, quoted });
  });

  it("knows headers, and says nothing in comments", () => {
    expect(at("seed = 1\n[clu|")).toMatchObject({ kind: "header", typed: "clu" });
    expect(at("[[st|")).toMatchObject({ kind: "header", typed: "st" });
    expect(at("# [[st|")).toBeNull();
    expect(at("seed = 1 # x|")).toBeNull();
  });

  it("goes on after a string that somebody has not closed yet", () => {
    expect(at('title = "a\nse|')).toMatchObject({ kind: "key", typed: "se" });
  });

  it("takes any text", () => {
    const signs = ["[", "]", "{", "}", "=", '"', "'", "#", "\n", "a", ".", ",", "\\", " "];
    // A fixed walk through many short texts: nothing fails, and a word never begins after the cursor.
    for (let nth = 0, key = 7; nth < 3000; nth++) {
      let text = "";
      for (let length = 0; length < 12; length++) {
        key = (key * 1103515245 + 12345) % 2147483648;
        text += signs[Math.floor(key / 65536) % signs.length];
      }
      const place = placeAt(text, text.length);
      if (place) expect(place.from, text).toBeLessThanOrEqual(text.length);
    }
  });

  it("gives up where no scenario goes, before each table has a path as long as the file", () => {
    const deep = "a = {".repeat(60_000);
    expect(placeAt(deep, deep.length)).toBeNull();
    const closed = `${"a = {".repeat(20)}${"}".repeat(20)}\nseed = `;
    expect(placeAt(closed, closed.length)).toMatchObject({ kind: "value", path: ["seed"] });
  });
});
