import "../controls/all.ts";
import "./stage-host.ts";
import type { LitElement } from "lit";
import { outside } from "../controls/outside.ts";
import { loadEngine } from "../engine/load.ts";
import { INTENT_EVENT, type Intent } from "../state/intents.ts";
import type { Complain } from "../state/manner.ts";
import { Rhythm } from "../state/rhythm.ts";
import { type Catalogue, speaking } from "../words/words.ts";
import { arrives } from "./arrival.ts";
import type { Asked } from "./asked.ts";
import { takeDrops } from "./drop.ts";
import { isUsed, keyPressOf } from "./focus.ts";
import { Language } from "./language.ts";
import { Loop } from "./loop.ts";
import { Milestones } from "./milestones.ts";
import {
  comesIntoSight,
  goesOutOfSight,
  leavesPage,
  type Playing,
  startsPlaying,
  stopsPlaying,
  wouldPlay,
} from "./one-at-a-time.ts";
import { deepestFocus, Painter } from "./painter.ts";
import type { Player } from "./player.ts";
import { arrangementOf, screen } from "./screen.ts";
import { Asking, nameAskedFor } from "./source.ts";
import { Visit } from "./visit.ts";

/** What is asked of the element around it. */
export type Shell = {
  readonly element: LitElement & Asked & Playing;
  /** Somebody is looking, or its author wants it to go on all the same. */
  watched(): boolean;
  /** Whether its author wants it to play by itself. */
  begins(): boolean;
  /** Does what a host page asked for before there was a run. Gives back whether that says if it plays. */
  catchUp(): boolean;
  /** Says in the console what an attribute cannot mean. */
  readonly complain: Complain;
  readonly report: (what: string) => void;
};

/**
 * What runs in a playground: a visit, its picture and its words. It is a file of its own, fetched when somebody sees the
 * element: a page pays for a playground that nobody scrolls to with little more than its outline.
 */
export class Inside {
  readonly visit: Visit;
  #shell: Shell;
  #asking: Asking;
  #milestones: Milestones;
  #painter: Painter;
  #language: Language;
  #loop = new Loop((wall) => this.#frame(wall));
  #autoplayed = false;
  #rhythm = new Rhythm();
  #last: Intent | null = null;
  /** What the last frame showed. Who asks about the run between two frames can end a step that was under way. */
  #shown: readonly unknown[] = [];

  constructor(shell: Shell) {
    const { element, complain, report } = shell;
    const surroundings = {
      ...{ complain, report },
      changed: () => this.#changed(),
      opened: (player: Player) => this.#opened(player),
      wall: () => performance.now(),
      voice: () => this.catalogue,
      retry: () => void this.load(),
      isThere: () => element.isConnected,
    };
    this.#shell = shell;
    this.#asking = new Asking(element, report);
    this.#milestones = new Milestones(element);
    this.#painter = new Painter(() => element.renderRoot);
    this.#language = new Language(element, () => this.visit.retell());
    this.visit = new Visit(surroundings, matchMedia("(prefers-reduced-motion: reduce)").matches);
    takeDrops(element, (file) => this.visit.take(file));
    element.renderRoot.addEventListener(INTENT_EVENT, this.#intended);
    element.renderRoot.addEventListener("stage-resized", () => this.#draw());
    element.addEventListener("keydown", this.#keyed);
  }

  /** What its parts speak. */
  get catalogue(): Catalogue {
    return this.#language.catalogue;
  }

  /** The element is in a page. */
  enter(): void {
    this.#language.watch();
  }

  /** It has been taken out of its page, perhaps only to be put into another place. */
  pause(): void {
    this.#language.ignore();
    this.#loop.stop();
  }

  /** It stays away: the engine is freed. */
  leave(): void {
    leavesPage(this.#shell.element);
    this.visit.leave();
  }

  /** Somebody looks, or nobody does any more. */
  seenOrHidden(): void {
    this.visit.player?.skipTime();
    if (this.#watched && !this.visit.player) void this.load();
    else if (this.#watched) {
      this.#loop.request();
      comesIntoSight(this.#shell.element);
    } else {
      this.#loop.stop();
      goesOutOfSight(this.#shell.element);
    }
  }

  /** Nothing is said before the words are here: what has to be waited for. */
  words(): Promise<void> | null {
    return this.#language.begin();
  }

  speak<T>(deed: () => T): T {
    return speaking(this.catalogue, deed);
  }

  render() {
    return screen(this.visit);
  }

  get arrangement() {
    return arrangementOf(this.visit);
  }

  /** What was rendered is in the page. */
  rendered(): void {
    this.#draw();
  }

  async load(): Promise<void> {
    const { element } = this.#shell;
    const fetch = async () => {
      const wanted = nameAskedFor(element, element) ?? undefined;
      const module = await loadEngine(() => this.catalogue, wanted);
      await this.#language.begin();
      return module;
    };
    await this.visit.load(fetch, (module) => this.#asking.opening(module));
  }

  /** Another source: what was asked for last is opened, whichever comes first. */
  async open(): Promise<void> {
    const { module } = this.visit;
    if (!module) return;
    if (!this.#shell.element.isConnected) this.visit.forget();
    try {
      const opening = await this.#asking.opening(module);
      if (opening) this.visit.open(opening, "begin");
    } catch (failure) {
      this.visit.failed(failure, {}, "begin");
    }
  }

  /** Who hears that there is a run finds it as it was asked for, and has the last word. */
  #opened(player: Player): void {
    const isTold = this.#shell.catchUp();
    if (!this.#autoplayed && !isTold) this.#begin();
    this.#autoplayed = true;
    this.#milestones.ready(player);
  }

  get #watched(): boolean {
    return this.#shell.watched();
  }

  #begin(): void {
    const still = this.visit.attention.preferences.reducedMotion;
    if (this.#shell.begins() && !still) wouldPlay(this.#shell.element);
  }

  #frame(wall: number): boolean {
    const { player } = this.visit;
    if (!player) return false;
    try {
      this.visit.tick(wall);
    } catch (thrown) {
      this.visit.failed(thrown);
      return false;
    }
    if (!this.#shell.element.inSight) {
      this.visit.speak(() => this.#tell());
      return player.moving && this.#watched;
    }
    const { attention } = this.visit;
    const shown = [player.world, player.moving, player.perception.reading, attention];
    const changed = shown.some((part, order) => part !== this.#shown[order]);
    this.#shown = shown;
    if (this.#rhythm.isTime(changed, player.moving, wall)) this.#shell.element.requestUpdate();
    else this.#draw();
    return player.moving && this.#watched;
  }

  /** Something other than the passing of time. */
  #changed(): void {
    const { element } = this.#shell;
    element.requestUpdate();
    const { player } = this.visit;
    if (player?.moving) this.#loop.request();
    if (player?.playing) startsPlaying(element);
    else stopsPlaying(element);
  }

  #draw(): void {
    this.visit.draw(() => {
      this.#painter.paint(this.visit);
      this.#tell();
    });
  }

  /** What a host page hears of a run, seen or not. */
  #tell(): void {
    const { player } = this.visit;
    if (!player) return;
    this.#milestones.look(player, this.visit.ruling);
    this.visit.stories.look(this.visit.ruling?.name ?? "", player);
  }

  #intended = (event: Event): void => {
    event.stopPropagation();
    const intent = (event as CustomEvent<Intent>).detail;
    const leaveFocus = this.#painter.focusAfterCard(this.visit, intent);
    this.visit.perform(intent);
    leaveFocus();
    this.#goOn(intent);
  };

  #keyed = (event: KeyboardEvent): void => {
    const press = keyPressOf(event);
    const isFree = !event.defaultPrevented && this.visit.manner.controls !== "none";
    const intent = isFree ? this.visit.press(press) : null;
    // Books and slides turn at these keys, too, and few of them ask whether somebody has used one.
    if (intent || event.defaultPrevented || isUsed(press)) event.stopPropagation();
    if (!intent) return;
    event.preventDefault();
    this.#goOn(intent);
  };

  /** What a deed leads to is shown, and the focus is never left nowhere. How is fetched when that is wanted. */
  #goOn(intent: Intent): void {
    // A part can want something of its own while it is drawn: nobody has pressed anything.
    if (intent.want === "hover" || intent.want === "ledger-window") return;
    const { element } = this.#shell;
    const held = element.matches(":focus-within") ? around(deepestFocus()) : [];
    const leads = ["why", "panel", "open"].includes(intent.want);
    if (!leads && held.length === 0) return;
    this.#last = intent;
    requestAnimationFrame(() => {
      // One press can mean several things, one after the other: the last one knows where it leads.
      if (this.#last !== intent) return;
      if (!leads && element.matches(":focus-within")) return;
      import("./foothold.ts").then(
        ({ goOn }) => goOn(element.renderRoot, intent, held),
        () => {},
      );
    });
  }
}

/** It and all that it is in, through all shadows. */
function around(part: Node | null): Node[] {
  return part ? [part, ...around(outside(part))] : [];
}

arrives(Inside);
