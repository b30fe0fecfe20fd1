import legend from "words:legend";
import { describe, expect, it } from "vitest";
import german from "../../locales/de.json";
// As it is written: what is loaded later has been taken out of the module.
import englishFile from "../../locales/en.json?raw";
import { catalogueHere, fetchCatalogue, firstOf, LANGUAGES, languageOf } from "./languages.ts";
import { inLanguage, languageOfText } from "./text.ts";
import { type Catalogue, ENGLISH, speaking, voice, words } from "./words.ts";

type Texts = Map<string, string>;

/** Every text of a catalogue by its path. Forms of the glossary are a language's own: as many as it has. */
function textsOf(part: unknown, path = "", texts: Texts = new Map()): Texts {
  if (typeof part === "string") texts.set(path, part);
  else if (!Array.isArray(part) && typeof part === "object" && part !== null)
    for (const [key, value] of Object.entries(part))
      textsOf(value, path ? `${path}.${key}` : key, texts);
  return texts;
}

/** Which operands a text has. A language may need one twice. */
function operandsOf(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}

const written = textsOf(JSON.parse(englishFile));

/** What is the same in both: names of the field, signs, keys, and what is nothing but operands. */
const SAME_IN_GERMAN = new Set([
  "{file}: {width} × {height}, {size} kB.",
  "AppendEntries",
  "Chaos",
  "CheckQuorum",
  "Clients",
  "Cluster",
  "Deutsch",
  "English",
  "Esc",
  "Export",
  "Index",
  "Leases",
  "Log",
  "Logs",
  "Name",
  "Partition",
  "Partition …",
  "Pause",
  "Playground",
  "Raft Playground",
  "PreVote",
  "RequestVote",
  "Seed",
  "Seed: `{seed}`",
  "Server",
  "Sessions",
  "Term",
  "in {time} ms",
  "n1, AppendEntries, t2, lost …",
  "receiver down",
]);

describe("the German catalogue", () => {
  const translated = textsOf(german);

  it("has exactly the texts of the English one", () => {
    expect([...translated.keys()].sort()).toEqual([...written.keys()].sort());
  });

  it("puts the same operands into each", () => {
    for (const [path, text] of written)
      expect([path, operandsOf(translated.get(path) ?? "")]).toEqual([path, operandsOf(text)]);
  });

  it("says nothing in English", () => {
    const same = [...written].filter(([path, text]) => {
      const words = text.replace(/\{\w+\}|\bms\b/g, "").match(/\p{L}{2,}/gu);
      const isTitle = path.startsWith("interface.choices.sections.");
      return words && !isTitle && translated.get(path) === text;
    });
    // Neither more nor less: what has been translated since is not an exception any more.
    const texts = new Set(same.map(([, text]) => text));
    expect([...texts].sort()).toEqual([...SAME_IN_GERMAN].sort());
  });

  it("knows the words of the glossary in the forms in which they come", () => {
    for (const [id, { word, forms }] of Object.entries(german.interface.glossary)) {
      expect([id, forms.length > 0 && new Set(forms).size === forms.length]).toEqual([id, true]);
      if (!word.includes(" ")) expect(forms).toContain(word);
    }
    const forms = Object.values(german.interface.glossary).flatMap((one) =>
      one.forms.map((form) => form.toLowerCase()),
    );
    expect(new Set(forms).size).toBe(forms.length);
  });

  it("is a language of the page", () => {
    expect(LANGUAGES).toContain(german.language);
  });
});

describe("the language", () => {
  it("of a tag is that of its base", () => {
    expect(languageOf("de-AT")).toBe("de");
    expect(languageOf(" EN ")).toBe("en");
    expect(languageOf("dent")).toBeNull();
    expect(languageOf("")).toBeNull();
  });

  it("is the first that we have among those that somebody wants", () => {
    expect(firstOf([null, undefined, "", "fr", "de-CH", "en"])).toBe("de");
    expect(firstOf(["tlh"])).toBe("en");
  });

  it("is fetched once, and is here then", async () => {
    expect(catalogueHere("en")).not.toBeNull();
    expect(await fetchCatalogue("de")).toBe(await fetchCatalogue("de"));
    expect(catalogueHere("de")).toBe(await fetchCatalogue("de"));
  });
});

describe("whoever speaks", () => {
  const de = german as Catalogue;

  it("finds the words of their language, also those that are loaded later", () => {
    const said = speaking(de, () => [words.transport.play, legend.colour, voice.language]);
    expect(said).toEqual([german.interface.transport.play, german.interface.legend.colour, "de"]);
    expect([words.transport.play, voice.language]).toEqual(["Play", "en"]);
    expect(legend.colour).toContain("Colour");
  });

  it("leaves the words of the one before in place, whatever happens", () => {
    const inGerman = speaking(de, () => {
      speaking(ENGLISH, () => expect(words.transport.play).toBe("Play"));
      return words.transport.play;
    });
    expect(inGerman).toBe(german.interface.transport.play);
    expect(() =>
      speaking(de, () => {
        throw new Error("on purpose");
      }),
    ).toThrow("on purpose");
    expect(voice).toBe(ENGLISH);
  });

  it("reads what people wrote in their language, else in English, else in any", () => {
    const both = { en: "one", de: "eins" };
    expect(speaking(de, () => [inLanguage(both), languageOfText(both)])).toEqual(["eins", "de"]);
    const french = { fr: "un" };
    expect(speaking(de, () => [inLanguage(french), languageOfText(french)])).toEqual(["un", "fr"]);
    expect(speaking(de, () => [inLanguage({ en: "one" }), languageOfText("one")])).toEqual([
      "one",
      null,
    ]);
  });
});
