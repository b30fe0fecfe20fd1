import { describe, expect, test } from "vitest";
import { attributesOf, type Embedding, frameAddressOf, snippetOf } from "./embedding.ts";

const HOME = "https://raft.example/play/";
const wish: Embedding = {
  fragment: "#v1.d.xyz",
  story: { name: "figure-8", step: "the-overwrite", time: 600 },
  fromHere: true,
  title: 'Figure 8: "the <overwrite>" [sic]',
  views: ["cluster", "log"],
  controls: "minimal",
  theme: "auto",
  plays: false,
  loops: false,
  ratio: "4/3",
};

describe("what to paste into a page", () => {
  test("a step of the gallery is named, so that a person can read and change it", () => {
    expect(snippetOf("element", wish, HOME)).toBe(
      `<script type="module" src="https://raft.example/play/raft-playground.js"></script>
<raft-playground scenario="figure-8" step="the-overwrite" controls="minimal" view="cluster log" ratio="4/3">
  <a href="https://raft.example/play/#figure-8/the-overwrite"><img src="https://raft.example/play/stories/figure-8/poster.svg" width="640" height="360" style="max-width: 100%; height: auto" alt="" />Figure 8: &quot;the &lt;overwrite&gt;&quot; &#91;sic&#93;</a>
</raft-playground>`,
    );
  });

  test("a run of one's own travels as a link, also from its beginning", () => {
    const own = { ...wish, fragment: "#v1.d.abc_-.not-raft", story: null, title: "Mine" };
    expect(attributesOf(own)[0]).toEqual(["link", "#v1.d.abc_-.not-raft"]);
    expect(attributesOf({ ...own, fromHere: false })[1]).toEqual(["at", "0"]);
    expect(frameAddressOf(own, HOME)).toBe(
      "https://raft.example/play/embed.html?controls=minimal&view=cluster+log#v1.d.abc_-.not-raft",
    );
  });

  test("a frame carries the same attributes in its address", () => {
    const address = new URL(
      frameAddressOf({ ...wish, theme: "dark", plays: true, loops: true }, HOME),
    );
    expect(Object.fromEntries(address.searchParams)).toEqual({
      scenario: "figure-8",
      step: "the-overwrite",
      controls: "minimal",
      view: "cluster log",
      theme: "dark",
      autoplay: "visible",
      loop: "",
    });
    expect(snippetOf("frame", wish, HOME)).toContain(
      'title="Figure 8: &quot;the &lt;overwrite&gt;&quot; &#91;sic&#93;"',
    );
  });

  test("where neither is allowed, a picture leads to the moment", () => {
    expect(snippetOf("markdown", wish, HOME)).toBe(
      '[![Figure 8: "the \\<overwrite\\>" \\[sic\\]](raft-figure-8.png)](https://raft.example/play/#figure-8/the-overwrite)',
    );
  });

  test("between two steps a story is where its clock is", () => {
    const between = { ...wish, story: { name: "figure-8", step: null, time: 612.5 } };
    expect(attributesOf(between).slice(0, 2)).toEqual([
      ["scenario", "figure-8"],
      ["at", "612.5"],
    ]);
    expect(snippetOf("markdown", between, HOME)).toContain(
      "](https://raft.example/play/#v1.d.xyz)",
    );
  });

  test("what is as it is anyway is not written", () => {
    const plain = { ...wish, fromHere: false, controls: "full" as const, views: [], ratio: "" };
    expect(attributesOf(plain)).toEqual([["scenario", "figure-8"]]);
  });

  test("a stranger's title is no code for what makes a page of it, and no link", () => {
    // The first in MDX, the others in Liquid and Hugo; then Markdown after an empty line, and letters turned round.
    const title =
      "{globalThis.x} {{ y }} {% z %} {{< w >}}\n\n[a](javascript:alert(1)) `b` \u202Ec\u202C";
    for (const form of ["element", "frame"] as const) {
      const snippet = snippetOf(form, { ...wish, title }, HOME);
      expect(snippet).not.toMatch(/[{}[\]`\u202E]|\n\s*\n/);
      expect(snippet).toContain("&#123;globalThis.x&#125;");
    }
    expect(snippetOf("markdown", { ...wish, title }, HOME)).toContain(
      "[![\\{globalThis.x\\} \\{\\{ y \\}\\} \\{% z %\\} \\{\\{\\< w \\>\\}\\} \\[a\\](javascript:alert(1)) \\`b\\` c](",
    );
  });
});
