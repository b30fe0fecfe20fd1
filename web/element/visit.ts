import type { Trouble } from "../controls/trouble.ts";
import type { Action, EngineModule, Opening } from "../engine/door.ts";
import { EngineFailure, EngineProblem } from "../engine/problems.ts";
import { copyText } from "../share/clipboard.ts";
import { linkTo } from "../share/link.ts";
import { type Cursor, NOWHERE, type Subject, same } from "../state/cursor.ts";
import type { Intent, Panel } from "../state/intents.ts";
import { intentOfKey, type KeyPress } from "../state/keys.ts";
import { defaultPreferences, type Preferences } from "../state/preferences.ts";
import { Player } from "./player.ts";

/** What the surroundings of a visit must do for it. */
export type Surroundings = {
  /** Something other than the passing of time changed. */
  changed(): void;
  wall(): number;
  retry(): void;
};

/** What became of "copy link". `byHand`: the link, where the clipboard is closed to us. */
export type Sharing = { copied: boolean; byHand: string };
const NOT_SHARED: Sharing = { copied: false, byHand: "" };

/** One reader at one element: the run they see, where they look, what they chose, and what went wrong. */
export class Visit {
  player: Player | null = null;
  cursor: Cursor = NOWHERE;
  choosing: readonly string[] | null = null;
  panel: Panel = "try";
  trouble: Trouble | null = null;
  preferences: Preferences;
  sharing: Sharing = NOT_SHARED;
  #around: Surroundings;
  #module: EngineModule | null = null;
  /** The run as a link, kept outside the engine: it survives the engine and a removal from the page. */
  #keepsake: Opening = {};

  constructor(around: Surroundings, reducedMotion: boolean) {
    this.#around = around;
    this.preferences = defaultPreferences(reducedMotion);
  }

  get module(): EngineModule | null {
    return this.#module;
  }

  arrive(module: EngineModule, opening: Opening): void {
    this.#module = module;
    this.open(opening);
  }

  /** A run that cannot be opened leaves the one on the screen as it is. */
  open(opening: Opening): void {
    this.#keepsake = opening;
    this.attempt(() => {
      if (!this.#module) return;
      const engine = this.#module.open(opening);
      this.player?.engine.free();
      this.player = new Player(engine, () => this.preferences, this.#around.wall());
      this.cursor = NOWHERE;
      this.choosing = null;
      this.trouble = null;
    });
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
    this.player?.engine.free();
    this.player = null;
  }

  /** Says in the page what went wrong; what is neither bad input nor a failure of the engine is a mistake of ours. */
  failed(error: unknown): void {
    if (error instanceof EngineProblem) {
      this.trouble = { kind: "problem", problem: error.problem, fatal: this.player === null };
    } else if (error instanceof EngineFailure) {
      this.player?.pause();
      this.trouble = { kind: "failure", reason: error.reason, technical: error.technical };
    } else throw error;
    this.#around.changed();
  }

  /** Runs what a reader asked for; what goes wrong is said in the page. */
  attempt(deed: () => void): void {
    try {
      if (this.player) this.trouble = null;
      this.sharing = NOT_SHARED;
      deed();
      this.#around.changed();
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  perform(intent: Intent): void {
    if (intent.want === "hover") {
      // The pointer moves all the time, but seldom onto something else.
      if (same(intent.subject, this.cursor.hover)) return;
      this.cursor = { ...this.cursor, hover: intent.subject };
    } else if (intent.want === "ledger-window")
      this.player?.lookAt({ from: intent.from, to: intent.to });
    else if (intent.want === "share") void this.#share();
    else if (intent.want === "retry") this.#around.retry();
    else this.attempt(() => this.#do(intent));
    this.#around.changed();
  }

  /** Whether the key was ours. */
  press(press: KeyPress): boolean {
    const servers = [...(this.player?.world.servers.values() ?? [])];
    const up = new Set(servers.filter((server) => server.up).map((server) => server.id));
    const { letters } = this.preferences;
    const { selected } = this.cursor;
    const intent = intentOfKey(press, { letters, selected, choosing: this.choosing !== null, up });
    if (intent) this.perform(intent);
    return intent !== null;
  }

  shareLink(): string {
    const fragment = this.player?.synchronised().shareLink();
    return fragment ? linkTo(fragment, location.href) : "";
  }

  async #share(): Promise<void> {
    const link = this.shareLink();
    const copied = await copyText(link);
    this.sharing = { copied, byHand: copied ? "" : link };
    this.#around.changed();
  }

  #do(intent: Intent): void {
    const { player } = this;
    const wall = this.#around.wall();
    switch (intent.want) {
      case "open":
        this.open(intent.opening);
        if (!this.preferences.reducedMotion) this.player?.play();
        return;
      case "panel":
        this.panel = intent.panel;
        this.cursor = NOWHERE;
        return;
      case "letters":
        this.preferences = { ...this.preferences, letters: intent.on };
        return;
      case "speed":
        this.preferences = { ...this.preferences, speed: intent.speed };
        return;
      case "choose-sides":
        this.choosing = intent.chosen;
        this.cursor = NOWHERE;
        if (intent.chosen) this.panel = "try";
        return;
      case "select":
        this.#select(intent.subject);
        return;
      case "dismiss":
        return;
    }
    if (player) this.#steer(intent, player, wall);
  }

  #steer(intent: Intent, player: Player, wall: number): void {
    switch (intent.want) {
      case "play":
        player.play();
        break;
      case "pause":
        player.pause();
        break;
      case "toggle":
        if (player.playing) player.pause();
        else player.play();
        break;
      case "next":
        player.step(1, player.nextKind(), wall);
        break;
      case "back":
        player.step(-1, player.nextKind(), wall);
        break;
      case "step":
        player.step(intent.direction, intent.what, wall);
        break;
      case "seek":
        player.seek(intent.to, wall);
        break;
      case "go":
        player.go(intent.position, wall);
        break;
      case "to-step-start":
        player.toStepStart(wall);
        break;
      case "act":
        this.act(intent.action);
        break;
      case "release":
        this.act("release");
        break;
      case "build-wall":
        this.#buildWall();
        break;
      case "to-story":
        player.jump((engine) => engine.backToStory(), wall);
        break;
      case "reset":
        player.jump((engine) => engine.reset(), wall);
        break;
      case "branch":
        player.jump((engine) => engine.switchBranch(intent.id), wall);
        break;
      case "choose-answer":
        player.guess(intent.answer);
        break;
    }
  }

  act(action: Action): void {
    this.player?.act(action, this.#around.wall());
  }

  #buildWall(): void {
    const { choosing } = this;
    this.choosing = null;
    if (choosing) this.act({ partition: [[...choosing], "rest"] });
  }

  /** A message in flight is gone in a moment: who picks one wants to look at it. */
  #select(subject: Subject | null): void {
    if (subject?.kind === "message") this.player?.pause();
    const again = same(subject, this.cursor.selected) && subject?.kind === "entry";
    this.cursor = { ...this.cursor, selected: again ? null : subject };
  }
}
