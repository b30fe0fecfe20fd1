import type { CSSResult } from "lit";
import type { ClusterScene } from "../scene/cluster.ts";
import type { LedgerScene } from "../scene/ledger.ts";
import type { SpacetimeScene } from "../scene/spacetime.ts";
import { filmStyles } from "../styles/film.ts";
import { spacetimeStyles } from "../styles/spacetime.ts";
import { stageStyles } from "../styles/stage.ts";
import { termHues } from "../styles/tokens.ts";
import { Stroke, shape, text } from "../svg/draw.ts";
import { type LedgerGrid, LedgerPlot, type LedgerTexts } from "../svg/ledger.ts";
import { SpacetimePlot } from "../svg/spacetime.ts";
import { Stage } from "../svg/stage.ts";
import { type Ink, type Look, plainValue, svgOf } from "./ink.ts";
import { lengthOfText, shortened } from "./letters.ts";
import { LINE, MARGIN, type Sheet, SIZES } from "./sheet.ts";
import { styleSheetOf, themeSheet, tokensOf } from "./theme.ts";
import { Tracer } from "./trace.ts";
import type { Theme } from "./wish.ts";

/** Everything that is in one picture. */
export type Picture = {
  sheet: Sheet;
  title: string;
  lines: readonly string[];
  violated: boolean;
  /** "not Raft", where rules are broken; null: it is Raft. */
  stamp: string | null;
  foot: readonly string[];
  /** Where the foot leads to: the run at this moment. */
  link: string;
  cluster: ClusterScene | null;
  ledger: LedgerScene | null;
  spacetime: { scene: SpacetimeScene; playhead: number } | null;
  /** In words, for who does not see it. */
  name: string;
  about: string;
};

/** The names of lanes take so much room on the left, and the numbers at both ends of the scale reach so far beyond it. */
const NAMES = 44;
const BEYOND = 14;
const UNHEARD = { tapped: () => {}, pointed: () => {}, activated: () => {} };

/**
 * Where pictures are drawn: in the page, because only there styles are known, but out of everybody's sight. Each part
 * stands in a shadow of its own, as on the page: the sheets of two parts may use one name for two things.
 */
export class Easel {
  readonly #host = document.createElement("div");
  readonly #tracer = new Tracer();
  readonly #theme: Theme;
  readonly #look: Look;
  readonly #frame = new Stroke<SVGSVGElement>("svg", { class: "film" });
  readonly #logs = new Stroke<SVGSVGElement>("svg", { class: "film" });
  readonly #names = new Stroke<SVGSVGElement>("svg", { class: "film" });
  readonly #stage = new Stage("", UNHEARD);
  readonly #plot = new SpacetimePlot();
  readonly #ledger: LedgerPlot;

  constructor(parent: Node, theme: Theme, grid: LedgerGrid, texts: LedgerTexts) {
    this.#theme = theme;
    this.#look = {
      "font-family": plainValue(tokensOf(theme).get("--font") ?? "sans-serif"),
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    };
    this.#ledger = new LedgerPlot(grid, texts);
    this.#logs.element.append(this.#ledger.root.element);
    this.#host.inert = true;
    this.#host.ariaHidden = "true";
    Object.assign(this.#host.style, {
      position: "fixed",
      width: "0",
      height: "0",
      overflow: "hidden",
      visibility: "hidden",
      contain: "strict",
    });
    this.#mount(this.#frame.element, filmStyles);
    this.#mount(this.#stage.element, stageStyles);
    this.#mount(this.#logs.element, filmStyles);
    this.#mount(this.#names.element, filmStyles);
    this.#mount(this.#plot.element, spacetimeStyles);
    parent.appendChild(this.#host);
  }

  /** Takes it out of the page again. */
  putAway(): void {
    this.#host.remove();
  }

  draw(picture: Picture): string {
    const { sheet, name, about } = picture;
    this.#write(picture);
    const parts = [...this.#tracer.trace(this.#frame.element), ...this.#parts(picture)];
    const { width, height, scale } = sheet;
    return svgOf(parts, { width, height, scale, title: name, about, look: this.#look });
  }

  #mount(svg: SVGSVGElement, ...styles: CSSResult[]): void {
    const place = document.createElement("div");
    const shadow = place.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [
      themeSheet(this.#theme),
      ...[termHues, ...styles].map(styleSheetOf),
    ];
    shadow.append(svg);
    this.#host.append(place);
  }

  #parts({ sheet, cluster, ledger, spacetime }: Picture): Ink[] {
    const parts: Ink[] = [];
    const { cluster: stage, log, spacetime: chart } = sheet.parts;
    if (cluster && stage) {
      this.#stage.apply(cluster);
      parts.push(this.#tracer.traceAt(this.#stage.element, stage.x, stage.y));
    }
    if (ledger && log) {
      this.#ledger.apply(ledger);
      parts.push(this.#tracer.traceAt(this.#logs.element, log.x, log.y));
    }
    if (spacetime && chart) {
      this.#plot.apply(spacetime.scene, 1);
      this.#plot.play(spacetime.playhead);
      this.#name(spacetime.scene);
      parts.push(this.#tracer.traceAt(this.#names.element, chart.x, chart.y));
      const window = { x: chart.x + NAMES, y: chart.y, margin: BEYOND };
      const size = { width: spacetime.scene.axis.length, height: chart.height };
      parts.push(this.#tracer.traceIn(this.#plot.element, window, size));
    }
    return parts;
  }

  #name({ lanes }: SpacetimeScene): void {
    const names = lanes.map(({ name, across }) =>
      text("lane-name", { x: NAMES - BEYOND - 4, y: across + 4 }).text(name),
    );
    this.#names.element.replaceChildren(...names.map((one) => one.element));
  }

  #write({ sheet, title, lines, violated, stamp, foot, link }: Picture): void {
    const { width, height } = sheet;
    const stampLong = stamp === null ? 0 : lengthOfText(stamp, 12) + 18;
    const room = width - 2 * MARGIN - stampLong - (stamp === null ? 0 : 10);
    const parts = [
      shape("rect", "ground", { width, height }),
      text("story", sheet.title).text(shortened(title, SIZES.title, room)),
      ...(stamp === null ? [] : stamped(stamp, stampLong, width - MARGIN, sheet.title.y)),
      ...lines.map((line, order) =>
        text(violated ? "said violated" : "said", {
          x: sheet.sentence.x,
          y: sheet.sentence.y + order * LINE.sentence,
        }).text(line),
      ),
      new Stroke(
        "a",
        { href: link, target: "_top" },
        foot.map((line, order) =>
          text("foot", { x: sheet.foot.x, y: sheet.foot.y + order * LINE.foot }).text(line),
        ),
      ),
    ];
    this.#frame.element.replaceChildren(...parts.map((part) => part.element));
  }
}

function stamped(stamp: string, long: number, right: number, y: number): Stroke[] {
  return [
    shape("rect", "stamp", { x: right - long, y: y - 15, width: long, height: 21, rx: 3 }),
    text("stamped", { x: right - long / 2, y, "text-anchor": "middle" }).text(stamp),
  ];
}

/** What stands left of the lanes takes so much of the room. */
export function lengthOfChart(room: number): number {
  return room - NAMES - BEYOND;
}
