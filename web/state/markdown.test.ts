import { describe, expect, it } from "vitest";
import { plainly, type Span, saidPlainly, spansOf } from "./markdown.ts";

const text = (said: string): Span => ({ kind: "text", text: said });
const code = (said: string): Span => ({ kind: "code", text: said });
const emphasis = (...spans: Span[]): Span => ({ kind: "emphasis", spans });
const link = (href: string, ...spans: Span[]): Span => ({ kind: "link", href, spans });

describe("what people write", () => {
  it("is text with emphasis, code and links", () => {
    expect(
      spansOf("n1 is *sure*: `x = 1` is in [the paper](https://raft.github.io/raft.pdf)."),
    ).toEqual([
      text("n1 is "),
      emphasis(text("sure")),
      text(": "),
      code("x = 1"),
      text(" is in "),
      link("https://raft.github.io/raft.pdf", text("the paper")),
      text("."),
    ]);
  });

  it("has code and links within emphasis, emphasis and code within links, and nothing within itself", () => {
    expect(spansOf("*see `a*b` [there](https://a.example)*")).toEqual([
      emphasis(text("see "), code("a*b"), text(" "), link("https://a.example", text("there"))),
    ]);
    expect(spansOf("[*all* of `it`](http://a.example/b_(c))")).toEqual([
      link("http://a.example/b_(c)", emphasis(text("all")), text(" of "), code("it")),
    ]);
  });

  it("takes signs that stand alone for themselves", () => {
    for (const plain of [
      "4 * 5 * 6",
      "a * b",
      "a*b",
      "`",
      "``",
      "**",
      "[1]",
      "[a](b)",
      "x[0](y)",
      "*a",
      "a\\b",
    ])
      expect(spansOf(plain), plain).toEqual([text(plain)]);
    expect(plainly("\\*not\\* \\`code\\` \\[at\\] all \\\\")).toBe("*not* `code` [at] all \\");
  });
});

describe("what strangers write", () => {
  it.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[tap](javascript:alert(1))",
    "[tap](JavaScript:alert(1))",
    "[tap](data:text/html,<script>1</script>)",
    "[tap](//evil.example)",
    "[tap]( https://evil.example)",
    "[tap](https://)",
    "[](https://evil.example)",
    "![x](ftp://evil.example)",
    "&lt;script&gt;",
  ])("stays text: %s", (hostile) => {
    expect(spansOf(hostile)).toEqual([text(hostile)]);
  });

  it("is no link beyond the first one, however it is nested", () => {
    const spans = spansOf("[a [b](https://b.example) c](https://c.example)");
    expect(spans.filter(({ kind }) => kind === "link")).toEqual([
      link("https://b.example", text("b")),
    ]);
    expect(plainly("*a [b*](https://b.example)")).toBe("a [b](https://b.example)");
  });

  // What took the square of the length would not be done before the test is given up.
  it.each(["*", "`", "[", "[a](https://", "*a ", "*`", "[a](https://a(", "\\", "*a`*`"])(
    "takes time in proportion to its length: %s",
    (piece) => {
      const hostile = piece.repeat(200_000 / piece.length);
      expect(plainly(hostile).length).toBeLessThanOrEqual(hostile.length);
    },
  );
});

it("a sentence of the engine may contain any sign, one of the story only those that count", () => {
  expect(saidPlainly({ kind: "story", text: "n1 is *sure*." })).toBe("n1 is sure.");
  expect(saidPlainly({ kind: "commit", text: "*x* = 1" })).toBe("*x* = 1");
});
