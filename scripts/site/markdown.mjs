// The documents' Markdown: CommonMark and tables, with anchors on headings, tables that scroll in themselves, and living
// embeds (docs/book/README.md says how they are written).
import MarkdownIt from "markdown-it";
import { parse } from "smol-toml";
import { Sorry } from "../run.mjs";
import { embed } from "./embed.mjs";
import { escaped } from "./html.mjs";

/** As GitHub makes them, so that a link to a heading leads there in both places. */
export function slugOf(text) {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

function plainOf({ children }) {
  return children
    .filter(({ type }) => type === "text" || type === "code_inline" || type === "softbreak")
    .map(({ type, content }) => (type === "softbreak" ? " " : content))
    .join("");
}

/** A head without words heads nothing: it is an empty cell. */
function emptied(tokens) {
  tokens.forEach((token, order) => {
    if (token.type !== "th_open" || tokens[order + 1].content !== "") return;
    token.tag = "td";
    tokens[order + 2].tag = "td";
  });
}

function aligned(tokens, order, options, _env, self) {
  const token = tokens[order];
  const side = /text-align:(\w+)/.exec(token.attrGet("style") ?? "")?.[1];
  token.attrs = side ? [["class", `aligned-${side}`]] : [];
  return self.renderToken(tokens, order, options);
}

function nameHeadings(tokens, words) {
  const taken = new Map();
  const headings = [];
  tokens.forEach((token, order) => {
    if (token.type !== "heading_open") return;
    const inline = tokens[order + 1];
    const text = plainOf(inline);
    const slug = slugOf(text);
    const again = taken.get(slug) ?? 0;
    taken.set(slug, again + 1);
    const id = again === 0 ? slug : `${slug}-${again}`;
    // A page has one title; whatever else is written as one is a part of it.
    if (token.tag === "h1" && headings.length > 0) {
      token.tag = "h2";
      tokens[order + 2].tag = "h2";
    }
    const level = Number(token.tag.slice(1));
    headings.push({ level, id, text });
    token.attrSet("id", id);
    if (level > 1) token.meta = { id, label: words.fill(words.site.anchor, { heading: text }) };
  });
  return headings;
}

/** What stands under each heading, without marks and examples that play. */
function passagesIn(tokens, headings) {
  const texts = headings.map(() => []);
  let at = -1;
  tokens.forEach((token, order) => {
    if (token.type === "heading_open") at += 1;
    if (at < 0 || tokens[order - 1]?.type === "heading_open") return;
    if (token.type === "inline") texts[at].push(plainOf(token));
    if (token.type === "fence" && token.info.trim() !== "raft") texts[at].push(token.content);
  });
  return headings.map(({ level, id, text: heading }, order) => ({
    ...{ level, id, heading },
    text: texts[order].join(" ").replace(/\s+/g, " ").trim(),
  }));
}

/**
 * Renders a document, and says which stories of the gallery play in it (`shown`). `env` has the document's `file`, `link` and `image` (what an address in it leads to in the site),
 * `to` (from its page to a place in the site) and what embeds need to know (`stories`).
 */
export function markdown(words) {
  const reader = new MarkdownIt({ html: true });
  const { rules } = reader.renderer;
  const usual = (tokens, order, options, _env, self) => self.renderToken(tokens, order, options);

  rules.heading_close = (tokens, order) => {
    const { meta } = tokens[order - 2];
    const { tag } = tokens[order];
    if (!meta) return `</${tag}>\n`;
    return ` <a class="anchor" href="#${meta.id}" aria-label="${escaped(meta.label)}">#</a></${tag}>\n`;
  };
  rules.table_open = (...given) =>
    `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(words.site.table)}">${usual(...given)}`;
  rules.table_close = (...given) => `${usual(...given)}</div>`;
  // The policy forbids styles in attributes.
  rules.th_open = aligned;
  rules.td_open = aligned;
  rules.link_open = (tokens, order, options, env, self) => {
    const token = tokens[order];
    const found = env.link(token.attrGet("href"));
    // What is nowhere in the site, and whose address is not known, stays readable as text.
    env.open.push(found !== null);
    if (found === null) return "";
    token.attrSet("href", found);
    if (/^https?:/.test(found)) token.attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, order, options);
  };
  rules.link_close = (tokens, order, options, env, self) =>
    env.open.pop() ? self.renderToken(tokens, order, options) : "";
  rules.image = (tokens, order, _options, env) => {
    const { content } = tokens[order];
    const { src, width, height } = env.image(tokens[order].attrGet("src"));
    return `<img src="${escaped(src)}" alt="${escaped(content)}" width="${width}" height="${height}" loading="lazy" />`;
  };
  rules.fence = (tokens, order, _options, env) => {
    const { info, content, map } = tokens[order];
    const [language = ""] = info.trim().split(/\s+/);
    if (language !== "raft") {
      const kind = language && ` class="language-${escaped(language)}"`;
      return `<pre tabindex="0"><code${kind}>${escaped(content)}</code></pre>\n`;
    }
    const place = `${env.file}:${map[0] + 1}`;
    const attributes = attributesIn(content, place);
    env.living = true;
    if (attributes.scenario) env.shown.push(attributes.scenario);
    return `${embed(attributes, { ...env, place, words })}\n`;
  };

  return (text, env) => {
    const own = { ...env, open: [], shown: [], living: false };
    const tokens = reader.parse(text, own);
    emptied(tokens);
    const headings = nameHeadings(tokens, words);
    const html = reader.renderer.render(tokens, reader.options, own);
    return {
      ...{ html, headings, shown: own.shown },
      passages: passagesIn(tokens, headings),
      living: own.living || html.includes("<raft-playground"),
    };
  };
}

function attributesIn(text, place) {
  try {
    return parse(text);
  } catch (error) {
    throw new Sorry(`${place}: the block “raft” is no TOML: ${error.message.split("\n")[0]}`);
  }
}
