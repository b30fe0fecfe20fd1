// Several languages can be spoken on one page. Two habits keep them apart; both are easily forgotten.
import { parseSync } from "vite";
import { describe, expect, it, test } from "vitest";

type Syntax = { type: string; start: number; [key: string]: unknown };

function isSyntax(value: unknown): value is Syntax {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function childrenOf(node: Syntax): Syntax[] {
  return Object.values(node).flatMap((value) =>
    (Array.isArray(value) ? value : [value]).filter(isSyntax),
  );
}

/** What runs later, when somebody speaks: the body of a function, the fields of an element. Types never run. */
const LATER = /Function|^PropertyDefinition$|^TS/;

/** What stands in a file and runs as soon as the file is loaded. */
function atOnce(node: Syntax): Syntax[] {
  const now = childrenOf(node).filter(
    ({ type }) => !LATER.test(type) && type !== "ImportDeclaration",
  );
  return now.flatMap((child) => [child, ...atOnce(child)]);
}

/** The names under which a file knows words. */
function wordsIn(program: Syntax): Set<string> {
  const names = new Set<string>();
  for (const node of childrenOf(program).filter(({ type }) => type === "ImportDeclaration")) {
    const from = isSyntax(node.source) ? String(node.source.value) : "";
    for (const one of childrenOf(node)) {
      const [local, imported] = [one.local, one.imported].map((name) =>
        isSyntax(name) ? String(name.name) : "",
      );
      const isWords = /\/words\.ts$/.test(from) && /^(words|voice)$/.test(imported ?? "");
      if (local && (isWords || from.startsWith("words:"))) names.add(local);
    }
  }
  return names;
}

function parsed(file: string, source: string): Syntax {
  return parseSync(file, source).program as unknown as Syntax;
}

/** Words that a file reads when it is loaded: they would stay those of the language that was spoken then. */
function kept(file: string, source: string): string[] {
  const program = parsed(file, source);
  const names = wordsIn(program);
  return atOnce(program)
    .filter((node) => node.type === "MemberExpression" && isSyntax(node.object))
    .filter(({ object }) => isSyntax(object) && names.has(String(object.name)))
    .map(({ start }) => `${file}:${source.slice(0, start).split("\n").length}: keeps words`);
}

/** The two that say in which words others update. */
const ROOTS = ["./controls/control.ts", "./element/contract.ts"];

function deaf(file: string, source: string): string[] {
  if (ROOTS.includes(file) || !/extends LitElement\b/.test(source)) return [];
  return [`${file}: extends LitElement: extend Control, and it speaks the playground's language`];
}

const sources = import.meta.glob<string>(["./**/*.ts", "!./**/*.test.ts", "!./**/*.d.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

test("words are read when they are needed, and kept by nobody", () => {
  const files = Object.entries(sources).filter(([file]) => file !== "./words/words.ts");
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap(([file, source]) => kept(file, source))).toEqual([]);
});

test("every part of a playground speaks its language", () => {
  expect(Object.entries(sources).flatMap(([file, source]) => deaf(file, source))).toEqual([]);
});

describe("the check bites", () => {
  const head = 'import { words } from "../words/words.ts"; import legend from "words:legend";';

  it("where something is made at once", () => {
    expect(kept("a.ts", `${head}\nconst TITLE = words.state.title;`)).toEqual([
      "a.ts:2: keeps words",
    ]);
    expect(kept("a.ts", `${head} export const ALL = Object.keys(legend.roles);`)).toHaveLength(1);
    expect(
      kept("a.ts", `${head} class A { static b = words.a; static { c(legend.d); } }`),
    ).not.toEqual([]);
  });

  it("and only then", () => {
    expect(kept("a.ts", `${head} const title = () => words.state.title;`)).toEqual([]);
    expect(
      kept("a.ts", `${head} type A = keyof typeof legend.roles; let b: typeof words.c;`),
    ).toEqual([]);
    expect(kept("a.ts", `${head} class A { #stage = new Stage(words.stage.label); }`)).toEqual([]);
    expect(kept("a.ts", "const words = { state: 1 }; words.state;")).toEqual([]);
  });

  it("at elements that update by themselves", () => {
    expect(deaf("./controls/a.ts", "class A extends LitElement {}")).toHaveLength(1);
    expect(deaf("./controls/a.ts", "class A extends Control {}")).toEqual([]);
  });
});
