import { expect, test } from "vitest";
import { fileOf, kilobytes, previewOf } from "./written.ts";

test("a preview is the beginning of a text, and says how much that is", () => {
  expect(previewOf("one\ntwo\n")).toEqual({ text: "one\ntwo", shown: 2, lines: 2 });
  const many = Array.from({ length: 500 }, (_, nth) => `line ${nth}`).join("\n");
  expect(previewOf(many)).toMatchObject({ shown: 200, lines: 500 });
  const wide = Array.from({ length: 5 }, () => "x".repeat(9_000)).join("\n");
  expect(previewOf(wide)).toMatchObject({ shown: 2, lines: 5 });
  // One line is shown whatever its length: there is nothing before it.
  expect(previewOf("x".repeat(90_000))).toMatchObject({ shown: 1, lines: 1 });
});

test("files are named by what is in them, and measured in bytes", () => {
  expect(fileOf("scenario")).toBe("raft-run.toml");
  expect(fileOf("test")).toBe("raft_run.rs");
  expect(kilobytes("→".repeat(500))).toBe("1.5");
});
