import "../controls/all.ts";
import "./stage-host.ts";
import { CATALOGUE } from "../controls/control.ts";
import type { EngineModule } from "../engine/door.ts";
import { loadEngine } from "../engine/load.ts";
import { type Arrangement, readViews } from "../state/arrangement.ts";
import { INTENT_EVENT, type Intent } from "../state/intents.ts";
import { Rhythm } from "../state/rhythm.ts";
import { base } from "../styles/base.ts";
import { tokens } from "../styles/tokens.ts";
import { type Catalogue, speaking } from "../words/words.ts";
import { articleStyles } from "./article.ts";
import { MANNERS, SOURCES } from "./contract.ts";
import { Driven } from "./driven.ts";
import { takeDrops } from "./drop.ts";
import { exerciseLayout } from "./exercise-layout.ts";
import { keyPressOf } from "./focus.ts";
import { Language } from "./language.ts";
import { layoutStyles } from "./layout.ts";
import { Loop } from "./loop.ts";
import { Milestones } from "./milestones.ts";
import {
  comesIntoSight,
  goesOutOfSight,
  leavesPage,
  startsPlaying,
  stopsPlaying,
  wouldPlay,
} from "./one-at-a-time.ts";
import { Painter } from "./painter.ts";
import type { Player } from "./player.ts";
import { posterOf } from "./poster.ts";
import { RoomWatch } from "./room-watch.ts";
import { screen } from "./screen.ts";
import { SizeWatch } from "./size-watch.ts";
import { nameAskedFor, openingOf } from "./source.ts";
import { ThemeWatch } from "./theme.ts";
import { Visibility } from "./visibility.ts";
import { Visit } from "./visit.ts";

/**
 * A running Raft cluster. `arranged` and `shade` are attributes that it sets itself: which preset of views is on the
 * screen, and whether it is light or dark.
 *
 * @fires ready - There is a run: `{ scenario, title, seed }`.
 * @fires stepchange - The story has come to a step: `{ step, number, steps, time }`.
 * @fires leaderchange - `{ leader, term, time }`; without a leader both are null.
 * @fires violation - A promise was broken: `{ property, text, time }`.
 * @fires solved - What the scenario asks for has been brought about: `{ time, actions }`.
 * @fires resize - Its height has changed: `{ width, height }`, in CSS pixels. It does not bubble: the window has one, too.
 * @slot - What is shown before the cluster has come and where it cannot come: a picture, a link.
 */
export class RaftPlayground extends Driven {
  static override styles = [tokens, base, layoutStyles, exerciseLayout, articleStyles];

  #visit: Visit;
  #milestones = new Milestones(this);
  #painter = new Painter(() => this.renderRoot);
  #loop = new Loop((wall) => this.#frame(wall));
  #visibility = new Visibility(this, () => this.#seenOrHidden());
  #room = new RoomWatch(this, (room) => this.#visit.perform({ want: "refit", room }));
  #theme = new ThemeWatch(this, () => this.#visit.manner.theme);
  #size = new SizeWatch(this);
  #language = new Language(this, () => this.#visit.retell());
  #autoplayed = false;
  #wishes = 0;
  #asked: Visit["asked"] = null;
  #rhythm = new Rhythm();
  /** What the last frame showed. Who asks about the run between two frames can end a step that was under way. */
  #shown: readonly unknown[] = [];

  constructor() {
    super();
    const surroundings = {
      changed: () => this.changed(),
      opened: (player: Player) => this.#milestones.ready(player),
      wall: () => performance.now(),
      voice: () => this[CATALOGUE],
      retry: () => this.#retry(),
    };
    this.#visit = new Visit(surroundings, matchMedia("(prefers-reduced-motion: reduce)").matches);
    takeDrops(this, (file) => this.#visit.take(file));
  }

  override connectedCallback(): void {
    this.#language.watch();
    super.connectedCallback();
    this.renderRoot.addEventListener(INTENT_EVENT, this.#intended);
    this.renderRoot.addEventListener("stage-resized", this.#resized);
    this.addEventListener("keydown", this.#keyed);
    this.#visibility.watch();
    this.#room.watch();
    this.#theme.watch();
    this.#size.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#language.ignore();
    this.#loop.stop();
    this.#visibility.ignore();
    this.#room.ignore();
    this.#theme.ignore();
    this.#size.ignore();
    // Moving an element takes it out and puts it in again: only who stays away is cleaned up.
    queueMicrotask(() => {
      if (this.isConnected) return;
      leavesPage(this);
      this.#visit.leave();
    });
  }

  /**
   * What its parts speak.
   *
   * @internal
   */
  get [CATALOGUE](): Catalogue {
    return this.#language.catalogue;
  }

  /** Nothing is said before the words are here. */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const arriving = this.#language.begin();
    if (arriving) return arriving.then(() => super.scheduleUpdate());
    super.scheduleUpdate();
    return undefined;
  }

  protected override performUpdate(): void {
    speaking(this[CATALOGUE], () => super.performUpdate());
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (MANNERS.some((name) => changed.has(name))) this.#behave();
    if (changed.has("view") || changed.has("controls")) this.#visit.arrange(this.#views());
    if (changed.has("speed")) this.#visit.perform({ want: "speed", speed: this.pace });
    if (this.remembers) this.#visit.stories.keep();
    if (!this.#visit.player) this.#visit.poster = posterOf(this, this);
    if (this.hasUpdated && SOURCES.some((name) => changed.has(name))) void this.#open();
  }

  override render() {
    return screen(this.#visit);
  }

  override updated(): void {
    // Host pages can make room: what is arranged can be seen from outside.
    this.setAttribute("arranged", this.#visit.attention.arrangement.preset);
    this.#draw();
    const { asked } = this.#visit;
    if (asked && asked !== this.#asked) this.#painter.showPanels();
    this.#asked = asked;
  }

  /**
   * Whether it pauses when another one on the page starts.
   *
   * @internal
   */
  get stepsAside(): boolean {
    return this.begins !== "always";
  }

  /** @internal */
  get playsWhenSeen(): boolean {
    return this.begins === "visible";
  }

  /** @internal */
  get inSight(): boolean {
    return this.#visibility.inFront && this.#visibility.onScreen;
  }

  /** Out of sight nothing moves, except for who asked for "always"; in a hidden tab nothing moves at all. */
  get #watched(): boolean {
    return this.#visibility.inFront && (this.#visibility.onScreen || this.begins === "always");
  }

  protected get visit(): Visit {
    return this.#visit;
  }

  /** What the author did not arrange is arranged by the room there is; beside text that is cluster and logs. */
  #views(): Arrangement | null {
    const { controls } = this.#visit.manner;
    return readViews(this.view) ?? (controls === "full" ? null : readViews("cluster log"));
  }

  #behave(): void {
    const manner = this.manner();
    this.#visit.behave(manner);
    this.#theme.look();
    const { ratio } = manner;
    const sized = ratio === null || ratio === "fill" ? "" : `${ratio.width} / ${ratio.height}`;
    this.style.aspectRatio = sized;
    this.toggleAttribute("fits", ratio !== null);
  }

  #seenOrHidden(): void {
    this.#visit.player?.skipTime();
    if (this.#watched && !this.#visit.player) void this.#load();
    else if (this.#watched) {
      this.#loop.request();
      comesIntoSight(this);
    } else {
      this.#loop.stop();
      goesOutOfSight(this);
    }
  }

  async #load(): Promise<void> {
    const fetch = async () => {
      const wanted = nameAskedFor(this, this) ?? undefined;
      const module = await loadEngine(() => this[CATALOGUE], wanted);
      await this.#language.begin();
      return module;
    };
    const opening = (module: EngineModule) => openingOf(this, this, module);
    const player = await this.#visit.load(fetch, opening);
    if (!player) return;
    if (!this.#autoplayed) this.#begin();
    this.#autoplayed = true;
  }

  /** Another source: what was asked for last is opened, whichever comes first. */
  async #open(): Promise<void> {
    const { module } = this.#visit;
    if (!module) return;
    const wish = ++this.#wishes;
    try {
      const opening = await openingOf(this, this, module);
      if (wish === this.#wishes) this.#visit.open(opening, "begin");
    } catch (failure) {
      if (wish === this.#wishes) this.#visit.failed(failure);
    }
  }

  #begin(): void {
    const still = this.#visit.attention.preferences.reducedMotion;
    if (this.begins !== "never" && !still) wouldPlay(this);
  }

  #retry(): void {
    void this.#load();
  }

  #frame(wall: number): boolean {
    const { player } = this.#visit;
    if (!player) return false;
    try {
      this.#visit.tick(wall);
    } catch (thrown) {
      this.#visit.failed(thrown);
      return false;
    }
    const { attention } = this.#visit;
    const shown = [player.world, player.moving, player.perception.reading, attention];
    const changed = shown.some((part, order) => part !== this.#shown[order]);
    this.#shown = shown;
    if (this.#rhythm.isTime(changed, player.moving, wall)) this.requestUpdate();
    else this.#draw();
    return player.moving && this.#watched;
  }

  protected changed(): void {
    this.requestUpdate();
    const { player } = this.#visit;
    if (player?.moving) this.#loop.request();
    if (player?.playing) startsPlaying(this);
    else stopsPlaying(this);
  }

  #draw(): void {
    speaking(this[CATALOGUE], () => this.#drawInWords());
  }

  #drawInWords(): void {
    this.#painter.paint(this.#visit);
    const { player } = this.#visit;
    if (!player) return;
    this.#milestones.look(player);
    this.#visit.stories.look(this.#visit.ruling?.name ?? "", player);
  }

  #intended = (event: Event): void => {
    event.stopPropagation();
    const intent = (event as CustomEvent<Intent>).detail;
    const leaveFocus = this.#painter.focusAfterCard(this.#visit, intent);
    this.#visit.perform(intent);
    leaveFocus();
    if (intent.want === "panel" && !comesFromPanels(event))
      void this.updateComplete.then(() => this.#painter.showPanels());
  };

  #resized = (): void => this.#draw();
  #keyed = (event: KeyboardEvent): void => {
    if (this.#visit.manner.controls === "none") return;
    if (!event.defaultPrevented && this.#visit.press(keyPressOf(event))) event.preventDefault();
  };
}

/** Who changes panels in the panels sees what comes. */
function comesFromPanels(event: Event): boolean {
  return event.composedPath().some((one) => (one as Element).localName === "raft-panels");
}
