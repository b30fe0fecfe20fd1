import type { Trouble } from "../controls/trouble.ts";
import type { Action, EngineModule, Inquiry, Opening, Why, WhyNot } from "../engine/door.ts";
import { EngineFailure, EngineProblem } from "../engine/problems.ts";
import { type Arrangement, arranged } from "../state/arrangement.ts";
import { type Attention, attend, attentive, onNewRun } from "../state/attention.ts";
import type { Intent } from "../state/intents.ts";
import { intentOfKey, type KeyPress } from "../state/keys.ts";
import { cut } from "../state/links.ts";
import { NEWEST, type Sight } from "../state/logs.ts";
import { defaultPreferences } from "../state/preferences.ts";
import { following, zoomedBy } from "../state/span.ts";
import { type Comparing, SideBySide } from "./comparing.ts";
import { Player } from "./player.ts";
import { type Ruling, rulingOf } from "./ruling.ts";
import { Sharing } from "./sharing.ts";
import { steer } from "./steer.ts";

/** What the surroundings of a visit must do for it. */
export type Surroundings = {
  /** Something other than the passing of time changed. */
  changed(): void;
  wall(): number;
  retry(): void;
};

/** One reader at one element: the run they see, where they look, what they chose, and what went wrong. */
export class Visit {
  player: Player | null = null;
  attention: Attention;
  /** The last question and its answer. It stays while the reader walks along the chain: walking is no new question. */
  asked: { question: Inquiry; answer: Why | WhyNot | null } | null = null;
  trouble: Trouble | null = null;
  /** The rules of the run on the screen. */
  ruling: Ruling | null = null;
  readonly sharing: Sharing;
  readonly #beside = new SideBySide();
  #around: Surroundings;
  #module: EngineModule | null = null;
  #loading = false;
  #sight = NEWEST;
  /** The run as a link, kept outside the engine: it survives the engine and a removal from the page. */
  #keepsake: Opening = {};

  constructor(around: Surroundings, reducedMotion: boolean) {
    this.#around = around;
    this.attention = attentive(defaultPreferences(reducedMotion));
    this.sharing = new Sharing(() => this.#around.changed());
  }

  /** Another run beside the one on the screen. */
  get comparing(): Comparing | null {
    return this.#beside.comparing;
  }

  get module(): EngineModule | null {
    return this.#module;
  }

  /** Fetches the engine and opens a run with it, or the one that was there before. null: it did not work, or is under way. */
  async load(fetch: () => Promise<EngineModule>, opening: Opening): Promise<Player | null> {
    if (this.#loading) return null;
    this.#loading = true;
    try {
      const known = this.#module;
      this.#module = await fetch();
      if (known) this.reopen();
      else this.open(opening);
    } catch (failure) {
      this.failed(failure);
    }
    this.#loading = false;
    return this.player;
  }

  /** A run that cannot be opened leaves the one on the screen as it is. */
  open(opening: Opening): void {
    // Without a run there is nothing better to try again.
    if (!this.player) this.#keepsake = opening;
    this.attempt(() => {
      if (!this.#module) return;
      const engine = this.#module.open(opening);
      this.#keepsake = opening;
      this.#beside.end();
      this.player?.engine.free();
      this.player = new Player(engine, () => this.attention.preferences, this.#around.wall());
      this.player.lookAt(this.#sight);
      this.ruling = rulingOf(engine, this.#module.gallery());
      this.attention = onNewRun(this.attention);
      this.asked = null;
      this.trouble = null;
    });
  }

  /** What the host page asks for; null: whatever there is room for. */
  arrange(wanted: Arrangement | null): void {
    const arrangement = wanted ?? arranged("auto", this.attention.room);
    this.attention = { ...this.attention, arrangement };
  }

  reopen(): void {
    this.#letGo();
    this.open(this.#keepsake);
  }

  /** Frees the engine; the same run can be opened again at the same moment. */
  leave(): void {
    const { player } = this;
    if (player) this.#keepsake = { fragment: player.synchronised().shareLink() };
    this.#letGo();
  }

  #letGo(): void {
    this.#beside.end();
    this.player?.engine.free();
    this.player = null;
  }

  /** Time has passed: a zoomed time line turns its page. */
  tick(wall: number): void {
    const { player, attention } = this;
    player?.tick(wall);
    this.comparing?.keepStep(wall);
    if (!player?.playing || !attention.zoom) return;
    const zoom = following(attention.zoom, player.now);
    if (zoom !== attention.zoom) this.attention = { ...attention, zoom };
  }

  /** Says in the page what went wrong; what is neither bad input nor a failure of the engine is a mistake of ours. */
  failed(error: unknown): void {
    if (error instanceof EngineProblem) {
      this.trouble = { kind: "problem", problem: error.problem, fatal: this.player === null };
    } else if (error instanceof EngineFailure) {
      this.player?.halt();
      this.trouble = { kind: "failure", reason: error.reason, technical: error.technical };
    } else throw error;
    this.#around.changed();
  }

  /** Runs what a reader asked for; what goes wrong is said in the page. */
  attempt(deed: () => void): void {
    try {
      if (this.player) this.trouble = null;
      this.sharing.forget();
      deed();
      this.#around.changed();
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  perform(intent: Intent): void {
    if (intent.want === "ledger-window") this.#lookAt(intent.sight);
    else if (intent.want === "share") void this.sharing.share(this.shareLink());
    else if (intent.want === "report") void this.sharing.report(this.player, this.shareLink());
    else if (intent.want === "retry") this.#around.retry();
    else if (!this.#attend(intent)) this.attempt(() => this.#do(intent));
    if (this.comparing) this.attempt(() => this.#keepStep());
    this.#around.changed();
  }

  /** Whether the key was ours. */
  press(press: KeyPress): boolean {
    const { player } = this;
    const servers = [...(player?.world.servers.values() ?? [])];
    const up = new Set(servers.filter((server) => server.up).map((server) => server.id));
    const { cursor, choosing, preferences, seenBy } = this.attention;
    const intent = intentOfKey(press, {
      letters: preferences.letters,
      selected: cursor.selected,
      choosing: choosing !== null,
      up,
      seenBy,
      cut: (a, b) => (player ? cut(player.world, a, b, false) : { cut: { from: a, to: b } }),
    });
    if (intent) this.perform(intent);
    return intent !== null;
  }

  shareLink(): string {
    const fragment = this.player?.synchronised().shareLink();
    return fragment ? this.sharing.addressOf(fragment) : "";
  }

  act(action: Action): void {
    this.player?.act(action, this.#around.wall());
    this.#keepStep();
  }

  #attend(intent: Intent): boolean {
    const next = attend(this.attention, intent);
    if (!next) return false;
    this.attention = next;
    if (intent.want === "why") this.#ask(intent.question);
    // A message in flight is gone in a moment: who picks one wants to look at it.
    if (intent.want === "select" && intent.subject?.kind === "message" && this.player?.playing)
      this.attempt(() => this.player?.pause());
    return true;
  }

  #lookAt(sight: Sight): void {
    this.#sight = sight;
    this.player?.lookAt(sight);
    this.#beside.lookAt(sight);
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
        this.open(intent.opening);
        // A run that stayed because the other one could not be opened goes on as it was.
        if (this.player !== player && !this.attention.preferences.reducedMotion)
          this.player?.play(this.#around.wall());
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
        if (player && this.#module)
          this.#beside.open(this.#module, player, intent.against, this.#around.wall());
        return;
      case "stop-comparing":
        this.#beside.end();
        return;
      case "find":
        player?.lists.find(intent.text, intent.more);
        return;
    }
    if (player) steer(intent, player, this.#around.wall());
  }

  #keepStep(): void {
    this.#beside.keepStep(this.#module, this.player, this.#around.wall());
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
