import { expect, it } from "vitest";
import { tight, tightStyles } from "./tight-styles.mjs";

it("leaves comments and indentation of styles at home", () => {
  expect(
    tight(
      "\n  /* Why. */\n  .a { color: red; }\n  /* More\n   lines */\n  .b,\n  .c { top: 0; }\n",
    ),
  ).toBe(".a { color: red;}.b,.c { top: 0;}");
});

it("keeps every space that means something", () => {
  const line = ".a > .b :is(.c, .d) { width: calc(1rem + 2px); font: 400 1rem / 1.4 serif}";
  expect(tight(line)).toBe(line);
  expect(tight("--font: a,\n    b\n    c;")).toBe("--font: a,b c;");
});

it("touches nothing but styles", () => {
  const { transform } = tightStyles();
  const template = (name, text) => `${name}\`${text}\``;
  const code = [template("css", "\n  .a { top: 0 }\n"), template("html", "\n  <p>\n"), "// css"];
  expect(transform(code.join("\n"), "/x/web/a.ts").code).toBe(
    [template("css", ".a { top: 0}"), ...code.slice(1)].join("\n"),
  );
  expect(transform(code.join("\n"), "/x/node_modules/lit/a.js")).toBeNull();
});
