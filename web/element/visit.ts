import type { Trouble } from "../controls/trouble.ts";
import type { Action, EngineModule, Inquiry, Opening, Why, WhyNot } from "../engine/door.ts";
import { SITE } from "../engine/shelf.ts";
import { type Arrangement, arranged, spelled } from "../state/arrangement.ts";
import { type Attention, attend, attentive, onNewRun } from "../state/attention.ts";
import type { Intent } from "../state/intents.ts";
import type { KeyPress } from "../state/keys.ts";
import { type Manner, PLAIN } from "../state/manner.ts";
import { defaultPreferences } from "../state/preferences.ts";
import { following, zoomedBy } from "../state/span.ts";
import { type Catalogue, speaking } from "../words/words.ts";
import type { Comparing } from "./comparing.ts";
import { begin, excerptOf, goTo, goToEvent } from "./excerpt.ts";
import { Fetching } from "./fetching.ts";
import { lackingFor, OnScreen } from "./on-screen.ts";
import type { Player } from "./player.ts";
import { intentOfPress } from "./pressed.ts";
import type { Ruling } from "./ruling.ts";
import { Sharing } from "./sharing.ts";
import { steer } from "./steer.ts";
import { Stories } from "./stories.ts";
import { troubleOf } from "./troubles.ts";

/** What the surroundings of a visit must do for it. */
export type Surroundings = {
  /** Something other than the passing of time changed. */
  changed(): void;
  /** Another run is on the screen. */
  opened(player: Player): void;
  wall(): number;
  /** What everything is told in. */
  voice(): Catalogue;
  retry(): void;
};

/**
 * What a run is opened for. `begin`: as the element's author wants it. `watch`: a reader asked for it and wants to see it
 * run. `return`: it was on the screen before.
 */
export type Occasion = "begin" | "watch" | "return";

/** One reader at one element: the run they see, where they look, what they chose, and what went wrong. */
export class Visit {
  attention: Attention;
  /** The last question and its answer. It stays while the reader walks along the chain: walking is no new question. */
  asked: { question: Inquiry; answer: Why | WhyNot | null } | null = null;
  trouble: Trouble | null = null;
  /** The engine had stopped itself, and has done again what was done. */
  restarted = false;
  #recovering = false;
  /** How the host page wants it. */
  manner: Manner = PLAIN;
  /** The file that was dropped last. */
  dropped: File | null = null;
  readonly sharing: Sharing;
  readonly stories: Stories;
  readonly fetching = new Fetching();
  readonly #screen = new OnScreen(() => this.attention.preferences);
  #around: Surroundings;
  #loading = false;
  /** A run that is opened as soon as its scenario is there. */
  #arriving: Promise<void> | null = null;

  constructor(around: Surroundings, reducedMotion: boolean) {
    this.#around = around;
    this.attention = attentive(defaultPreferences(reducedMotion));
    this.sharing = new Sharing(() => this.#around.changed());
    this.stories = new Stories(
      () => this.#around.changed(),
      (deed) => this.speak(deed),
    );
  }

  get player(): Player | null {
    return this.#screen.player;
  }

  /** Another run beside the one on the screen. */
  get comparing(): Comparing | null {
    return this.#screen.comparing;
  }

  get module(): EngineModule | null {
    return this.#screen.module;
  }

  /** The rules of the run on the screen. */
  get ruling(): Ruling | null {
    return this.#screen.ruling;
  }

  /** Fetches the engine and opens a run with it, or the one that was there before. null: it did not work, or is under way. */
  async load(
    fetch: () => Promise<EngineModule>,
    opening: (module: EngineModule) => Promise<Opening>,
  ): Promise<Player | null> {
    if (this.#loading) return null;
    this.#loading = true;
    try {
      this.#screen.module = await fetch();
      if (this.#screen.opened) this.reopen();
      else this.open(await opening(this.#screen.module), "begin");
      await this.#arriving;
    } catch (failure) {
      this.failed(failure);
    }
    this.#loading = false;
    return this.player;
  }

  /** A run that cannot be opened leaves the one on the screen as it is. */
  open(opening: Opening, occasion: Occasion): void {
    this.#screen.wish(opening);
    this.fetching.forget();
    this.attempt(() => {
      const { module } = this;
      if (!module) return;
      const missing = lackingFor(module, opening);
      if (missing.length > 0) this.#arriving = this.#openLater(module, missing, opening, occasion);
      else this.#enter(module, opening, occasion);
    });
  }

  async #openLater(
    module: EngineModule,
    missing: readonly string[],
    opening: Opening,
    occasion: Occasion,
  ): Promise<void> {
    try {
      if (await this.fetching.fetch(module, missing)) this.open(opening, occasion);
    } catch (failure) {
      this.failed(failure, opening);
    }
  }

  #enter(module: EngineModule, opening: Opening, occasion: Occasion): void {
    const wall = this.#around.wall();
    const linked = this.#screen.open(module, opening, wall);
    this.attention = onNewRun(this.attention);
    this.asked = null;
    this.trouble = null;
    this.restarted = false;
    if (linked) {
      this.player?.go(linked.at, wall);
      this.#screen.compare(linked.against, wall);
    }
    const { player, manner } = this;
    if (player && occasion !== "watch") player.excerpt = excerptOf(player.story, manner);
    if (player && occasion === "begin") begin(player, manner, wall);
    const moves = !this.attention.preferences.reducedMotion;
    if (occasion === "watch" && !linked && moves) this.player?.play(wall);
    if (player) this.#around.opened(player);
    if (opening.fragment && this.ruling?.name === "") void this.#recognise(module);
  }

  /** A link can carry a scenario of the gallery under other rules: what is not as written is said as soon as that is known. */
  async #recognise(module: EngineModule): Promise<void> {
    const { player } = this;
    if (!player || !(await this.stories.recognise(module, player.story.title))) return;
    this.speak(() => this.#screen.ruleAnew());
    this.#around.changed();
  }

  /** Something else can be shown now. */
  refresh(): void {
    this.#around.changed();
  }

  /** A file was dropped: whoever writes scenarios knows what to do with it. */
  take(file: File): void {
    this.dropped = file;
    this.perform({ want: "panel", panel: "scenario" });
  }

  /** Where a host page wants to be. Throws if there is no such place. */
  goTo(to: { step: string | number } | { event: number }): void {
    const { player } = this;
    const wall = this.#around.wall();
    this.speak(() => {
      if (player && "step" in to) goTo(player, { step: String(to.step) }, wall);
      else if (player && "event" in to) goToEvent(player, to.event, wall);
      this.#keepStep();
    });
    this.#around.changed();
  }

  behave(manner: Manner): void {
    this.manner = manner;
    const { player } = this;
    if (player) player.excerpt = excerptOf(player.story, manner);
  }

  /** What the host page asks for; null: whatever there is room for. */
  arrange(wanted: Arrangement | null): void {
    const arrangement = wanted ?? arranged("auto", this.attention.room);
    this.attention = { ...this.attention, arrangement };
  }

  reopen(): void {
    this.open(this.#screen.drop(), "return");
  }

  /** The language has changed: the same run is told anew, and goes on. */
  retell(): void {
    this.stories.forget();
    this.asked = null;
    this.attempt(() => this.#screen.retell(this.#around.voice(), this.#around.wall()));
    if (this.attention.gallery && this.module) this.stories.show(this.module);
  }

  /** Frees the engine; the same run can be opened again at the same moment. */
  leave(): void {
    this.#screen.leave();
  }

  /** Time has passed: a zoomed time line turns its page. */
  tick(wall: number): void {
    this.speak(() => this.#tick(wall));
  }

  #tick(wall: number): void {
    const { player, attention } = this;
    player?.tick(wall);
    this.comparing?.keepStep(wall);
    if (!player?.playing || !attention.zoom) return;
    const zoom = following(attention.zoom, player.now);
    if (zoom !== attention.zoom) this.attention = { ...attention, zoom };
  }

  /** Says in the page what went wrong; what is neither bad input nor a failure of the engine is a mistake of ours. */
  failed(error: unknown, opening: Opening = {}): void {
    const trouble = troubleOf(error, opening, this.player === null);
    if (!trouble) throw error;
    if (trouble.kind === "failure") this.player?.halt();
    if (trouble.kind === "failure" && trouble.reason === "panic" && this.#recover()) return;
    this.trouble = trouble;
    this.#around.changed();
  }

  /**
   * The engine has stopped itself: what was done is done again, up to the moment on the screen, and there it waits. False:
   * that is just what the engine cannot do.
   */
  #recover(): boolean {
    const { player } = this;
    if (!player || this.#recovering) return false;
    const { position } = player.world;
    this.#recovering = true;
    this.reopen();
    this.attempt(() => this.player?.go(position, this.#around.wall()));
    this.#recovering = false;
    this.restarted = this.trouble === null;
    return this.restarted;
  }

  /** Runs what a reader asked for; what goes wrong is said in the page. */
  attempt(deed: () => void): void {
    try {
      if (this.player) this.trouble = null;
      this.sharing.forget();
      this.speak(deed);
      this.#around.changed();
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  perform(intent: Intent): void {
    this.speak(() => this.#perform(intent));
  }

  /** What is done puts words together; they are the reader's. */
  speak<T>(deed: () => T): T {
    return speaking(this.#around.voice(), deed);
  }

  #perform(intent: Intent): void {
    if (intent.want === "ledger-window") this.#screen.lookAt(intent.sight);
    else if (intent.want === "share") void this.sharing.share(this.shareLink());
    else if (intent.want === "report") this.#report();
    else if (intent.want === "retry") this.#around.retry();
    else if (!this.#attend(intent)) this.attempt(() => this.#do(intent));
    if (this.comparing) this.attempt(() => this.#keepStep());
    this.#screen.keep();
    this.#around.changed();
  }

  /** Whether the key was ours. */
  press(press: KeyPress): boolean {
    const intent = intentOfPress(press, this.attention, this.player?.world ?? null);
    if (intent) this.perform(intent);
    return intent !== null;
  }

  shareLink(): string {
    const { fragment } = this;
    if (!fragment) return "";
    // What an article shows is its author's choice, and not the reader's.
    const view = this.manner.controls === "full" ? spelled(this.attention.arrangement) : "";
    return this.addressOf(fragment, view);
  }

  /** A page that shows a run: the playground's own, or where nobody knows that one, the one that the reader is on. */
  addressOf(fragment: string, view = ""): string {
    return this.sharing.addressOf(fragment, this.home || location.href, view);
  }

  /** What leads to what is on the screen; empty without a run. */
  get fragment(): string {
    return this.#screen.fragment;
  }

  /** Address of the playground's own page; empty: nobody has said where one is. */
  get home(): string {
    return this.manner.home || (SITE?.href ?? "");
  }

  act(action: Action): void {
    this.speak(() => {
      this.player?.act(action, this.#around.wall());
      this.#screen.keep();
      this.#keepStep();
    });
  }

  #attend(intent: Intent): boolean {
    const next = attend(this.attention, intent);
    if (!next) return false;
    this.attention = next;
    if (intent.want === "gallery" && intent.open) this.#showGallery();
    if (intent.want === "embedding" && intent.open) this.attempt(() => this.player?.pause());
    if (intent.want === "why") this.#ask(intent.question);
    // A message in flight is gone in a moment: who picks one wants to look at it.
    if (intent.want === "select" && intent.subject?.kind === "message" && this.player?.playing)
      this.attempt(() => this.player?.pause());
    return true;
  }

  /** The run waits: nobody sees it behind the gallery. */
  #showGallery(): void {
    this.attempt(() => this.player?.pause());
    if (this.module) this.stories.show(this.module);
  }

  #report(): void {
    const { player, module, ruling } = this;
    if (!player || !module) return;
    const link = this.shareLink();
    void import("./account.ts").then(({ accountOf }) =>
      this.speak(() => this.sharing.report(accountOf(player, module.version(), ruling), link)),
    );
  }

  #ask(question: Inquiry): void {
    let answer: Why | WhyNot | null = null;
    this.attempt(() => {
      const engine = this.player?.synchronised();
      answer = ("not" in question ? engine?.whyNot(question) : engine?.why(question)) ?? null;
    });
    this.asked = { question, answer };
  }

  #do(intent: Intent): void {
    const { player } = this;
    if (player) player.missed = null;
    switch (intent.want) {
      case "open":
        this.open(intent.opening, "watch");
        return;
      case "dismiss":
        if (player) player.kept = null;
        return;
      case "build-wall":
        this.#buildWall();
        return;
      case "bookmark":
        if (player) this.#attend({ want: "mark", bookmark: player.here() });
        return;
      case "zoom-by":
        if (player) this.#zoomBy(intent.direction, player);
        return;
      case "compare":
        this.#screen.compare(intent.against, this.#around.wall());
        return;
      case "stop-comparing":
        this.#screen.stopComparing();
        return;
      case "find":
        player?.lists.find(intent.text, intent.more);
        return;
    }
    if (player) steer(intent, player, this.#around.wall());
  }

  #keepStep(): void {
    this.#screen.keepStep(this.#around.wall());
  }

  #zoomBy(direction: 1 | -1 | 0, player: Player): void {
    const { zoom } = this.attention;
    this.attention = {
      ...this.attention,
      zoom: zoomedBy(direction, zoom, player.now, player.end),
    };
  }

  #buildWall(): void {
    const { choosing } = this.attention;
    this.attention = { ...this.attention, choosing: null };
    if (choosing) this.act({ partition: [[...choosing], "rest"] });
  }
}
