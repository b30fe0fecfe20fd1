import type { EngineModule, Inquiry, Opening, Why, WhyNot } from "../engine/door.ts";
import { type Attention, attentive, onNewRun } from "../state/attention.ts";
import { type Manner, PLAIN } from "../state/manner.ts";
import { defaultPreferences } from "../state/preferences.ts";
import type { Comparing } from "./comparing.ts";
import { begin, excerptOf } from "./excerpt.ts";
import { Fetching } from "./fetching.ts";
import { lackingFor, type Occasion, OnScreen } from "./on-screen.ts";
import type { Player } from "./player.ts";
import { BLANK, type Poster } from "./poster.ts";
import { Recovering, type Surroundings } from "./recovering.ts";
import type { Ruling } from "./ruling.ts";
import { Stories } from "./stories.ts";

/** A run on the screen of one element: how it comes there, how it is kept, and how it comes back. */
export class Stay extends Recovering {
  attention: Attention;
  /** The last question and its answer. It stays while the reader walks along the chain: walking is no new question. */
  asked: { question: Inquiry; answer: Why | WhyNot | null } | null = null;
  /** What is to be seen before there is a run. */
  poster: Poster = BLANK;
  /** How the host page wants it. */
  manner: Manner = PLAIN;
  readonly stories: Stories;
  readonly fetching = new Fetching();
  protected readonly screen = new OnScreen(() => this.attention.preferences);
  #loading = false;
  /** A run that is opened as soon as its scenario is there. */
  #arriving: Promise<void> | null = null;

  constructor(around: Surroundings, reducedMotion: boolean) {
    super(around);
    this.attention = attentive(defaultPreferences(reducedMotion));
    this.stories = new Stories(
      () => this.around.changed(),
      (deed) => this.speak(deed),
    );
  }

  override get player(): Player | null {
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
      const missing = this.#lackingFor(module, opening, occasion);
      if (missing === null) return;
      if (missing.length > 0) this.#arriving = this.#openLater(module, missing, opening, occasion);
      else this.#enterOrStay(module, opening, occasion);
    });
  }

  /** null: what was to be opened is nothing that could be, as a link that was cut off; it has been said. */
  #lackingFor(module: EngineModule, opening: Opening, occasion: Occasion): string[] | null {
    try {
      return lackingFor(module, opening);
    } catch (failure) {
      this.failed(failure, opening, occasion);
      return null;
    }
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
      this.failed(failure, opening, occasion, this.player === player);
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
    if (player) player.sent = occasion !== "return" && opening.fragment !== undefined;
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

  protected override reopen(): void {
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
}
