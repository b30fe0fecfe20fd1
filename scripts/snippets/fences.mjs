// Every snippet of every document, as a renderer of Markdown finds them: a regular expression takes what stands in a
// longer fence for a fence.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { root, Sorry } from "../run.mjs";

const FOLDERS = ["docs", "docs/book", "docs/book/watched"];
const ALONE = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"];

export function documents() {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  );
  return [...inFolders, ...ALONE];
}

/** What the comment on the line above a snippet says of it: `<!-- tried: the frame -->`, `<!-- shell -->`. */
const MARK = /^<!-- (?<kind>\w+)(?:: (?<name>[^\n]+?))? -->\n$/;

/**
 * The snippets of a text: `language` is "" where the fence names none, `kind` and `name` are those of its mark. A block
 * that is a snippet by being indented has the language "indented".
 */
export function fencesIn(text, document) {
  const tokens = new MarkdownIt({ html: true }).parse(text.replaceAll("\r", ""), {});
  return tokens.flatMap(({ type, info, content, map }, order) => {
    if (type !== "fence" && type !== "code_block") return [];
    const above = tokens[order - 1];
    // With an empty line between them it is a comment about something else.
    const marked = above?.type === "html_block" && above.map[1] === map[0];
    const { kind = "", name = "" } = (marked && MARK.exec(above.content)?.groups) || {};
    const language = type === "fence" ? info.trim().split(/\s+/)[0] : "indented";
    return [{ document, line: map[0] + 1, language, kind, name, content }];
  });
}

export function fencesOf(document) {
  return fencesIn(readFileSync(join(root, document), "utf8"), document);
}

/**
 * The text of the snippet that a document marks with `<!-- tried: NAME -->`. Whoever asks for one runs it: census.mjs
 * looks for these calls.
 */
export function tried(document, name) {
  const found = fencesOf(document).filter((one) => one.kind === "tried" && one.name === name);
  if (found.length !== 1) {
    throw new Sorry(
      `${document} has ${found.length} snippets with <!-- tried: ${name} --> on the line above; expected is one.`,
    );
  }
  return found[0].content;
}
