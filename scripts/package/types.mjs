// The types of the package, from the sources, in files that need no others.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root, runNode, Sorry } from "../run.mjs";
import { DEFINED, typesOf } from "./manifest.mjs";

const OUT = join(root, "target/npm/types");
const EMITTED = join(OUT, "web");
/** From here on everything is public that can be reached. */
const ROOTS = ["package/engine", "embed/client", "element/events", "engine/source", "engine/door"];

export function writeTypes(outDir, contract) {
  rmSync(OUT, { recursive: true, force: true });
  runNode("typescript/bin/tsc", ["--project", "tsconfig.package.json"], {
    sentence: "The types of the package could not be made; the reason is above.",
  });
  const todo = [...ROOTS];
  const done = new Set();
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (done.has(name)) continue;
    done.add(name);
    todo.push(...copyTypes(name, outDir));
  }
  const write = (file, text) => writeFileSync(join(outDir, file), text);
  write("element.d.ts", typesOf(contract));
  write("raft-playground.d.ts", DEFINED);
  write("raft-playground.inline.d.ts", `import "./raft-playground.js";\nexport {};\n`);
  write("frame.d.ts", `export * from "./types/embed/client.js";\n`);
  write("engine.d.ts", `export * from "./types/package/engine.js";\n`);
}

/** Copies a module's types, with imports as TypeScript knows them outside of this repository; says what they import. */
function copyTypes(name, outDir) {
  const text = readFileSync(join(EMITTED, `${name}.d.ts`), "utf8");
  const imported = [];
  const rewritten = text.replace(
    /(from |import\()(["'])([^"']+)\2/g,
    (_, before, quote, specifier) => {
      if (!/^\.{1,2}\/.*\.ts$/.test(specifier)) {
        throw new Sorry(
          `The types of ${name} need "${specifier}", which the package does not have.`,
        );
      }
      const bare = specifier.replace(/\.ts$/, "");
      imported.push(relative(EMITTED, join(EMITTED, dirname(name), bare)).replaceAll("\\", "/"));
      return `${before}${quote}${bare}.js${quote}`;
    },
  );
  const to = join(outDir, "types", `${name}.d.ts`);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, rewritten);
  return imported;
}
