import type { Action, Inquiry, Why, WhyNot } from "../engine/door.ts";
import { SITE } from "../engine/files.ts";
import { EngineFailure } from "../engine/problems.ts";
import { linkTo } from "../share/link.ts";
import { type Arrangement, arranged, spelled } from "../state/arrangement.ts";
import { attend } from "../state/attention.ts";
import type { Intent } from "../state/intents.ts";
import type { KeyPress } from "../state/keys.ts";
import { following, zoomedBy } from "../state/span.ts";
import { fill, words } from "../words/words.ts";
import { goTo, goToEvent } from "./excerpt.ts";
import type { Player } from "./player.ts";
import { intentOfPress } from "./pressed.ts";
import { Stay } from "./stay.ts";
import { steer } from "./steer.ts";

/** One reader at one element: the run they see, where they look, what they chose, and what went wrong. */
export class Visit extends Stay {
  /** The file that was dropped last. */
  dropped: File | null = null;

  /** A file was dropped: whoever writes scenarios knows what to do with it. */
  take(file: File): void {
    this.dropped = file;
    this.perform({ want: "panel", panel: "scenario" });
  }

  /** Where a host page wants to be. Throws if there is no such place. */
  goTo(to: { time: number } | { step: string | number } | { event: number }): void {
    const { player } = this;
    const wall = this.around.wall();
    this.#obey(() => {
      if (player && "time" in to) player.seek(to.time, wall);
      else if (player && "step" in to) goTo(player, { step: String(to.step) }, wall);
      else if (player && "event" in to) goToEvent(player, to.event, wall);
    });
  }

  /** What the host page asks for; null: whatever there is room for. */
  arrange(wanted: Arrangement | null): void {
    const arrangement = wanted ?? arranged("auto", this.attention.room);
    this.attention = { ...this.attention, arrangement };
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

  perform(intent: Intent): void {
    this.trust();
    this.speak(() => this.#perform(intent));
  }

  #perform(intent: Intent): void {
    if (intent.want === "ledger-window") this.screen.lookAt(intent.sight);
    else if (intent.want === "share") this.attempt(() => this.#share());
    else if (intent.want === "report") this.attempt(() => this.#report());
    else if (intent.want === "put-away") this.sharing.forget();
    else if (intent.want === "retry") this.around.retry();
    else if (!this.#attend(intent)) this.attempt(() => this.#do(intent));
    // Not an attempt: to look about is no new deed, and what is told of the last one stays.
    if (this.comparing) this.draw(() => this.#keepStep());
    this.screen.keep();
    this.around.changed();
  }

  /** Does what a key means here; null: it is not ours. */
  press(press: KeyPress): Intent | null {
    const intent = intentOfPress(press, this.attention, this.player?.world ?? null);
    if (intent) this.perform(intent);
    return intent;
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
    return linkTo(fragment, this.home || location.href, view);
  }

  /** What leads to what is on the screen; empty without a run. */
  get fragment(): string {
    return this.screen.fragment;
  }

  /** Address of the playground's own page; empty: nobody has said where one is. */
  get home(): string {
    return this.manner.home || (SITE?.href ?? "");
  }

  act(action: Action): void {
    this.#obey(() => {
      this.player?.act(action, this.around.wall());
      this.screen.keep();
    });
  }

  /** Does what the host page asks for. It is told what goes wrong; if that is the engine, the run must be opened again. */
  #obey(deed: () => void): void {
    this.trust();
    try {
      this.speak(() => {
        deed();
        this.#keepStep();
      });
    } catch (thrown) {
      if (thrown instanceof EngineFailure) this.failed(thrown);
      throw thrown;
    }
    this.around.changed();
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

  #share(): void {
    void this.sharing.share(this.shareLink());
  }

  #report(): void {
    const { player, module, ruling } = this;
    if (!player || !module) return;
    const link = this.shareLink();
    import("./account.ts").then(
      ({ reportOn }) =>
        this.attempt(() => {
          void this.sharing.report(reportOn(player, module.version(), ruling, link));
        }),
      // The link alone leads to all that the report would have told.
      () => this.sharing.share(link),
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
        this.restarted = false;
        return;
      case "tell":
        player?.perception.add(intent.text, this.around.wall());
        return;
      case "build-wall":
        this.#buildWall();
        return;
      case "bookmark":
        if (player) this.#mark(player);
        return;
      case "zoom-by":
        if (player) this.#zoomBy(intent.direction, player);
        return;
      case "compare":
        this.screen.compare(intent.against, this.around.wall());
        return;
      case "stop-comparing":
        this.screen.stopComparing();
        return;
      case "find":
        player?.lists.find(intent.text, intent.more);
        return;
    }
    if (player) steer(intent, player, this.around.wall());
  }

  /** The flag on the time line is seen, and has to be heard as well. */
  #mark(player: Player): void {
    const bookmark = player.here();
    const { position, text } = bookmark;
    this.#attend({ want: "mark", bookmark });
    const time = Math.round(position.time);
    player.perception.tell(fill(words.timeline.bookmark, { time, text }), this.around.wall());
  }

  #keepStep(): void {
    this.screen.keepStep(this.around.wall());
  }

  #zoomBy(direction: 1 | -1 | 0, player: Player): void {
    const zoom = zoomedBy(direction, this.attention.zoom, player.now, player.end);
    this.attention = { ...this.attention, zoom };
    const { span, whole } = words.timeline;
    const inSight = zoom && { from: Math.round(zoom.from), to: Math.round(zoom.to) };
    player.perception.tell(inSight ? fill(span, inSight) : whole, this.around.wall());
  }

  #buildWall(): void {
    const { choosing } = this.attention;
    this.attention = { ...this.attention, choosing: null };
    if (choosing) this.player?.act({ partition: [[...choosing], "rest"] }, this.around.wall());
  }
}
