import { describe, expect, it, test } from "vitest";
import { fileOfPicture, type Still, stillInHtml, stillInMarkdown } from "./still.ts";

const STILL: Still = {
  file: "raft-figure-8-470.25ms.svg",
  about: "n2 leads term 2.",
  link: "https://example.org/#v1.d.A",
  width: 800,
  height: 640,
};

describe("a still with a link", () => {
  it("is a picture that leads to the moment", () => {
    expect(stillInMarkdown(STILL)).toBe(
      "[![n2 leads term 2.](raft-figure-8-470.25ms.svg)](https://example.org/#v1.d.A)",
    );
    expect(stillInHtml(STILL)).toBe(
      '<a href="https://example.org/#v1.d.A"><img src="raft-figure-8-470.25ms.svg" width="800" height="640" style="max-width: 100%; height: auto" alt="n2 leads term 2."></a>',
    );
  });

  it("is nothing else, whatever the sentence says", () => {
    const about = 'x](javascript:alert(1)) "<b>" \n\n# `k`';
    const markdown = stillInMarkdown({ ...STILL, about });
    expect(markdown).toMatch(/^\[!\[x\\\]\(javascript:alert\(1\)\) "\\<b\\>" # \\`k\\`\]\(raft/);
    expect(stillInHtml({ ...STILL, about })).toContain(
      'alt="x&#93;(javascript:alert(1)) &quot;&lt;b&gt;&quot; # &#96;k&#96;"',
    );
  });
});

test("a file is named by run and moment, in letters that every system takes", () => {
  const run = (name: string, notRaft = false) => ({ name, notRaft });
  expect(fileOfPicture(run("figure-8"), [470.25], "svg")).toBe("raft-figure-8-470.25ms.svg");
  expect(fileOfPicture(run("figure-8"), [100, 163.4567], "gif")).toBe(
    "raft-figure-8-100-163.457ms.gif",
  );
  expect(fileOfPicture(run("half-elects", true), [60], "png")).toBe(
    "raft-half-elects-not-raft-60ms.png",
  );
  expect(fileOfPicture(run("Drei Server: über ../alles?"), [0], "webm")).toBe(
    "raft-drei-server-uber-alles-0ms.webm",
  );
  expect(fileOfPicture(run("日本"), [0], "svg")).toBe("raft-run-0ms.svg");
  expect(fileOfPicture(run("x".repeat(300)), [0], "svg").length).toBeLessThan(60);
});
