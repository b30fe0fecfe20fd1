import noticeWords from "words:notice";
import type { Engine, Spacetime, Story } from "../engine/door.ts";
import { saidPlainly } from "../state/markdown.ts";
import type { Span } from "../state/span.ts";
import { heightOfLedger, type LedgerGrid } from "../svg/ledger.ts";
import { counted, fill, words } from "../words/words.ts";
import { Easel, lengthOfChart } from "./easel.ts";
import { linesOf, shortened } from "./letters.ts";
import { Reel, type Shot } from "./reel.ts";
import { playheadOf, Scenes } from "./scenes.ts";
import { heightOfStage, roomIn, type Sheet, SIZES, sheetOf } from "./sheet.ts";
import type { FilmWords } from "./texts.ts";
import { framesOf, isFilm, momentOf, type Part, shownAt, type Wish } from "./wish.ts";

/** The run that is drawn, as whoever has it lends it. */
export type Source = {
  /** The run on the screen and its moment: it can be opened again when the screen has long gone on. */
  fragment(): string;
  /** Opens a run of that fragment. Who opens it frees it. */
  open(fragment: string): Engine;
  /** The server through whose eyes the reader looks. */
  seenBy: string | null;
  /** Does something in the language of the playground: frames are drawn when nobody else speaks. */
  speak<T>(deed: () => T): T;
  /** The address of the page with that fragment. */
  addressOf(fragment: string): string;
};

/** Of a still that shows messages in time: so much of what came before. */
const BEFORE = 200;
const SCALE = 18;

/** One wish for one run: everything is measured before the first picture is drawn, so that all have the same sheet. */
export class Shoot {
  readonly wish: Wish;
  readonly sheet: Sheet;
  readonly frames: number;
  readonly story: Story;
  /** Where the first and the last picture stand, in milliseconds; of a still there is one. */
  readonly moments: readonly number[];
  /** Which rules are broken on purpose. */
  readonly broken: readonly string[];
  /** To the run at the moment of the first picture. */
  readonly link: string;
  readonly #source: Source;
  readonly #engine: Engine;
  readonly #easel: Easel;
  readonly #scenes: Scenes;
  readonly #grid: LedgerGrid;
  readonly #texts: FilmWords;
  readonly #seed: string;
  readonly #span: Span;
  #chart: Spacetime | null = null;
  #reel: Reel;

  constructor(source: Source, fragment: string, wish: Wish, parent: Node, texts: FilmWords) {
    this.wish = wish;
    this.#source = source;
    this.#texts = texts;
    this.#engine = source.open(fragment);
    try {
      this.story = this.#engine.story();
      this.#seed = this.#engine.seed();
      this.#grid = gridIn(wish, this.#engine);
      this.#scenes = new Scenes(source.seenBy, !isFilm(wish));
      this.#rewind();
      this.link = source.addressOf(this.#engine.shareLink());
      this.frames = isFilm(wish) ? framesOf(wish) : 1;
      this.#reel = new Reel(this.#engine, this.#grid.columns);
      const { now, world } = this.#reel.shot;
      this.moments = isFilm(wish) ? [wish.span.from, wish.span.to] : [now];
      this.broken = world.deviations;
      this.#span = isFilm(wish)
        ? wish.span
        : { from: Math.max(0, now - BEFORE), to: Math.max(1, now) };
      this.sheet = this.#measured();
    } catch (thrown) {
      this.#engine.free();
      throw thrown;
    }
    this.#easel = new Easel(parent, wish.theme, this.#grid, ledgerTexts());
    this.#rewind();
    this.#reel = new Reel(this.#engine, this.#grid.columns);
  }

  /** Frames are drawn in their order, each once. */
  draw(frame: number): string {
    return this.#source.speak(() => this.#easel.draw(this.#pictureOf(this.#shotAt(frame))));
  }

  /** Goes on to a frame that nobody wants to see. */
  pass(frame: number): void {
    this.#source.speak(() => this.#shotAt(frame));
  }

  /** What the picture shows, in words. */
  get about(): string {
    return saidPlainly(this.#reel.shot.sentence);
  }

  end(): void {
    this.#easel.putAway();
    this.#engine.free();
  }

  #rewind(): void {
    if (isFilm(this.wish)) this.#engine.seek(this.wish.span.from);
    else if (this.wish.moment !== null) this.#engine.seek(this.wish.moment);
  }

  #shotAt(frame: number): Shot {
    if (!isFilm(this.wish)) return this.#reel.shot;
    return this.#reel.forward(momentOf(this.wish, frame), shownAt(this.wish, frame));
  }

  /** Goes through all of it once, and keeps as much room as the fullest picture needs. */
  #measured(): Sheet {
    const { wish } = this;
    const room = roomIn(wish);
    let [lines, servers] = [1, 0];
    for (let frame = 0; frame < this.frames; frame++) {
      const shot = this.#shotAt(frame);
      lines = Math.max(lines, this.#lines(shot).length);
      servers = Math.max(servers, shot.world.serverIds.length);
    }
    const heights: Partial<Record<Part, number>> = {
      cluster: heightOfStage(room, servers),
      log: heightOfLedger(servers, this.#grid),
    };
    if (wish.parts.includes("spacetime")) {
      this.#chart = this.#engine.spacetime(this.#span.from, this.#span.to);
      heights.spacetime = Math.ceil(this.#chartOf(this.#reel.shot, this.#chart).breadth + SCALE);
    }
    // The time in it changes, and with it how long it is: by no more than this.
    const foot = linesOf(this.#foot(wish.span.to + 0.1111), SIZES.foot, room).length;
    return sheetOf(wish, { sentence: lines, foot: foot + this.#marks(room).length }, heights);
  }

  #lines({ sentence }: Shot): string[] {
    return linesOf(saidPlainly(sentence), SIZES.sentence, roomIn(this.wish));
  }

  #foot(now: number): string {
    const time = now.toFixed(2).replace(/\.?0+$/, "");
    return fill(this.#texts.foot, { title: this.story.title, time, seed: this.#seed });
  }

  /** What is broken on purpose is named in every picture, whatever else is in it. */
  #marks(room: number): string[] {
    if (this.broken.length === 0) return [];
    const rules = fill(noticeWords.deviations, { rules: this.broken.join(", ") });
    return linesOf(rules, SIZES.foot, room);
  }

  #chartOf(shot: Shot, chart: Spacetime) {
    return this.#scenes.spacetime(shot, chart, this.#span, lengthOfChart(roomIn(this.wish)));
  }

  #pictureOf(shot: Shot) {
    const { sheet, story, link } = this;
    const { cluster, log } = sheet.parts;
    const { world, now, sentence } = shot;
    const room = roomIn(this.wish);
    const chart = this.#chart ? this.#chartOf(shot, this.#chart) : null;
    const foot = [...linesOf(this.#foot(now), SIZES.foot, room), ...this.#marks(room)];
    const time = now.toFixed(2).replace(/\.?0+$/, "");
    return {
      sheet,
      title: story.title,
      lines: this.#lines(shot),
      violated: sentence.kind === "violation",
      // The cluster wears the mark itself.
      stamp: world.deviations.length > 0 && !cluster ? words.broken.notRaft : null,
      foot,
      link,
      cluster: cluster ? this.#scenes.cluster(shot, cluster) : null,
      ledger: log ? this.#scenes.ledger(shot, this.#grid) : null,
      spacetime: chart ? { scene: chart, playhead: playheadOf(chart, shot) } : null,
      name: fill(this.#texts.name, { title: story.title, time }),
      about: [saidPlainly(sentence), ...this.#marks(room)].join(" "),
    };
  }
}

/** As many columns as there is room for; on a small picture the state stands back. */
function gridIn(wish: Wish, engine: Engine): LedgerGrid {
  const room = roomIn(wish);
  const narrow = room < 480;
  const servers = engine.frame(null).setting?.serverIds.length ?? 0;
  const sizes = {
    head: narrow ? 66 : 92,
    cell: 46,
    store: narrow ? 0 : 92,
    row: servers > 5 ? 36 : 42,
  };
  return {
    ...sizes,
    columns: Math.max(3, Math.floor((room - sizes.head - sizes.store) / sizes.cell)),
  };
}

function ledgerTexts() {
  const { ledger } = words;
  return {
    store: ledger.store,
    storeEmpty: ledger.storeEmpty,
    storeGone: ledger.storeGone,
    earlier: (hidden: number) => counted(ledger.earlier, hidden),
    packed: (index: number) => fill(ledger.packed, { index }),
    shorten: shortened,
  };
}
