// The package as other people have it: packed, looked at, installed in their projects, used.
import { buildPackage, staged } from "../package.mjs";
import { runNode } from "../run.mjs";
import { prepareFixtures } from "./fixtures.mjs";
import { lintPackage } from "./lint.mjs";

export async function testPackage() {
  const tarball = await buildPackage();
  lintPackage(staged, tarball);
  prepareFixtures(tarball);
  runNode("@playwright/test/cli.js", ["test", "--config", "playwright.package.config.ts"], {
    sentence: "A project that uses the package does not work.",
  });
}
