import { css, html, nothing } from "lit";
import "../controls/copy-text.ts";
import { fileOfPicture, type Still, stillInHtml, stillInMarkdown } from "../share/still.ts";
import { fill } from "../words/words.ts";
import { NotDrawn } from "./develop.ts";
import type { Shoot } from "./shoot.ts";
import { filmWords } from "./texts.ts";
import { NoFilm } from "./video.ts";
import type { Wish } from "./wish.ts";

/** What was made: a file, how large it is on the screen, and the words that go with it. */
export type Made = Facts & { address: string };
export type Facts = { file: string; still: Still; format: Wish["format"] };
/** How it will look, and how high it is. */
export type Preview = { address: string; width: number; height: number; about: string };

export const madeStyles = css`
  figure { margin: var(--space-4) 0 0; }
  figcaption { font-size: var(--size-small); color: var(--ink-soft); margin-bottom: var(--space-1); }
  img, video { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; }
  .result { display: grid; gap: var(--space-2); margin-top: var(--space-3); }
  .result a { display: inline-flex; align-items: center; min-height: var(--target); color: inherit; font-size: var(--size-small); }
  .still { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); }
  .still p { flex-basis: 100%; }
`;

/** What is known before the first picture is drawn. */
export function factsOf(shoot: Shoot): Facts {
  const { wish, sheet, story, moments, broken, link, about } = shoot;
  const run = { name: story.name ?? story.title, notRaft: broken.length > 0 };
  const file = fileOfPicture(run, moments, wish.format);
  const height = Math.round(sheet.height * sheet.scale);
  return { file, format: wish.format, still: { file, about, link, width: wish.width, height } };
}

/** Draws the first picture, and puts the easel away. */
export function previewOf(shoot: Shoot): Preview {
  try {
    const svg = new Blob([shoot.draw(0)], { type: "image/svg+xml" });
    const { about, width, height } = factsOf(shoot).still;
    return { address: URL.createObjectURL(svg), about, width, height };
  } finally {
    shoot.end();
  }
}

/** More than is possible: that is known only when it has been measured. */
export class TooMuch extends Error {}

/** What to tell the reader of an error. */
export function reasonOf(thrown: unknown): string {
  const { reasons } = filmWords;
  if (thrown instanceof NotDrawn) return reasons[thrown.reason];
  if (thrown instanceof TooMuch) return thrown.message;
  if (thrown instanceof NoFilm) return reasons.noFilm;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return fill(reasons.failure, { reason });
}

/** `failed`: the browser did not draw it. */
export function previewView(
  { address, width, height, about }: Preview,
  film: boolean,
  failed: () => void,
) {
  return html`
    <figure>
      <figcaption>${film ? filmWords.previewOfFilm : filmWords.preview}</figcaption>
      <img class="preview" src=${address} width=${width} height=${height} alt=${about} @error=${failed} />
    </figure>
  `;
}

/** What was made, and how to take it away. */
export function resultView({ file, address, still, format }: Made) {
  const { width, height, about } = still;
  return html`
    <div class="result">
      <a href=${address} download=${file}>${fill(filmWords.download, { file })}</a>
      <figure>
        <figcaption>${filmWords.result}</figcaption>
        ${
          format === "webm"
            ? html`<video controls playsinline src=${address} width=${width} height=${height} aria-label=${about}></video>`
            : html`<img class="made" src=${address} width=${width} height=${height} alt=${about} />`
        }
      </figure>
      ${format === "webm" ? nothing : stillView(still)}
    </div>
  `;
}

function stillView(still: Still) {
  return html`
    <div class="still">
      <p class="small"><b>${filmWords.stillTitle}.</b> ${filmWords.stillHint}</p>
      <raft-copy-text .text=${() => stillInMarkdown(still)} .name=${filmWords.markdown}></raft-copy-text>
      <raft-copy-text .text=${() => stillInHtml(still)} .name=${filmWords.html}></raft-copy-text>
    </div>
  `;
}
