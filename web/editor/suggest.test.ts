import { describe, expect, it } from "vitest";
import schema from "../../docs/scenario.schema.json";
import { placeAt } from "./place.ts";
import { Grammar, type Schema } from "./schema.ts";
import { suggestions } from "./suggest.ts";

const grammar = new Grammar(schema as unknown as Schema);

function at(marked: string) {
  const cursor = marked.indexOf("|");
  const text = marked.replace("|", "");
  const place = placeAt(text, cursor);
  return place ? suggestions(text, place, grammar) : [];
}

const labels = (marked: string) => at(marked).map(({ label }) => label);

describe("what could stand at the cursor", () => {
  it("is the names that a table may have and does not have yet", () => {
    expect(labels("|")).toEqual(expect.arrayContaining(["format", "title", "until"]));
    expect(labels("title = 'a'\n|")).not.toContain("title");
    // What has a header is not written as a value.
    expect(labels("|")).not.toContain("cluster");
    expect(labels("[cluster]\n|")).toEqual(expect.arrayContaining(["servers", "pre_vote"]));
    expect(at("[[steps]]\n|").find(({ label }) => label === "id")).toMatchObject({ needed: true });
  });

  it("is a header", () => {
    expect(labels("[|")).toEqual(
      expect.arrayContaining(["[cluster]", "[[steps]]", "[[expect]]", "[fork]"]),
    );
    expect(labels("[|")).not.toContain("[title]");
  });

  it("is a value that is known beforehand", () => {
    expect(labels("level = |")).toEqual(['"newcomer"', '"practitioner"', '"expert"']);
    expect(labels("[cluster]\npre_vote = |")).toEqual(["true", "false"]);
    expect(labels('[cluster]\ndeviations = ["|')).toContain('"vote-twice"');
    expect(labels("[[steps]]\ndo = [|")).toEqual(
      expect.arrayContaining(['"heal_all"', "{ crash }"]),
    );
    expect(labels("[[steps]]\nwhen = |")).toContain("{ elected }");
  });

  it("is one of many in a table that has one name", () => {
    expect(labels("[[steps]]\nwhen = { |")).toContain("elected");
    expect(labels("[[steps]]\nwhen = { elected = 'n1', |")).toEqual([]);
    expect(labels("[[steps]]\ndo = [{ put = { |")).toEqual(
      expect.arrayContaining(["key", "value"]),
    );
    expect(labels("[[expect]]\n|")).toContain("leader");
  });

  it("is a name that the text gives itself", () => {
    const text = "[cluster]\nservers = 4\n[[steps]]\nid = 'one'\ndo = [{ crash = |";
    expect(labels(text)).toEqual(expect.arrayContaining(['"n4"', '"leader"']));
    expect(labels(text)).not.toContain('"n5"');
    expect(labels("[[steps]]\nwhen = { elected = |")).toEqual(
      expect.arrayContaining(['"n1"', '"any"']),
    );
    const picture = 'picture = |\n[[steps]]\nid = "one"\n[[steps]]\nat = "0ms"\nid = "two"';
    expect(labels(picture)).toEqual(['"one"', '"two"']);
  });

  it("says what a name means, in the words of the format", () => {
    expect(grammar.about(["steps", "id"])).toMatch(/^Its name in links/);
    expect(grammar.about(["steps", "do", "crash"])).toMatch(/^These servers crash/);
    expect(grammar.about(["no", "such"])).toBe("");
  });

  it("is put where its value is to be written", () => {
    const key = at("[[steps]]\n|").find(({ label }) => label === "do");
    expect(key).toMatchObject({ apply: "do = []", back: 1 });
    const table = at("[[steps]]\nwhen = |").find(({ label }) => label === "{ elected }");
    expect(table).toMatchObject({ apply: '{ elected = "" }', back: 3 });
  });

  it("is found in any file of the size that is taken, in time", () => {
    // With a search that begins anew in each line these take minutes, and the test's time is over.
    const lines = "\n".repeat(200_000);
    expect(labels(`${lines}[cluster]\nservers = 5\n[[expect]]\nleader = "|`)).toContain('"n5"');
    expect(labels(`[[steps]]\n${lines}[a]\nid = "a"\n${lines}[x]\npicture = "|`)).toEqual(
      expect.arrayContaining(['"a"']),
    );
  });
});
