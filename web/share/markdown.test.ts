import { expect, test } from "vitest";
import { inMarkdown } from "./markdown.ts";

test("somebody's text stays text, in one line", () => {
  expect(inMarkdown("A\n\n<script>alert(1)</script>")).toBe("A \\<script\\>alert(1)\\</script\\>");
  expect(inMarkdown("x](https://evil.example) [y")).toBe("x\\](https://evil.example) \\[y");
  expect(inMarkdown("`a` *b* _c_ ~d~ |e|")).toBe("\\`a\\` \\*b\\* \\_c\\_ \\~d\\~ \\|e\\|");
  expect(inMarkdown("{a} {{b}} $c$ &lt;")).toBe("\\{a\\} \\{\\{b\\}\\} \\$c\\$ \\&lt;");
  expect(inMarkdown("n1 leads term 2.")).toBe("n1 leads term 2.");
});
