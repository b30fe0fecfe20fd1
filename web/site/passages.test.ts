import { describe, expect, it } from "vitest";
import { excerptOf, markedIn, Passages } from "./passages.ts";

const passage = (heading: string, text: string, page = "A page") => ({
  ...{ place: `docs/${heading}/`, page, heading, text },
});

const passages = new Passages([
  passage(
    "Elections",
    "A candidate asks for votes. With PreVote it asks first whether it could win.",
  ),
  passage("Snapshots", "A leader sends a snapshot to a follower whose log it has thrown away."),
  passage("Joint consensus", "Two sets of voters decide together: elections need both."),
  passage("Leases", "A leader answers alone as long as its lease runs."),
]);

const headings = (text: string) => passages.find(text).found.map(({ passage }) => passage.heading);

describe("what is looked for", () => {
  it("is worth more where it names a passage than where it is mentioned", () => {
    expect(headings("elections")).toEqual(["Elections", "Joint consensus"]);
  });

  it("has all the words, if there is such a passage, and else some of them", () => {
    expect(headings("leader snapshot")).toEqual(["Snapshots"]);
    expect(passages.find("leader snapshot").whole).toBe(true);
    expect(passages.find("lease snapshot").whole).toBe(false);
    expect(headings("lease snapshot")).toEqual(expect.arrayContaining(["Leases", "Snapshots"]));
  });

  it("may be half a word, or a word with a wrong letter", () => {
    expect(headings("snap")).toEqual(["Snapshots"]);
    expect(headings("consensis")).toEqual(["Joint consensus"]);
    // Only the last word is still being written.
    expect(headings("le snapshot")).not.toContain("Leases");
  });

  it("finds names however they are written", () => {
    for (const spelling of ["pre-vote", "PreVote", "prevote", "pre_vote"]) {
      expect(headings(spelling)[0], spelling).toBe("Elections");
    }
  });

  it("ends where nobody would still be writing what they look for", () => {
    const pause = " ".repeat(200);
    expect(headings(`leases${pause}snapshot`)).toEqual(["Leases"]);
    expect(headings(`${"leases".repeat(20_000)}`)).toEqual([]);
  });

  it("may be nothing that is there", () => {
    expect(headings("byzantine")).toEqual([]);
    expect(headings("*(")).toEqual([]);
  });
});

describe("an excerpt", () => {
  const long = `${"So it goes on. ".repeat(20)}Here the lease of a leader runs out. ${"And on. ".repeat(40)}`;

  it("is the whole text if that is short", () => {
    expect(excerptOf("A lease runs.", ["lease"])).toBe("A lease runs.");
  });

  it("has the words that were meant, and says where it was cut", () => {
    const excerpt = excerptOf(long, ["lease", "leader"]);
    expect(excerpt).toMatch(/^… \S.*the lease of a leader.* …$/);
    expect(excerpt.length).toBeLessThan(240);
  });

  it("begins at the beginning where the words are in the heading alone", () => {
    expect(excerptOf(long, ["elsewhere"])).toMatch(/^So it goes on\..* …$/);
  });
});

describe("marks", () => {
  it("are on whole words, in whatever case they stand", () => {
    expect(markedIn("Leases: a lease, not released", ["lease", "leases"])).toEqual([
      "",
      "Leases",
      ": a ",
      "lease",
      ", not released",
    ]);
  });

  it("take signs for signs", () => {
    expect(markedIn("n1 [2]", [])).toEqual(["n1 [2]"]);
    expect(markedIn("a.c abc", ["a.c"])).toEqual(["", "a.c", " abc"]);
  });
});
