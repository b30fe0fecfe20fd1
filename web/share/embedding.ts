import type { View } from "../state/arrangement.ts";
import type { Controls, Theme } from "../state/manner.ts";

/** A playground as somebody wants it in their own page. */
export type Embedding = {
  /** The run and the moment, as a link's fragment; without the moment it begins at the beginning. */
  fragment: string;
  fromHere: boolean;
  title: string;
  views: readonly View[];
  controls: Controls;
  theme: Theme;
  plays: boolean;
  loops: boolean;
  /** Width by height. */
  ratio: string;
};

export const FORMS = ["element", "frame", "markdown"] as const;
export type Form = (typeof FORMS)[number];

/** What to paste into a page, in one of the forms. `home`: address of the playground's own page. */
export function snippetOf(form: Form, wish: Embedding, home: string): string {
  switch (form) {
    case "element":
      return elementOf(wish, home);
    case "frame":
      return frameOf(wish, home);
    case "markdown":
      return markdownOf(wish, home);
  }
}

/** Address of the page for frames that shows it. */
export function frameAddressOf(wish: Embedding, home: string): string {
  const address = new URL("embed.html", home);
  for (const [name, value] of attributesOf(wish)) {
    if (name === "link") address.hash = value;
    // A frame has a size, whatever is in it.
    else if (name !== "ratio") address.searchParams.set(name, value);
  }
  return address.href;
}

/** The attributes of the embed contract that are not as they are anyway. */
export function attributesOf(wish: Embedding): [name: string, value: string][] {
  const { views, controls, theme, plays, loops, ratio } = wish;
  const all: [string, string][] = [...whatOf(wish)];
  if (controls !== "full") all.push(["controls", controls]);
  if (views.length > 0) all.push(["view", views.join(" ")]);
  if (theme !== "auto") all.push(["theme", theme]);
  if (plays) all.push(["autoplay", "visible"]);
  if (loops) all.push(["loop", ""]);
  if (ratio) all.push(["ratio", ratio]);
  return all;
}

/** A scenario of the gallery goes by its name: that stays legible. Whatever else it is travels as a link. */
function whatOf({ fragment, fromHere }: Embedding): [string, string][] {
  const [, name, step] = /^#([a-z0-9-]+)(?:\/([a-z0-9-]+))?(?:\.not-raft)?$/.exec(fragment) ?? [];
  if (name === undefined)
    return fromHere
      ? [["link", fragment]]
      : [
          ["link", fragment],
          ["at", "0"],
        ];
  const scenario: [string, string][] = [["scenario", name]];
  return fromHere && step !== undefined ? [...scenario, ["step", step]] : scenario;
}

function elementOf(wish: Embedding, home: string): string {
  const { title, fragment } = wish;
  const attributes = attributesOf(wish).map(([name, value]) =>
    value === "" ? name : `${name}="${escaped(value)}"`,
  );
  const script = new URL("raft-playground.js", home).href;
  return [
    `<script type="module" src="${escaped(script)}"></script>`,
    `<raft-playground ${attributes.join(" ")}>`,
    `  <a href="${escaped(linkTo(fragment, home))}">${escaped(title)}</a>`,
    "</raft-playground>",
  ].join("\n");
}

function frameOf(wish: Embedding, home: string): string {
  const address = escaped(frameAddressOf(wish, home));
  const [width = "16", height = "9"] = wish.ratio.split("/");
  return [
    `<iframe src="${address}" title="${escaped(wish.title)}"`,
    `  style="border: 0; width: 100%; min-height: 30rem; aspect-ratio: ${width} / ${height}"`,
    '  loading="lazy" allow="fullscreen; clipboard-write" referrerpolicy="no-referrer"></iframe>',
  ].join("\n");
}

/** For places that allow neither scripts nor frames: a picture that leads to the moment. */
function markdownOf({ title, fragment }: Embedding, home: string): string {
  const [, name = "run"] = /^#([a-z0-9-]+)(?:[/.]|$)/.exec(fragment) ?? [];
  const picture = `raft-${name === "v1" ? "run" : name}.png`;
  return `[![${unbracketed(title)}](${picture})](${linkTo(fragment, home)})`;
}

function linkTo(fragment: string, home: string): string {
  const address = new URL(home);
  address.hash = fragment;
  return address.href;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}

/** What would end the text of a link in Markdown. */
function unbracketed(text: string): string {
  return text.replace(/([\\[\]])/g, "\\$1");
}
