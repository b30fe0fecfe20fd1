// Other people's projects: what stands in e2e/package and in docs/package.md, with the packed package installed in each.
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { root, run, Sorry } from "../run.mjs";

const GUIDE = "docs/package.md";
const FIXTURES = join(root, "e2e/package");
/** Outside of target/npm, which is made anew with every package. */
export const TRIED = join(root, "target/npm-tried");

export function prepareFixtures(tarball) {
  rmSync(TRIED, { recursive: true, force: true });
  mkdirSync(TRIED, { recursive: true });
  copyFileSync(tarball, join(TRIED, "raft-playground.tgz"));
  const projects = readdirSync(FIXTURES, { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  );
  for (const { name } of projects)
    cpSync(join(FIXTURES, name), join(TRIED, name), { recursive: true });
  for (const [file, text] of snippets()) {
    mkdirSync(dirname(join(TRIED, file)), { recursive: true });
    writeFileSync(join(TRIED, file), text);
  }
  for (const { name } of projects) install(join(TRIED, name));
  // What stands beside a plain page.
  const plain = join(TRIED, "plain");
  cpSync(join(plain, "node_modules/raft-playground"), join(plain, "raft-playground"), {
    recursive: true,
  });
}

/** The tarball is all that they need: nothing is asked of a registry. */
function install(folder) {
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  run("npm", ["install", "--prefix", folder, "--offline", "--ignore-scripts", ...quiet], {
    shell: process.platform === "win32",
    sentence: `The packed package could not be installed in ${folder}; the reason is above.`,
  });
}

/** The files that stand in the guide. Every snippet is one, so that every snippet is run. */
export function snippets() {
  const text = readFileSync(join(root, GUIDE), "utf8").replaceAll("\r", "");
  const found = [...text.matchAll(/^<!-- (?:shell|file: (\S+)) -->\n```\w+\n([\s\S]*?)^```$/gm)];
  const fences = text.match(/^```/gm).length / 2;
  if (fences !== found.length) {
    throw new Sorry(
      `${GUIDE} has ${fences} snippets, and ${found.length} say above themselves which file of a project they are.`,
    );
  }
  return found.filter(([, file]) => file).map(([, file, body]) => [file, body]);
}
