import type { Trouble } from "../controls/trouble.ts";
import type { EngineModule, Inquiry, Opening, Why, WhyNot } from "../engine/door.ts";
import { type Attention, attentive, onNewRun } from "../state/attention.ts";
import { type Complain, type Manner, PLAIN } from "../state/manner.ts";
import { defaultPreferences } from "../state/preferences.ts";
import { type Catalogue, speaking } from "../words/words.ts";
import type { Comparing } from "./comparing.ts";
import { begin, excerptOf } from "./excerpt.ts";
import { Fetching } from "./fetching.ts";
import { lackingFor, type Occasion, OnScreen } from "./on-screen.ts";
import type { Player } from "./player.ts";
import { BLANK, type Poster } from "./poster.ts";
import type { Ruling } from "./ruling.ts";
import { Sharing } from "./sharing.ts";
import { Stories } from "./stories.ts";
import { troubleOf } from "./troubles.ts";

/** What the surroundings of a stay must do for it. */
export type Surroundings = {
  /** Something other than the passing of time changed. */
  changed(): void;
  /** Another run is on the screen. */
  opened(player: Player): void;
  wall(): number;
  /** What everything is told in. */
  voice(): Catalogue;
  retry(): void;
  /** The element is in a page. While it is not, nothing is opened: nobody would free it. */
  isThere(): boolean;
  /** Says in the console what an attribute cannot mean. */
  complain: Complain;
  report(what: string): void;
};

/** A run on the screen of one element: how it comes there, how it is kept, and what becomes of it if something fails. */
export class Stay {
  attention: Attention;
  /** The last question and its answer. It stays while the reader walks along the chain: walking is no new question. */
  asked: { question: Inquiry; answer: Why | WhyNot | null } | null = null;
  trouble: Trouble | null = null;
  /** The engine had stopped itself, and has done again what was done. */
  restarted = false;
  #recovering = false;
  /** It has stopped itself, and nobody has done anything since: should it stop once more, it would go on so for ever. */
  #unproven = false;
  /** It has stopped itself, and could not do again what was done. */
  #stopped = false;
  /** Another run is being opened, and the one on the screen is untouched. */
  #opening = false;
  /** What is to be seen before there is a run. */
  poster: Poster = BLANK;
  /** How the host page wants it. */
  manner: Manner = PLAIN;
  readonly sharing: Sharing;
  readonly stories: Stories;
  readonly fetching = new Fetching();
  protected readonly screen = new OnScreen(() => this.attention.preferences);
  protected readonly around: Surroundings;
  #loading = false;
  /** A run that is opened as soon as its scenario is there. */
  #arriving: Promise<void> | null = null;

  constructor(around: Surroundings, reducedMotion: boolean) {
    this.around = around;
    this.attention = attentive(defaultPreferences(reducedMotion));
    this.sharing = new Sharing(() => this.around.changed());
    this.stories = new Stories(
      () => this.around.changed(),
      (deed) => this.speak(deed),
    );
  }

  get player(): Player | null {
    return this.screen.player;
  }

  /** Another run beside the one on the screen. */
  get comparing(): Comparing | null {
    return this.screen.comparing;
  }

  get module(): EngineModule | null {
    return this.screen.module;
  }

  /** The rules of the run on the screen. */
  get ruling(): Ruling | null {
    return this.screen.ruling;
  }

  /** Fetches the engine and opens a run with it, or the one that was there before. No opening: another one is under way. */
  async load(
    fetch: () => Promise<EngineModule>,
    asked: (module: EngineModule) => Promise<Opening | null>,
  ): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const module = await fetch();
      this.screen.module = module;
      if (!this.around.isThere()) return;
      if (this.screen.opened) this.reopen();
      else {
        const opening = await asked(module);
        if (opening) this.open(opening, "begin");
      }
      await this.#arriving;
    } catch (failure) {
      this.failed(failure, {}, "begin");
    } finally {
      this.#loading = false;
    }
  }

  /** A run that cannot be opened leaves the one on the screen as it is. */
  open(opening: Opening, occasion: Occasion): void {
    this.screen.wish({ opening, occasion });
    this.fetching.forget();
    this.attempt(() => {
      const { module } = this;
      if (!module) return;
      const missing = lackingFor(module, opening);
      if (missing.length > 0) this.#arriving = this.#openLater(module, missing, opening, occasion);
      else this.#enterOrStay(module, opening, occasion);
    });
  }

  async #openLater(
    module: EngineModule,
    missing: readonly string[],
    opening: Opening,
    occasion: Occasion,
  ): Promise<void> {
    try {
      const isWanted = await this.fetching.fetch(module, missing);
      if (isWanted && this.around.isThere()) this.open(opening, occasion);
    } catch (failure) {
      this.failed(failure, opening, occasion);
    }
  }

  /** What stops the engine while another run is opened says nothing of the run on the screen. */
  #enterOrStay(module: EngineModule, opening: Opening, occasion: Occasion): void {
    const { player } = this;
    try {
      this.#enter(module, opening, occasion);
    } catch (failure) {
      this.#opening = this.player === player;
      this.failed(failure, opening, occasion);
    } finally {
      this.#opening = false;
    }
  }

  #enter(module: EngineModule, opening: Opening, occasion: Occasion): void {
    const wall = this.around.wall();
    const linked = this.screen.open(module, opening, wall);
    this.attention = onNewRun(this.attention);
    this.asked = null;
    this.trouble = null;
    this.restarted = false;
    if (linked) {
      this.player?.go(linked.at, wall);
      this.screen.compare(linked.against, wall);
    }
    const { player, manner } = this;
    const { complain } = this.around;
    if (player && occasion !== "watch") player.excerpt = excerptOf(player.story, manner, complain);
    if (player && occasion === "begin") begin(player, manner, wall, complain);
    const moves = !this.attention.preferences.reducedMotion;
    if (occasion === "watch" && !linked && moves) this.player?.play(wall);
    if (player) this.around.opened(player);
    if (opening.fragment && this.ruling?.name === "") void this.#recognise(module);
  }

  /** A link can carry a scenario of the gallery under other rules: what is not as written is said as soon as that is known. */
  async #recognise(module: EngineModule): Promise<void> {
    const { player } = this;
    if (!player || !(await this.stories.recognise(module, player.story.title))) return;
    this.speak(() => this.screen.ruleAnew());
    this.around.changed();
  }

  /** Something else can be shown now. */
  refresh(): void {
    this.around.changed();
  }

  behave(manner: Manner): void {
    this.manner = manner;
    const { player } = this;
    if (player) player.excerpt = excerptOf(player.story, manner, this.around.complain);
  }

  reopen(): void {
    const { opening, occasion } = this.screen.drop();
    this.open(opening, occasion);
  }

  /** Another source is asked for while it is not in a page: that one is opened when it comes back. */
  forget(): void {
    this.screen.forget();
  }

  /** The language has changed: the same run is told anew, and goes on. */
  retell(): void {
    this.stories.forget();
    this.asked = null;
    this.attempt(() => this.screen.retell(this.around.voice(), this.around.wall()));
    if (this.attention.gallery && this.module) this.stories.show(this.module);
  }

  /** Frees the engine; the same run can be opened again at the same moment. */
  leave(): void {
    this.screen.leave();
  }

  /**
   * Says in the page what went wrong, and in the console what keeps away what its author wrote. What is neither bad input
   * nor a failure of the engine is a mistake of ours.
   */
  failed(error: unknown, opening: Opening = {}, occasion: Occasion = "return"): void {
    const trouble = troubleOf(error, opening, this.player === null);
    if (!trouble) throw error;
    if (occasion === "begin" && error instanceof Error) this.around.report(error.message);
    const isOfTheRun = trouble.kind === "failure" && !this.#opening;
    if (isOfTheRun) this.player?.halt();
    const hasStopped = isOfTheRun && trouble.reason === "panic";
    if (hasStopped && this.#recover()) return;
    this.#stopped ||= hasStopped;
    this.trouble = trouble;
    this.around.changed();
  }

  /**
   * The engine has stopped itself: what was done is done again, up to the moment on the screen, and there it waits. False:
   * that is just what the engine cannot do.
   */
  #recover(): boolean {
    const { player } = this;
    if (!player || this.#recovering || this.#unproven) return false;
    const { position } = player.world;
    this.#recovering = this.#unproven = true;
    this.reopen();
    this.attempt(() => this.player?.go(position, this.around.wall()));
    this.#recovering = false;
    this.restarted = this.trouble === null;
    return this.restarted;
  }

  /** Draws something, and gives it back; what goes wrong is said in the page. null: there is no engine to ask any more. */
  draw<T>(deed: () => T): T | null {
    if (this.#stopped && this.player) return null;
    try {
      return this.speak(deed);
    } catch (thrown) {
      this.failed(thrown);
      return null;
    }
  }

  /** Somebody has done something: the engine may be tried again. */
  protected trust(): void {
    this.#unproven = false;
  }

  /** Runs what a reader asked for; what goes wrong is said in the page. */
  attempt(deed: () => void): void {
    try {
      if (this.player) this.trouble = null;
      this.#stopped = false;
      this.sharing.forget();
      this.speak(deed);
      this.around.changed();
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  /** What is done puts words together; they are the reader's. */
  speak<T>(deed: () => T): T {
    return speaking(this.around.voice(), deed);
  }
}
