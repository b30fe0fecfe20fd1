import { type Arrangement, arranged, readViews } from "../state/arrangement.ts";
import { type Manner, PLAIN } from "../state/manner.ts";
import { base } from "../styles/base.ts";
import { moreContrast, tokens } from "../styles/tokens.ts";
import { CATALOGUE } from "../words/catalogue.ts";
import type { Catalogue } from "../words/words.ts";
import { fetchInside, insideHere, stayedAway } from "./arrival.ts";
import { articleStyles } from "./article.ts";
import { MANNERS, SOURCES } from "./contract.ts";
import { Driven } from "./driven.ts";
import { exerciseLayout } from "./exercise-layout.ts";
import type { Inside } from "./inside.ts";
import { layoutStyles } from "./layout.ts";
import { outline } from "./outline.ts";
import { placesStyles } from "./places.ts";
import { BLANK, posterOf } from "./poster.ts";
import { RoomWatch } from "./room-watch.ts";
import { SizeWatch } from "./size-watch.ts";
import { ThemeWatch } from "./theme.ts";
import { Visibility } from "./visibility.ts";
import type { Visit } from "./visit.ts";

/**
 * A running Raft cluster. `arranged` and `shade` are attributes that it sets itself: which preset of views is on the
 * screen, and whether it is light or dark.
 *
 * @fires ready - There is a run: `{ scenario, title, seed }`.
 * @fires stepchange - The story has come to a step: `{ step, number, steps, time }`.
 * @fires leaderchange - `{ leader, term, time }`; without a leader both are null.
 * @fires violation - A promise was broken: `{ property, text, time }`.
 * @fires solved - What the scenario asks for has been brought about: `{ scenario, time, actions, own }`.
 * @fires resize - Its size has changed: `{ width, height }`, in CSS pixels. It does not bubble: the window has one, too.
 * @slot - What is shown before the cluster has come and where it cannot come: a picture, a link.
 */
export class RaftPlayground extends Driven {
  static override styles = [
    tokens,
    moreContrast,
    base,
    layoutStyles,
    exerciseLayout,
    articleStyles,
    placesStyles,
  ];

  #inside: Inside | null = null;
  #manner = PLAIN;
  /** The ratio in the styles of the tag, while `ratio` says another one; null: it says none. */
  #ownShape: string | null = null;
  #poster = BLANK;
  #visibility = new Visibility(this, () => this.#seenOrHidden());
  #room = new RoomWatch(this, () => this.#refit());
  #theme = new ThemeWatch(this, () => this.#manner.theme);
  #size = new SizeWatch(this);
  /** Frameworks that bring a page up to date in place take away what does not stand in their text of it. */
  #worn = new MutationObserver(() => this.#wear());
  /** What runs in it is being fetched. */
  #arriving = false;
  /** It was to be fetched, and did not come. */
  #missed = false;

  override connectedCallback(): void {
    this.#inside?.enter();
    super.connectedCallback();
    this.#visibility.watch();
    this.#room.watch();
    this.#theme.watch();
    this.#size.watch();
    this.#worn.observe(this, { attributeFilter: ["arranged", "fits", "shade"] });
    // Where the page has brought it along there is nothing to wait for.
    const Here = insideHere();
    if (Here && !this.#inside) this.#receive(Here);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#inside?.pause();
    this.#visibility.ignore();
    this.#room.ignore();
    this.#theme.ignore();
    this.#size.ignore();
    this.#worn.disconnect();
    // Moving an element takes it out and puts it in again: only who stays away is cleaned up.
    queueMicrotask(() => {
      if (!this.isConnected) this.#inside?.leave();
    });
  }

  /**
   * What its parts speak; null: there are none yet.
   *
   * @internal
   */
  get [CATALOGUE](): Catalogue | null {
    return this.#inside?.catalogue ?? null;
  }

  /** Nothing is said before the words are here. */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const arriving = this.#inside?.words();
    if (arriving) return arriving.then(() => super.scheduleUpdate());
    super.scheduleUpdate();
    return undefined;
  }

  protected override performUpdate(): void {
    const update = () => super.performUpdate();
    if (this.#inside) this.#inside.speak(update);
    else update();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (MANNERS.some((name) => changed.has(name))) this.#behave();
    if (changed.has("view") || changed.has("controls")) this.visit?.arrange(this.#views());
    if (changed.has("speed")) this.visit?.perform({ want: "speed", speed: this.pace });
    if (this.remembers) this.visit?.stories.keep();
    if (!this.visit?.player) this.#poster = posterOf(this, this);
    if (this.visit) this.visit.poster = this.#poster;
    if (this.hasUpdated && SOURCES.some((name) => changed.has(name))) void this.#inside?.open();
  }

  override render() {
    const { visit } = this;
    const { heading, caption, controls } = this.#manner;
    const world = visit?.player?.world;
    return outline({
      ...this.#arrangement(),
      ...{ heading, caption, controls },
      language: this.#inside?.catalogue.language ?? null,
      servers: world?.serverIds.length ?? this.#poster.servers,
      clients: world?.clients.length ?? 1,
      poster: world ? null : this.#poster,
      inside: this.#inside?.render() ?? null,
      trouble: this.#missed ? stayedAway(this, () => this.#seenOrHidden()) : null,
    });
  }

  override updated(): void {
    this.#tellArrangement();
    this.#inside?.rendered();
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

  protected get visit(): Visit | null {
    return this.#inside?.visit ?? null;
  }

  /** What the author did not arrange is arranged by the room there is; beside text that is cluster and logs. */
  #views(): Arrangement | null {
    const { controls } = this.#manner;
    return this.viewsNamed ?? (controls === "full" ? null : readViews("cluster log"));
  }

  #arrangement(): { views: Arrangement["views"]; preset: string } {
    return this.#inside?.arrangement ?? this.#views() ?? arranged("auto", this.#room.room);
  }

  #behave(): void {
    this.#manner = this.manner();
    this.visit?.behave(this.#manner);
    this.#theme.look();
    this.#shape(this.#manner.ratio);
  }

  /** What it sets itself is written only where it differs: it is watched, and that would go on for ever. */
  #wear(): void {
    this.#theme.look();
    this.#shape(this.#manner.ratio);
    this.#tellArrangement();
  }

  /** Host pages can make room: what is arranged can be seen from outside. */
  #tellArrangement(): void {
    const { preset } = this.#arrangement();
    if (this.getAttribute("arranged") !== preset) this.setAttribute("arranged", preset);
  }

  #shape(ratio: Manner["ratio"]): void {
    const shape = ratio === null || ratio === "fill" ? null : `${ratio.width} / ${ratio.height}`;
    if (shape && this.#ownShape === null) this.#ownShape = this.style.aspectRatio;
    if (this.#ownShape !== null) this.style.aspectRatio = shape ?? this.#ownShape;
    if (!shape) this.#ownShape = null;
    this.toggleAttribute("fits", ratio !== null);
  }

  #refit(): void {
    const { room } = this.#room;
    if (this.visit) this.visit.perform({ want: "refit", room });
    else this.requestUpdate();
  }

  #seenOrHidden(): void {
    if (this.#inside) this.#inside.seenOrHidden();
    else if (this.#watched && !this.#arriving) void this.#bringIn();
  }

  async #bringIn(): Promise<void> {
    this.#arriving = true;
    const Arrived = await fetchInside().catch((failure: unknown) => {
      // biome-ignore lint/suspicious/noConsole: whoever made the page looks there
      console.warn("raft-playground: what runs in it did not come.", failure);
      return null;
    });
    this.#arriving = false;
    this.#missed = Arrived === null;
    this.requestUpdate();
    if (!Arrived || !this.isConnected) return;
    this.#receive(Arrived).seenOrHidden();
  }

  /** Tells it what was said of the element before it came. */
  #receive(Arrived: typeof Inside): Inside {
    const inside = new Arrived({
      element: this,
      watched: () => this.#watched,
      begins: () => this.begins !== "never",
      catchUp: () => this.catchUp(),
      complain: this.complain,
      report: this.report,
    });
    this.#inside = inside;
    this.#behave();
    this.#refit();
    inside.visit.arrange(this.#views());
    inside.visit.perform({ want: "speed", speed: this.pace });
    inside.enter();
    return inside;
  }
}
