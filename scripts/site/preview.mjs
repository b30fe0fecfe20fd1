// The picture that others show beside a link to a page: 1200 × 630, drawn from the moment that the story is known by.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { palettesOf } from "./drawing.mjs";
import { lettersOf } from "./letters.mjs";
import { outlined } from "./outlined.mjs";
import { PREVIEW } from "./previews.mjs";

const EDGE = 72;
const TITLES = [68, 58, 50];
const TITLE_LINES = 2;
const ABOUT = { size: 29, leading: 40, lines: 8 };
const PICTURE = { y: 232, scale: 1.9 };
const FOOT = { size: 27, y: 582 };
/** The engine draws 320 units; what is beyond the logs is left to the text. */
const TEXT_FROM = EDGE + 320 * PICTURE.scale + 24;

/** Gets ready once; afterwards a preview is a function of what is on it. */
export async function painter(styles) {
  const wasm = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
  await initWasm(readFileSync(wasm));
  const [plain, strong] = [lettersOf(400), lettersOf(600)];
  const { light } = palettesOf(styles.tokens);
  return ({ title, about, foot, drawing }) => {
    const { style, marks } = outlined(drawing, styles, strong);
    const svg = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PREVIEW.width} ${PREVIEW.height}">`,
      `<style>${style}\n.ink{fill:${light["--ink"]}}.soft{fill:${light["--ink-soft"]}}</style>`,
      titled(title, plain),
      `<g class="stage" transform="translate(${EDGE - 24} ${PICTURE.y - 12}) scale(${PICTURE.scale})">${marks}</g>`,
      told(about, plain),
      `<path class="ink" d="${strong.path("Raft Playground", EDGE, FOOT.y, FOOT.size)}"/>`,
      `<path class="soft" d="${plain.path(foot, TEXT_FROM, FOOT.y, FOOT.size)}"/>`,
      "</svg>",
    ].join("");
    const picture = new Resvg(svg, { background: light["--paper"] }).render();
    const bytes = picture.asPng();
    picture.free();
    return bytes;
  };
}

function titled(title, letters) {
  const room = PREVIEW.width - 2 * EDGE;
  const size =
    TITLES.find((one) => letters.lines(title, one, room).length <= TITLE_LINES) ?? TITLES.at(-1);
  const lines = letters.lines(title, size, room).slice(0, TITLE_LINES);
  const top = lines.length === 1 ? 142 : 104;
  return lines
    .map(
      (line, row) =>
        `<path class="ink" d="${letters.path(line, EDGE, top + row * size * 1.18, size)}"/>`,
    )
    .join("");
}

function told(about, letters) {
  const { size, leading, lines: most } = ABOUT;
  const lines = letters.lines(about, size, PREVIEW.width - EDGE - TEXT_FROM);
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] = `${shown[most - 1].replace(/[\s.,;:]*$/, "")} …`;
  return shown
    .map(
      (line, row) =>
        `<path class="soft" d="${letters.path(line, TEXT_FROM, PICTURE.y + 40 + row * leading, size)}"/>`,
    )
    .join("");
}
