// The doors between the rooms of web/ (ARCHITECTURE.md): who may import whom, and which rooms know
// no DOM, no wall time and no wasm. The table is the law; a new room needs a row.
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";

type Doors = {
  /** Rooms and packages it may use. */
  uses?: string[];
  /** Rooms of which it may know the types only. */
  types?: string[];
  /** Globals it must not know. */
  never?: (keyof typeof globals)[];
};

const globals = {
  "the DOM": [
    ...["document", "window", "self", "globalThis", "customElements", "getComputedStyle"],
    ...["Document", "Node", "Element", "HTMLElement", "SVGElement", "ShadowRoot", "DOMParser"],
    ...["requestAnimationFrame", "cancelAnimationFrame", "matchMedia", "localStorage"],
  ],
  "the browser": ["location", "navigator", "history", "fetch", "sessionStorage"],
  "wall time": ["Date", "performance", "setTimeout", "setInterval", "queueMicrotask"],
  wasm: ["WebAssembly"],
};

const pure = ["the DOM", "the browser", "wall time", "wasm"] as const satisfies Doors["never"];

const table: Record<string, Doors> = {
  // The scenarios are files of the site, known by their address.
  engine: { uses: ["wasm", "scenarios", "docs"], never: ["the DOM", "wall time"] },
  words: { uses: ["locales"], never: [...pure] },
  state: { uses: ["words"], types: ["engine"], never: [...pure] },
  scene: { uses: ["state", "words"], types: ["engine"], never: [...pure] },
  svg: { types: ["scene"], never: ["the browser", "wall time", "wasm"] },
  share: { uses: ["words"], types: ["engine", "state"], never: ["wall time", "wasm"] },
  styles: { uses: ["lit"], never: [...pure] },
  controls: {
    uses: ["state", "scene", "share", "words", "styles", "lit"],
    types: ["engine"],
    never: ["wasm"],
  },
  // Who writes scenarios in the page. It is loaded when somebody asks for it, and so is CodeMirror with it.
  editor: {
    uses: ["state", "share", "words", "styles", "controls", "lit", "@codemirror", "@lezer"],
    types: ["engine"],
    never: ["wasm"],
  },
  // Who draws pictures and films for other places. It is loaded when somebody asks for it.
  film: {
    uses: ["state", "scene", "svg", "share", "words", "styles", "controls", "lit"],
    types: ["engine"],
    never: ["wasm"],
  },
  element: {
    uses: [
      "engine",
      "words",
      "state",
      "scene",
      "svg",
      "share",
      "styles",
      "controls",
      "editor",
      "film",
      "lit",
    ],
    never: ["wasm"],
  },
  // What the site's pages do besides the playground, and what makes them work without a network. Embeds load none of it.
  site: { uses: ["words", "share", "minisearch"], never: ["wasm", "wall time"] },
  // What the npm package opens onto the house. No other room may come here.
  package: {
    uses: ["engine", "words", "element", "packed"],
    never: ["wall time", "wasm"],
  },
  // The page in somebody else's frame, and what that somebody talks to it with.
  embed: { uses: ["element"], types: ["engine"], never: ["wasm"] },
  // For tests only: real runs and what is drawn of them. No other room may come here.
  trials: {
    uses: ["engine", "words", "state", "scene", "node:fs", "node:url"],
    types: ["wasm"],
    never: ["the DOM", "the browser", "wall time", "wasm"],
  },
  // Files beside the rooms: the page around the element.
  "": { uses: ["element", "share", "site", "words"], never: ["wasm"] },
};

type Syntax = { type: string; start: number; [key: string]: unknown };

function isSyntax(value: unknown): value is Syntax {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function walk(node: Syntax, visit: (node: Syntax, parent: Syntax) => void): void {
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (!isSyntax(child)) continue;
      visit(child, node);
      walk(child, visit);
    }
  }
}

/** `x` in `a.x`, `{ x: 1 }` or `import { x }` is a name within something else, not a global. */
function isInnerName(node: Syntax, parent: Syntax): boolean {
  if (parent.computed === true) return false;
  return (
    (parent.property === node && parent.type === "MemberExpression") ||
    (parent.right === node && parent.type === "TSQualifiedName") ||
    (parent.key === node && parent.shorthand !== true) ||
    parent.type === "ImportSpecifier" ||
    parent.type === "ExportSpecifier"
  );
}

/** The room, package or folder that `specifier` leads to from `file` (both relative to web/). */
function destination(file: string, specifier: string): string {
  if (specifier.startsWith("/")) return specifier.split("/")[1] ?? specifier;
  if (/^(?:words|in-all-languages):/.test(specifier)) return "words";
  if (specifier.startsWith("packed:")) return "packed";
  if (!specifier.startsWith(".")) return specifier.split("/")[0] ?? specifier;
  const parts = file.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.length === 0 || parts.at(-1) === "..") parts.push("..");
      else parts.pop();
    } else if (part !== ".") parts.push(part);
  }
  if (parts[0] === "..") return parts[1] ?? "..";
  if (parts[0] === "engine" && parts[1] === "wasm") return "wasm";
  return parts.length > 1 ? (parts[0] ?? "") : "";
}

function violations(file: string, source: string): string[] {
  const room = file.includes("/") ? (file.split("/")[0] ?? "") : "";
  const doors = table[room];
  if (!doors) return [`${file}:1: web/${room} has no row in the table of doors`];
  const name = room === "" ? "a file beside the rooms" : `web/${room}`;
  const found: string[] = [];
  const complain = (node: Syntax, rule: string) => {
    const line = source.slice(0, node.start).split("\n").length;
    found.push(`${file}:${line}: ${name} ${rule}`);
  };

  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) return [`${file}: ${errors[0]?.message}`];
  walk(program as unknown as Syntax, (node, parent) => {
    if (isSyntax(node.source) && typeof node.source.value === "string") {
      const to = destination(file, node.source.value);
      const onlyTypes =
        node.importKind === "type" || node.exportKind === "type" || node.type === "TSImportType";
      if (to !== room && !doors.uses?.includes(to)) {
        if (!doors.types?.includes(to)) complain(node, `must not know ${to}`);
        else if (!onlyTypes) complain(node, `may know types of ${to} only: "import type"`);
      }
    }
    if (node.type === "Identifier" && !isInnerName(node, parent)) {
      for (const what of doors.never ?? []) {
        if (globals[what].includes(String(node.name))) {
          complain(node, `must not know ${what}: ${node.name}`);
        }
      }
    }
  });
  return found;
}

const sources = import.meta.glob<string>(
  ["./**/*.ts", "!./**/*.test.ts", "!./**/*.d.ts", "!./engine/wasm/**"],
  { query: "?raw", import: "default", eager: true },
);

test("no room knows what it must not know", () => {
  const found = Object.entries(sources).flatMap(([path, source]) =>
    violations(path.replace("./", ""), source),
  );
  expect(Object.keys(sources).length).toBeGreaterThan(0);
  expect(found.join("\n")).toBe("");
});

describe("the check bites", () => {
  const cases: [string, string, string][] = [
    ["scene/a.ts", 'import { b } from "../svg/b.ts";', "a.ts:1: web/scene must not know svg"],
    ["svg/a.ts", '\nexport * from "../engine/b.ts";', "a.ts:2: web/svg must not know engine"],
    ["svg/a.ts", 'import { b } from "../scene/b.ts";', "may know types of scene only"],
    ["svg/a.ts", 'import { type B } from "../scene/b.ts";', "may know types of scene only"],
    ["controls/a.ts", 'let b: import("../svg/b.ts").B;', "web/controls must not know svg"],
    ["controls/a.ts", 'const b = import("../engine/wasm/raft.js");', "must not know wasm"],
    ["state/a.ts", 'import c from "../../locales/en.json";', "web/state must not know locales"],
    ["state/a.ts", 'import { readFile } from "node:fs";', "web/state must not know node:fs"],
    ["state/a.ts", "const now = Date.now();", "must not know wall time: Date"],
    ["scene/a.ts", "let e: SVGElement;", "must not know the DOM: SVGElement"],
    ["scene/a.ts", "const b = { performance };", "must not know wall time: performance"],
    ["engine/a.ts", "document.title;", "web/engine must not know the DOM: document"],
    ["main.ts", 'import "./engine/load.ts";', "a file beside the rooms must not know engine"],
    ["state/a.ts", 'import d from "/scenarios/d.json?url";', "must not know scenarios"],
    ["attic/a.ts", "", "web/attic has no row"],
  ];
  test.each(cases)("%s: %s", (file, source, complaint) => {
    expect(violations(file, source).join("\n")).toContain(complaint);
  });

  test("and only then", () => {
    const source = `
      // document and Date in a comment
      import type { Frame } from "../engine/door.ts";
      import { clock } from "../state/clock.ts";
      export const label = "window";
      export const box = { document: clock.performance, Date: 1 };
      export type Box = { window: Frame["time"] };
      export { label as location };
    `;
    expect(violations("scene/a.ts", source)).toEqual([]);
  });
});
