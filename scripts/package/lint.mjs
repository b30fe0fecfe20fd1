// What the package promises to npm, bundlers and TypeScript, looked at by those who know their rules.
import { runNode } from "../run.mjs";
import { wasmFiles } from "./library.mjs";

export function lintPackage(folder, tarball) {
  runNode("publint/src/cli.js", ["run", folder, "--strict"], {
    sentence: "publint found something in the package.",
  });
  const files = Object.values(wasmFiles).map(({ to }) => to);
  runNode(
    "@arethetypeswrong/cli/dist/index.js",
    // A WebAssembly file has no types.
    [tarball, "--profile", "esm-only", "--quiet", "--exclude-entrypoints", ...files],
    { sentence: "The types of the package are wrong somewhere." },
  );
}
