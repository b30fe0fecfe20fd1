import { inHtml } from "./html.ts";
import { inMarkdown } from "./markdown.ts";

/** A picture of a run with the way to the run itself, for places that allow neither scripts nor frames. */
export type Still = {
  /** Name of the file with the picture. */
  file: string;
  /** What is to be seen, for who does not see it. */
  about: string;
  /** To the run at that moment. */
  link: string;
  width: number;
  height: number;
};

/** A picture in Markdown that leads to the moment. */
export function stillInMarkdown({ file, about, link }: Still): string {
  return `[![${inMarkdown(about)}](${file})](${link})`;
}

/** The same in HTML; with its size, so that nothing jumps when it arrives, and no wider than a phone. */
export function stillInHtml({ file, about, link, width, height }: Still): string {
  const size = `width="${width}" height="${height}" style="max-width: 100%; height: auto"`;
  return `<a href="${quoted(link)}"><img src="${quoted(file)}" ${size} alt="${inHtml(about)}"></a>`;
}

function quoted(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** What a file with a picture or film is called: which run, when, and whether it is Raft. */
export function fileOfPicture(
  run: { name: string; notRaft: boolean },
  moments: readonly number[],
  ending: string,
): string {
  const words = run.name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const name = words.join("-").slice(0, LONGEST_NAME).replace(/-$/, "") || "run";
  const time = moments.map((moment) => String(Math.round(moment * 1000) / 1000)).join("-");
  return `raft-${name}${run.notRaft ? "-not-raft" : ""}-${time}ms.${ending}`;
}

const LONGEST_NAME = 40;
