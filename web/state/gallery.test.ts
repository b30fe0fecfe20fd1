import { describe, expect, it } from "vitest";
import type { PrintedGallery } from "../engine/door.ts";
import {
  ANYTHING,
  countOf,
  galleryOf,
  nameOfTitle,
  rulesIn,
  sought,
  storyAfter,
  tagsOf,
} from "./gallery.ts";

const PRINTED: PrintedGallery = {
  sections: [
    {
      id: "basics",
      title: { en: "Basics" },
      about: "A path.",
      numbered: true,
      scenarios: ["a", "b"],
    },
    { id: "rules", title: "Rules", about: "Broken.", scenarios: ["b", "vote-twice", "gone"] },
  ],
  scenarios: {
    a: {
      title: "A leader",
      summary: "It leads.",
      level: "newcomer",
      tags: ["elections"],
      steps: 3,
      seconds: 9,
    },
    b: {
      title: { de: "Zwei", en: "Two logs" },
      tags: ["logs"],
      steps: 1,
      seconds: 70,
      fork: "With",
    },
    "vote-twice": { title: "Twice", steps: 2, seconds: 5, breaks: ["vote-twice"], level: "expert" },
  },
};
const gallery = galleryOf(PRINTED);
const names = (quest: Partial<typeof ANYTHING>) =>
  sought(gallery.sections, { ...ANYTHING, ...quest }).map(({ id, items }) => [
    id,
    ...items.map(({ name }) => name),
  ]);

describe("the gallery", () => {
  it("has its scenarios in sections, in the language of the page; one can stand in several", () => {
    expect(names({})).toEqual([
      ["basics", "a", "b"],
      ["rules", "b", "vote-twice"],
    ]);
    expect(gallery.sections.map(({ title, numbered }) => [title, numbered])).toEqual([
      ["Basics", true],
      ["Rules", false],
    ]);
    expect(gallery.items.get("b")).toMatchObject({ title: "Two logs", level: null, fork: "With" });
    expect(countOf(gallery.sections)).toBe(3);
  });

  it("is looked through for all words, in whatever part they stand", () => {
    expect(names({ text: "LEADS leader" })).toEqual([["basics", "a"]]);
    expect(names({ text: "logs" })).toEqual([
      ["basics", "b"],
      ["rules", "b"],
    ]);
    expect(names({ text: "leader logs" })).toEqual([]);
    expect(names({ text: " vote-twice " })).toEqual([["rules", "vote-twice"]]);
  });

  it("is looked through for readers and for tags", () => {
    expect(names({ level: "expert" })).toEqual([["rules", "vote-twice"]]);
    expect(names({ tag: "elections" })).toEqual([["basics", "a"]]);
    expect(names({ tag: "elections", level: "expert" })).toEqual([]);
    expect(tagsOf(gallery)).toEqual(["elections", "logs"]);
  });

  it("knows the scenario of a broken rule, and a scenario by its title", () => {
    expect(rulesIn(gallery).map(({ name }) => name)).toEqual(["vote-twice"]);
    expect(nameOfTitle(gallery, "Two logs")).toBe("b");
    expect(nameOfTitle(gallery, "Zwei")).toBeNull();
  });
});

describe("what comes after a story", () => {
  const next = (name: string) => storyAfter(gallery, name)?.name ?? null;

  it("is the next of its section, and then the next section", () => {
    expect(next("a")).toBe("b");
    // It is the last of its section and the first of the next one.
    expect(next("b")).toBe("vote-twice");
    expect(next("vote-twice")).toBe(null);
    expect(next("none of these")).toBe(null);
  });
});
