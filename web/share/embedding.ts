import type { View } from "../state/arrangement.ts";
import type { Controls, Theme } from "../state/manner.ts";
import { inHtml } from "./html.ts";
import { inMarkdown } from "./markdown.ts";

/** A playground as somebody wants it in their own page. */
export type Embedding = {
  /** The run and the moment, as a link's fragment; without the moment it begins at the beginning. */
  fragment: string;
  /** The same in words that a person can read: a scenario as it is written, and where it stands. null: it was changed. */
  story: { name: string; step: string | null; time: number } | null;
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
function whatOf({ fragment, story, fromHere }: Embedding): [string, string][] {
  if (!story)
    return fromHere
      ? [["link", fragment]]
      : [
          ["link", fragment],
          ["at", "0"],
        ];
  const { name, step, time } = story;
  const scenario: [string, string][] = [["scenario", name]];
  if (!fromHere || time === 0) return scenario;
  return [...scenario, step === null ? ["at", String(time)] : ["step", step]];
}

function elementOf(wish: Embedding, home: string): string {
  const { title } = wish;
  const attributes = attributesOf(wish).map(([name, value]) =>
    value === "" ? name : `${name}="${escaped(value)}"`,
  );
  const script = new URL("raft-playground.js", home).href;
  return [
    `<script type="module" src="${escaped(script)}"></script>`,
    `<raft-playground ${attributes.join(" ")}>`,
    `  <a href="${escaped(linkOf(wish, home))}">${posterOf(wish, home)}${inHtml(title)}</a>`,
    "</raft-playground>",
  ].join("\n");
}

/** Every story of the gallery has a picture of its own, for until the cluster is there. */
function posterOf({ story }: Embedding, home: string): string {
  if (!story) return "";
  const address = new URL(`stories/${story.name}/poster.svg`, home).href;
  return `<img src="${escaped(address)}" width="640" height="360" style="max-width: 100%; height: auto" alt="" />`;
}

function frameOf(wish: Embedding, home: string): string {
  const address = escaped(frameAddressOf(wish, home));
  const [width = "16", height = "9"] = wish.ratio.split("/");
  return [
    `<iframe src="${address}" title="${inHtml(wish.title)}"`,
    `  style="border: 0; width: 100%; min-height: 30rem; aspect-ratio: ${width} / ${height}"`,
    '  loading="lazy" allow="fullscreen; clipboard-write" referrerpolicy="no-referrer"></iframe>',
  ].join("\n");
}

/** For places that allow neither scripts nor frames: a picture that leads to the moment. */
function markdownOf(wish: Embedding, home: string): string {
  const picture = `raft-${wish.story?.name ?? "run"}.png`;
  return `[![${inMarkdown(wish.title)}](${picture})](${linkOf(wish, home)})`;
}

/** Where the picture or the text leads: to the moment, where that has a short name. */
function linkOf({ fragment, story, fromHere }: Embedding, home: string): string {
  const address = new URL(home);
  address.hash = fragment;
  if (story?.step && fromHere) address.hash = `${story.name}/${story.step}`;
  else if (story && (!fromHere || story.time === 0)) address.hash = story.name;
  return address.href;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}
