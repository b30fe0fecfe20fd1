import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plainly, spansOf } from "../../web/state/markdown.ts";
import { counted, fill } from "../../web/words/words.ts";
import { afar, relative, siteUrl } from "./address.mjs";
import { html, json } from "./html.mjs";
import { markdown } from "./markdown.mjs";
import { narrator } from "./narration.mjs";
import { passagesOf, searchPage } from "./search.mjs";
import { pageOf } from "./shell.mjs";
import { oembedOf, storiesOf, storyPage } from "./stories.mjs";

const catalogue = JSON.parse(
  readFileSync(new URL("../../locales/en.json", import.meta.url), "utf8"),
);
const { pages: site, stories } = catalogue.interface;
const words = { site, stories, fill, counted };

const STORY = {
  title: "A vote & a <b>promise</b>",
  summary: "Says *what* `n1` does. </script>",
  sources: ["A paper, 2014, https://example.org/paper.pdf, §5"],
  steps: [
    { id: "first", say: "n1 <i>starts</i>." },
    { id: "silent" },
    {
      id: "then",
      say: "See [this](https://example.org/).",
      question: { ask: "Who wins?", answers: ["n1", "n2"], reveal: "n2 does." },
    },
  ],
};

function storyIn(url) {
  const [story] = storiesOf(
    {
      gallery: {
        sections: [
          { id: "basics", title: "Basics", about: "", numbered: true, scenarios: ["one"] },
        ],
        scenarios: { one: { ...STORY, steps: 2, seconds: 12, breaks: ["half-elects"] } },
      },
      scenarios: { one: STORY },
      pictures: { one: { servers: [{ id: "n1", role: "leader", term: 2 }, { id: "n2" }] } },
    },
    words,
  );
  const context = {
    ...{ site: url, words, styles: "assets/pages.css", script: "assets/site.js" },
    ...{ icon: "icon.svg", titles: new Map(), marked: narrator({ spansOf, plainly }) },
  };
  return { story, context, page: pageOf(storyPage(story, context), context) };
}

describe("addresses", () => {
  it("are relative to the page, so that the site can live in any folder", () => {
    expect(relative("stories/figure-8/", "docs/")).toBe("../../docs/");
    expect(relative("", "docs/")).toBe("docs/");
    expect(relative("", "")).toBe("./");
    expect(afar(null, "docs/", "preview.png")).toBe("../preview.png");
    expect(afar("https://a.example/raft/", "docs/", "preview.png")).toBe(
      "https://a.example/raft/preview.png",
    );
  });

  it("of the site are taken with or without their last slash, and nothing else is taken", () => {
    expect(siteUrl("")).toBe(null);
    expect(siteUrl("https://a.example/raft")).toBe("https://a.example/raft/");
    for (const wrong of [
      "raft",
      "ftp://a.example/",
      "https://a.example/?x",
      "https://a.example/#x",
    ]) {
      expect(() => siteUrl(wrong)).toThrow(`SITE_URL is “${wrong}”; expected is the address`);
    }
  });
});

describe("templates", () => {
  it("take text for text", () => {
    expect(
      `${html`<p title="${'"<>'}">${"<b>&"}${null}${false}${["x", html`<i>${"'"}</i>`]}</p>`}`,
    ).toBe('<p title="&quot;&lt;&gt;">&lt;b&gt;&amp;x<i>&#39;</i></p>');
  });

  it("put JSON into a script that cannot end it", () => {
    expect(`${json({ a: "</script>" })}`).toBe('{"a":"\\u003c/script>"}');
  });
});

describe("a story's page", () => {
  it("tells every step that says something, and what people wrote is no markup", () => {
    const { page } = storyIn(null);
    expect(page).toContain("<h1>A vote &amp; a &lt;b&gt;promise&lt;/b&gt;</h1>");
    expect(page).toContain("<p>n1 &lt;i&gt;starts&lt;/i&gt;.</p>");
    expect(page).toContain(
      'See <a href="https://example.org/" rel="noopener noreferrer">this</a>.',
    );
    expect(page).toContain(
      '<a href="../../index.html#one/then" aria-label="See this moment: step 2 of 2">',
    );
    expect(page).toContain("<details><summary>Answer</summary><p>n2 does.</p></details>");
    expect(page).toContain(">https://example.org/paper.pdf</a>, §5</li>");
    expect(page).toContain("a rule is broken on purpose, <code>half-elects</code>");
    expect(page).not.toContain('id="silent"');
    // Light or dark, the element, what pages do, and what search engines read: nothing of the story's own.
    expect(page.match(/<\/script>/g)).toHaveLength(4);
  });

  it("has addresses for those who read from afar, if the site knows its own", () => {
    const known = storyIn("https://a.example/raft/");
    expect(known.page).toContain('rel="canonical" href="https://a.example/raft/stories/one/"');
    expect(known.page).toContain(
      'property="og:image" content="https://a.example/raft/stories/one/preview.png"',
    );
    expect(oembedOf(known.story, known.context)).toMatchObject({
      version: "1.0",
      type: "rich",
      html: expect.stringContaining('src="https://a.example/raft/embed.html?scenario=one"'),
      thumbnail_url: "https://a.example/raft/stories/one/preview.png",
    });

    const unknown = storyIn(null);
    expect(unknown.page).not.toContain("canonical");
    expect(unknown.page).toContain('property="og:image" content="../../stories/one/preview.png"');
  });
});

describe("documents", () => {
  const render = markdown(words);
  const stories = new Map([
    ["one", { name: "one", title: "One", scenario: STORY, moment: { servers: [] } }],
  ]);
  const env = {
    ...{ file: "docs/x.md", stories, to: (place) => `../../${place}` },
    link: (href) => (href === "nowhere" ? null : href),
    image: (src) => ({ src, width: 4, height: 3 }),
  };
  const rendered = (text) => render(text, env);
  const block = (toml) => rendered(`# X\n\n\`\`\`raft\n${toml}\n\`\`\`\n`);

  it("have anchors as GitHub makes them, each once, and one title", () => {
    const { html: text, headings } = rendered("# A `b` & c!\n\n## Part\n\n## Part\n\n# Another");
    expect(headings.map(({ id, level }) => [id, level])).toEqual([
      ["a-b--c", 1],
      ["part", 2],
      ["part-1", 2],
      ["another", 2],
    ]);
    expect(text).toContain(
      '<a class="anchor" href="#part-1" aria-label="Link to “Part”">#</a></h2>',
    );
    expect(text.match(/<h1/g)).toHaveLength(1);
  });

  it("have no styles in attributes, and tables that scroll in themselves", () => {
    const { html: text } = rendered("# X\n\n| a | |\n|--:|---|\n| 1 | 2 |\n");
    expect(text).toContain(
      '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>',
    );
    expect(text).toContain('<th class="aligned-right">a</th>');
    expect(text).toContain("<td></td>");
    expect(text).not.toContain("style=");
  });

  it("are searched heading by heading, without what is drawn", () => {
    const text = "# X\n\nAbout *x*.\n\n## `Y` z\n\n| a |\n|---|\n| b |\n\n```sh\nrun it\n```\n";
    const living = '\n```raft\nscenario = "one"\n```\n';
    expect(rendered(text + living).passages).toEqual([
      { level: 1, id: "x", heading: "X", text: "About x." },
      { level: 2, id: "y-z", heading: "Y z", text: "a b run it" },
    ]);
  });

  it("keep as text what leads nowhere", () => {
    const { html: text } = rendered("# X\n\n[a](b.md) and [crates](nowhere)");
    expect(text).toContain('<p><a href="b.md">a</a> and crates</p>');
  });

  it("have living clusters, with a picture and a link for everybody else", () => {
    const { html: text, living } = block('scenario = "one"\nstep = "then"\nloop = true');
    expect(living).toBe(true);
    expect(text).toContain(
      '<raft-playground scenario="one" step="then" loop="" home="../../index.html">',
    );
    expect(text).toContain(
      '<a href="../../index.html#one/then"><img src="../../stories/one/poster.svg"',
    );
    const own = block('[story]\nformat = 1\ntitle = "</script>"').html;
    expect(own).toContain(
      '<script type="application/json">{"format":1,"title":"\\u003c/script>"}</script>',
    );
  });

  it("do not take a cluster that cannot be", () => {
    expect(() => block('scenario = "two"')).toThrow("docs/x.md:3: there is no scenario “two”");
    expect(() => block('scenario = "one"\nstep = "never"')).toThrow(
      "“one” has no step “never”; there are first, silent, then.",
    );
    expect(() => block('scenario = "one"\ncolour = "red"')).toThrow(
      "has no “colour”; there are scenario,",
    );
    expect(() => block("seed = 1")).toThrow("names 0 scenarios; expected is one of");
    expect(() => block("scenario = ")).toThrow("docs/x.md:3: the block “raft” is no TOML");
  });
});

describe("the search", () => {
  it("looks into documents and stories", () => {
    const { story, context } = storyIn(null);
    const document = {
      ...{ path: "docs/x/", title: "X" },
      passages: [
        { level: 1, id: "x", heading: "X", text: "About x." },
        { level: 2, id: "y", heading: "Y", text: "" },
      ],
    };
    expect(passagesOf([story], [document], context)).toEqual([
      { place: "docs/x/", page: "X", heading: "X", text: "About x." },
      { place: "docs/x/#y", page: "X", heading: "Y", text: "" },
      {
        ...{ place: "stories/one/", page: "Basics", heading: "A vote & a <b>promise</b>" },
        text: "Says what n1 does. </script> n1 <i>starts</i>. See this.",
      },
    ]);
  });

  it("has a page whose data nobody can take for markup", () => {
    const image = { path: "preview.png", alt: "" };
    const context = { ...storyIn(null).context, image };
    const at = { passages: "assets/</script>.json", script: "assets/search.js" };
    const page = pageOf(searchPage(at, context), context);
    expect(page).toContain('"passages":"../assets/\\u003c/script>.json"');
    expect(page).toContain('<script type="module" src="../assets/search.js"></script>');
    expect(page).toContain('<a href="../search/" aria-current="page">Search</a>');
  });
});
