import "../controls/all.ts";
import "./stage-host.ts";
import { LitElement } from "lit";
import { CATALOGUE } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { Action, Opening, PublicState } from "../engine/door.ts";
import { loadEngine } from "../engine/load.ts";
import { readViews } from "../state/arrangement.ts";
import { INTENT_EVENT, type Intent } from "../state/intents.ts";
import { Rhythm } from "../state/rhythm.ts";
import { base } from "../styles/base.ts";
import { tokens } from "../styles/tokens.ts";
import { type Catalogue, speaking } from "../words/words.ts";
import { autoplayOf } from "./autoplay.ts";
import { takeDrops } from "./drop.ts";
import { keyPressOf } from "./focus.ts";
import { Language } from "./language.ts";
import { layoutStyles } from "./layout.ts";
import { Loop } from "./loop.ts";
import { Milestones } from "./milestones.ts";
import { startsPlaying, stopsPlaying } from "./one-at-a-time.ts";
import { Painter } from "./painter.ts";
import { RoomWatch } from "./room-watch.ts";
import { screen } from "./screen.ts";
import { Visibility } from "./visibility.ts";
import { Visit } from "./visit.ts";

/**
 * A running Raft cluster. Attributes: scenario, seed, view, autoplay. Events: ready, leaderchange, violation. The
 * attribute `arranged` says which preset is on the screen.
 */
export class RaftPlayground extends LitElement {
  static override properties = {
    scenario: { type: String, reflect: true },
    seed: { type: String, reflect: true },
    view: { type: String, reflect: true },
    autoplay: { type: String, reflect: true },
    remembers: { type: Boolean },
  };
  /** Name of a gallery scenario; without it the default story. */
  declare scenario: string | null;
  declare seed: string | null;
  /** Views by name, "cluster log", or a preset: auto, wide, laptop, phone, lecture. */
  declare view: string | null;
  /** never (also when absent), visible (also when empty), always. */
  declare autoplay: string | null;

  /** Whether this page may keep which stories were seen: the playground's own site does, no other. */
  declare remembers: boolean;

  static override styles = [tokens, base, layoutStyles];

  #visit: Visit;
  #milestones = new Milestones(this);
  #painter = new Painter(() => this.renderRoot);
  #loop = new Loop((wall) => this.#frame(wall));
  #visibility = new Visibility(this, () => this.#seenOrHidden());
  #room = new RoomWatch(this, (room) => this.#visit.perform({ want: "refit", room }));
  #language = new Language(this, () => this.#visit.retell());
  #fragment: string | null = null;
  #autoplayed = false;
  #asked: Visit["asked"] = null;
  #rhythm = new Rhythm();
  /** What the last frame showed. Who asks about the run between two frames can end a step that was under way. */
  #shown: readonly unknown[] = [];

  constructor() {
    super();
    this.scenario = null;
    this.seed = null;
    this.view = null;
    this.autoplay = null;
    this.remembers = false;
    const surroundings = {
      changed: () => this.#changed(),
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
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#language.ignore();
    this.#loop.stop();
    this.#visibility.ignore();
    this.#room.ignore();
    // Moving an element takes it out and puts it in again: only who stays away is cleaned up.
    queueMicrotask(() => {
      if (this.isConnected) return;
      stopsPlaying(this);
      this.#visit.leave();
    });
  }

  /** What its parts speak. */
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
    if (changed.has("view")) this.#visit.arrange(readViews(this.view));
    if (this.remembers) this.#visit.stories.keep();
    const named = changed.has("scenario") || changed.has("seed");
    if (!named || !this.hasUpdated || !this.#visit.module) return;
    this.#fragment = null;
    this.#visit.open(this.#opening());
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

  play(): void {
    this.#visit.perform({ want: "play" });
  }

  pause(): void {
    this.#visit.perform({ want: "pause" });
  }

  /** Every event, not only the telling ones. */
  stepForward(): void {
    this.#visit.perform({ want: "step", direction: 1, what: "event" });
  }

  stepBack(): void {
    this.#visit.perform({ want: "step", direction: -1, what: "event" });
  }

  /** Lands after everything that happens up to that moment. */
  seek(milliseconds: number): void {
    this.#visit.perform({ want: "seek", to: milliseconds });
  }

  /** Acts at the present moment. Throws on bad input; the run is then untouched. */
  do(command: Action): void {
    this.#visit.act(command);
    this.#changed();
  }

  /** A link to this page with the run and the moment in its fragment; empty before `ready`. */
  shareLink(): string {
    return this.#visit.shareLink();
  }

  /** The run as plain JSON; null before `ready`. */
  get state(): PublicState | null {
    return this.#visit.player?.synchronised().state() ?? null;
  }

  /** The fragment of a shared link: opens that run at that moment. */
  set link(fragment: string | null) {
    this.#fragment = fragment;
    if (this.#visit.module) this.#visit.open(this.#opening());
  }

  get link(): string | null {
    return this.#fragment;
  }

  get stepsAside(): boolean {
    return autoplayOf(this.autoplay) !== "always";
  }

  /** Out of sight nothing moves, except for who asked for "always"; in a hidden tab nothing moves at all. */
  get #watched(): boolean {
    return (
      this.#visibility.inFront &&
      (this.#visibility.onScreen || autoplayOf(this.autoplay) === "always")
    );
  }

  #opening(): Opening {
    if (this.#fragment) return { fragment: this.#fragment };
    const opening: Opening = {};
    if (this.scenario) opening.scenario = this.scenario;
    if (this.seed) opening.seed = this.seed;
    return opening;
  }

  #seenOrHidden(): void {
    this.#visit.player?.skipTime();
    if (!this.#watched) this.#loop.stop();
    else if (this.#visit.player) this.#loop.request();
    else void this.#load();
  }

  async #load(): Promise<void> {
    const fetch = async () => {
      const module = await loadEngine(() => this[CATALOGUE]);
      await this.#language.begin();
      return module;
    };
    const player = await this.#visit.load(fetch, this.#opening());
    if (!player) return;
    const still = this.#visit.attention.preferences.reducedMotion || this.#fragment !== null;
    if (!this.#autoplayed && autoplayOf(this.autoplay) !== "never" && !still) this.play();
    this.#autoplayed = true;
    this.#milestones.ready(player);
  }

  #retry(): void {
    if (this.#visit.module) this.#visit.reopen();
    else void this.#load();
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

  #changed(): void {
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
    this.#milestones.look(player.world);
    this.#visit.stories.look(this.#visit.ruling?.name ?? "", player);
  }

  #intended = (event: Event): void => {
    event.stopPropagation();
    const intent = (event as CustomEvent<Intent>).detail;
    const leaveFocus = this.#painter.focusAfterCard(this.#visit, intent);
    this.#visit.perform(intent);
    leaveFocus();
  };

  #resized = (): void => this.#draw();
  #keyed = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented && this.#visit.press(keyPressOf(event))) event.preventDefault();
  };
}

define("raft-playground", RaftPlayground);
