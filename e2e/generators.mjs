// What generators of sites make of what is written for them: the real compilers of Docusaurus' documents, of VitePress'
// and of Astro's, and Hugo where it is on the machine.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { transform } from "@astrojs/compiler";
import { evaluate } from "@mdx-js/mdx";
import { createElement } from "react";
import * as jsx from "react/jsx-runtime";
import { renderToStaticMarkup } from "react-dom/server";
import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";

const asModule = (code) => `data:text/javascript,${encodeURIComponent(code)}`;

/** The tags that Docusaurus puts into the head of every page for `scripts` of its configuration. */
export async function docusaurusHead(config) {
  const { default: site } = await import(asModule(config));
  const tags = site.scripts.map((script) => createElement("script", script));
  return renderToStaticMarkup(createElement("head", null, ...tags)).replace(/<\/?head>/g, "");
}

/** A document, compiled and rendered on the server as Docusaurus does: MDX, and React. */
export async function docusaurusBody(document) {
  const { default: Content } = await evaluate(document, jsx);
  return renderToStaticMarkup(createElement(Content));
}

/** The head of a page and its body, as VitePress makes them of its configuration and of HTML in a document: by Vue. */
export async function vitePressPage(config, body) {
  const { default: site } = await import(asModule(config));
  const tags = site.head.map(([tag, attributes]) => createElement(tag, attributes));
  const app = createSSRApp({ template: `<div>${body}</div>` });
  const warnings = [];
  app.config.warnHandler = (message) => warnings.push(message);
  app.config.compilerOptions = site.vue.template.compilerOptions;
  const head = renderToStaticMarkup(createElement("head", null, ...tags));
  return {
    head: head.replace(/<\/?head>/g, ""),
    body: await renderToString(app),
    warnings,
  };
}

/** As much of Astro's runtime as a layout without components needs: what is compiled imports all of these names. */
const ASTRO = `
  export const render = (texts, ...values) =>
    texts.reduce((text, next, order) => text + (values[order - 1] ?? "") + next);
  export const createComponent = (component) => component;
  export const renderSlot = (_result, slot) => slot();
  export const [renderHead, maybeRenderHead, createMetadata] = [() => "", () => "", () => ({})];
  export const [Fragment, createAstro, renderComponent, unescapeHTML, mergeSlots, addAttribute, spreadAttributes,
    defineStyleVars, defineScriptVars, renderTransition, createTransitionScope] = [];
  export const renderScript = () => '<script type="module" src="./script.js"></script>';
`;

/**
 * The page that a layout makes of a text, and the scripts that Astro takes out of it to bundle them: the page has the
 * first of them as script.js.
 */
export async function astroPage(layout, text) {
  const { code, scripts } = await transform(layout, {
    filename: "Layout.astro",
    internalURL: asModule(ASTRO),
    sourcemap: false,
  });
  const { default: component } = await import(asModule(code));
  const page = component({}, {}, { default: () => text });
  return { page, scripts: scripts.map((script) => script.code) };
}

/** The version of Hugo on this machine, or null. */
export function hugoVersion() {
  const { stdout } = spawnSync("hugo", ["version"], { encoding: "utf8" });
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  return major === undefined ? null : { major: Number(major), minor: Number(minor) };
}

/** The page that Hugo makes of a text in Markdown with a shortcode "raft". */
export function hugoPage(folder, shortcode, text) {
  const { major, minor } = hugoVersion() ?? {};
  const place = major > 0 || minor >= 146 ? "layouts/_shortcodes" : "layouts/shortcodes";
  const files = {
    "hugo.toml":
      'title = "An article"\ndisableKinds = ["taxonomy", "term", "rss", "sitemap", "home"]\n',
    [`${place}/raft.html`]: shortcode,
    "layouts/_default/single.html":
      '<!doctype html><html lang="en"><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>',
    "content/article.md": `---\ntitle: An article\n---\n${text}`,
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  // Before 0.110 the file of the configuration has another name, unless it is named.
  const done = spawnSync("hugo", ["--source", folder, "--config", join(folder, "hugo.toml")], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`hugo: ${done.stdout}${done.stderr}`);
  return readFileSync(join(folder, "public/article/index.html"), "utf8");
}
