import historyWords from "words:history";
import { html, nothing } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import { operationFor } from "../controls/lane-keys.ts";
import { finding, names, pixels, plot, SCALE, type Stand } from "../controls/lane-parts.ts";
import type { OperationSpan } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";
import { placeOnAxis } from "../scene/axis.ts";
import { type History, type HistoryScene, historyScene } from "../scene/history.ts";
import type { Attention } from "../state/attention.ts";
import { same } from "../state/cursor.ts";
import type { Span } from "../state/span.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { clientsStyles } from "../styles/clients.ts";
import { termHues } from "../styles/tokens.ts";
import { counted } from "../words/words.ts";
import type { Player } from "./player.ts";
import { Ruler } from "./ruler.ts";
import "../controls/history-text.ts";
import "../controls/operation-card.ts";

/** Clients' operations as bars over time, on one scale with the time line, and the order in which they took effect. */
export class ClientsHost extends Control {
  static override properties = { scene: { state: true } };
  declare scene: HistoryScene | null;
  #history: History | null = null;
  #world: World | null = null;
  #chosen: OperationSpan | null = null;
  #key: readonly unknown[] = [];
  #length = 0;
  #now = 0;
  #seenBy: string | null = null;
  /** The operation that the Tab key leads to, if it is in sight. */
  #stop = "";
  #ruler = new Ruler(this, ".plot", () => this.#measured());

  constructor() {
    super();
    this.scene = null;
  }

  static override styles = [base, termHues, clientsStyles];

  override render() {
    const { scene } = this;
    const stand = this.#stand();
    return html`
      <div class="findings">${scene?.findings.map(finding)}</div>
      <div class="frame">
        <div class="names">${scene ? names(scene, stand) : nothing}</div>
        <div
          class="plot"
          role="group"
          aria-label=${historyWords.label}
          .style=${`height:${pixels((scene?.breadth ?? 0) + SCALE, this.#ruler.scale)}`}
          @keydown=${this.#keyed}
        >${scene ? plot(scene, stand) : nothing}</div>
      </div>
      ${scene && scene.omitted > 0 ? html`<p class="more">${counted(historyWords.omitted, scene.omitted)}</p>` : nothing}
      ${this.#seenBy === null ? this.#inWords(scene) : nothing}
    `;
  }

  /** Not through the eyes of a server: it would read there what it cannot see. */
  #inWords(scene: HistoryScene | null) {
    return html`
      <raft-operation-card
        .operation=${this.#chosen}
        .linearization=${this.#history?.linearization ?? null}
        .world=${this.#world}
        .from=${this}
      ></raft-operation-card>
      <raft-history-text
        .history=${this.#history}
        .clients=${scene?.lanes.map((lane) => lane.client) ?? []}
        .from=${this}
      ></raft-history-text>
    `;
  }

  override updated(): void {
    this.#play();
  }

  /** Draws the run around the playhead. What was drawn stays as long as neither run nor attention has changed. */
  paint(player: Player, attention: Attention): void {
    this.#now = player.now;
    if (this.#length <= 0) return;
    try {
      this.#look(player, attention, attention.zoom ?? { from: 0, to: player.end });
    } catch (thrown) {
      // The cluster says what is wrong; lanes of nothing would only add noise.
      if (!(thrown instanceof EngineProblem)) throw thrown;
    }
    this.#play();
  }

  #look(player: Player, { cursor, seenBy }: Attention, span: Span): void {
    const { world } = player;
    const history = this.#told(player, span);
    const clients = world.clients.map((client) => client.id);
    const { selected } = cursor;
    // The card of a chosen operation says what can be asked just now.
    const present = selected?.kind === "operation" ? world : null;
    const scale = [span.from, span.to, this.#length, this.#ruler.scale];
    const key = [history, ...scale, cursor, seenBy, clients.join(), present];
    if (key.every((part, order) => part === this.#key[order])) return;
    this.#key = key;
    this.#world = world;
    this.#seenBy = seenBy;
    const isChosen = ({ id, client }: OperationSpan) =>
      same({ kind: "operation", id, client }, selected);
    this.#chosen = history.spacetime.operations.find(isChosen) ?? null;
    if (this.#chosen) this.#stop = this.#chosen.id;
    this.scene = historyScene(history, span, this.#length, { clients, cursor, seenBy });
  }

  /** What is told of a stretch that has not changed is not asked for again. */
  #told({ lists, engine }: Player, span: Span): History {
    const spacetime = lists.spacetime(span);
    const { timeline } = lists;
    const before = this.#history;
    if (before?.spacetime === spacetime && before.timeline === timeline) return before;
    const linearization =
      before?.spacetime === spacetime
        ? before.linearization
        : engine.linearization(span.from, span.to);
    this.#history = { spacetime, linearization, timeline };
    return this.#history;
  }

  /** The future, as far as it is recorded, lies right of the playhead, paler. Written at once: it moves in every frame. */
  #play(): void {
    if (!this.scene) return;
    const { axis } = this.scene;
    const along = Math.max(-1, Math.min(axis.length + 1, placeOnAxis(axis, this.#now)));
    for (const part of [".ahead", ".playhead"])
      this.renderRoot
        .querySelector<HTMLElement>(part)
        ?.style.setProperty("left", pixels(along, this.#ruler.scale));
  }

  #measured(): void {
    const { width } = this.#ruler;
    if (width === this.#length) return;
    this.#length = width;
    this.dispatchEvent(new CustomEvent("stage-resized", { bubbles: true }));
  }

  #stand(): Stand {
    const lanes = this.scene?.lanes ?? [];
    const stops = lanes.flatMap(({ bars, bundles }) => [...bars, ...bundles]);
    const stop = stops.find((one) => one.key === this.#stop) ?? stops[0];
    const stopAt = (key: string) => {
      this.#stop = key;
      this.requestUpdate();
    };
    return { from: this, scale: this.#ruler.scale, stop: stop?.key ?? "", stopAt };
  }

  #keyed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = operationFor(event.key, event.target as HTMLElement, this.renderRoot);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

define("raft-clients", ClientsHost);
