import spacetimeWords from "words:spacetime";
import { html, nothing } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { Spacetime } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";
import { placeOnAxis, timeOnAxis } from "../scene/axis.ts";
import type { Point } from "../scene/geometry.ts";
import { type SpacetimeScene, spacetimeScene } from "../scene/spacetime.ts";
import { arrowAt, laneAt } from "../scene/voyage.ts";
import type { Attention } from "../state/attention.ts";
import type { Subject } from "../state/cursor.ts";
import { brokenPromises } from "../state/guilt.ts";
import { intend } from "../state/intents.ts";
import { panned, type Span, zoomed } from "../state/span.ts";
import { base } from "../styles/base.ts";
import { spacetimeFrame, spacetimeStyles } from "../styles/spacetime.ts";
import { termHues } from "../styles/tokens.ts";
import { SpacetimePlot } from "../svg/spacetime.ts";
import { counted, fill } from "../words/words.ts";
import type { Player } from "./player.ts";
import { Ruler } from "./ruler.ts";
import "../controls/spacetime-text.ts";

/** Down the page a simulated millisecond has at least so much room. */
const UPRIGHT_PER_MS = 1.1;
const UPRIGHT_AT_MOST = 6000;
/** A drag that is shorter is a click. */
const DRAG = 4;
/** The space-time diagram: across the page on one scale with the time line, or down the page in a tab. */
export class SpacetimeHost extends Control {
  static override properties = {
    upright: { type: Boolean, reflect: true },
    scene: { state: true },
  };
  declare upright: boolean;
  declare scene: SpacetimeScene | null;
  #plot = new SpacetimePlot();
  #key: readonly unknown[] = [];
  #drawn: Spacetime | null = null;
  #span: Span = { from: 0, to: 1 };
  #end = 1;
  #length = 0;
  #now = 0;
  /** What is in sight of the diagram. Kept, because to ask for it in every frame would lay the page out in every frame. */
  #sight = { top: 0, height: 0 };
  #drag: { x: number; span: Span } | null = null;
  #ruler = new Ruler(this, ".plot", () => this.#measured());

  constructor() {
    super();
    this.upright = false;
    this.scene = null;
    this.#listen(this.#plot.element);
  }

  static override styles = [base, termHues, spacetimeStyles, spacetimeFrame];

  override render() {
    const scene = this.scene;
    return html`
      ${scene && scene.omitted > 0 ? html`<p class="note">${counted(spacetimeWords.omitted, scene.omitted)}</p>` : nothing}
      <div class="frame" @scroll=${this.#scrolled} tabindex=${this.upright ? 0 : nothing} role="group" aria-label=${spacetimeWords.label}>
        <div class="names">${scene?.lanes.map((lane) => this.#name(lane))}</div>
        <div class="plot">${this.#plot.element}</div>
      </div>
      <raft-spacetime-text .spacetime=${this.#drawn} .from=${this}></raft-spacetime-text>
    `;
  }

  /** Draws the run around the playhead. What was drawn stays as long as neither run nor attention has changed. */
  paint(player: Player, attention: Attention): void {
    const span = attention.zoom ?? { from: 0, to: player.end };
    this.#span = span;
    this.#end = player.end;
    if (this.#length <= 0) return;
    const { cursor, seenBy, collapsed } = attention;
    try {
      const spacetime = player.lists.spacetime(span);
      const broken = brokenPromises(player.world.violations);
      const clients = player.world.clients.map((client) => client.id);
      const extent = this.#extent();
      const key = [
        spacetime,
        span.from,
        span.to,
        extent,
        cursor,
        seenBy,
        collapsed,
        broken,
        clients.join(),
      ];
      if (!this.scene || key.some((part, order) => part !== this.#key[order])) {
        this.#key = key;
        this.#drawn = spacetime;
        const view = { clients, cursor, seenBy, collapsed, broken, upright: this.upright };
        this.scene = spacetimeScene(spacetime, span, extent, view);
        this.#plot.apply(this.scene, this.#ruler.scale);
      }
    } catch (thrown) {
      // The cluster says what is wrong; a diagram of nothing would only add noise.
      if (!(thrown instanceof EngineProblem)) throw thrown;
    }
    if (!this.scene) return;
    const playhead = placeOnAxis(this.scene.axis, player.now);
    this.#plot.play(playhead);
    if (this.upright && player.now !== this.#now) this.#keepInSight(playhead * this.#ruler.scale);
    this.#now = player.now;
  }

  /** Down the page the diagram is longer than its place: it scrolls itself, never the page around it. */
  #keepInSight(playhead: number): void {
    const { top, height } = this.#sight;
    if (playhead > top && playhead < top + height * 0.8) return;
    const frame = this.renderRoot.querySelector(".frame");
    if (frame) frame.scrollTop = playhead - height * 0.4;
  }

  #extent(): number {
    if (!this.upright) return this.#length;
    const wanted = (this.#span.to - this.#span.from) * UPRIGHT_PER_MS;
    return Math.min(UPRIGHT_AT_MOST, Math.max(380, wanted));
  }

  #scrolled(event: Event): void {
    const { scrollTop, clientHeight } = event.currentTarget as HTMLElement;
    this.#sight = { top: scrollTop, height: clientHeight };
  }

  #measured(): void {
    this.#sight.height = this.renderRoot.querySelector(".frame")?.clientHeight ?? 0;
    const { width } = this.#ruler;
    if (width === this.#length) return;
    this.#length = width;
    // Only now is it known where the moment on the screen lies.
    this.#now = Number.NaN;
    this.dispatchEvent(new CustomEvent("stage-resized", { bubbles: true }));
  }

  #name(lane: SpacetimeScene["lanes"][number]) {
    const across = lane.across * this.#ruler.scale;
    const place = this.upright ? `left:${across}px` : `top:${across}px`;
    const subject = { kind: lane.kind, id: lane.name } as const;
    return html`
      <button
        .style=${place}
        aria-expanded=${!lane.collapsed}
        aria-label=${fill(spacetimeWords.fold, { name: lane.name })}
        title=${fill(spacetimeWords.fold, { name: lane.name })}
        @click=${() => intend(this, { want: "collapse", server: lane.name })}
        @pointerenter=${() => intend(this, { want: "hover", subject })}
        @pointerleave=${() => intend(this, { want: "hover", subject: null })}
      >${lane.name}</button>
    `;
  }

  #listen(svg: SVGSVGElement): void {
    svg.addEventListener("pointermove", (event) => this.#moved(event));
    svg.addEventListener("pointerleave", () => intend(this, { want: "hover", subject: null }));
    svg.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && !this.upright)
        this.#drag = { x: event.clientX, span: this.#span };
    });
    svg.addEventListener("pointerup", (event) => this.#released(event));
    svg.addEventListener("pointercancel", () => {
      this.#drag = null;
    });
    svg.addEventListener("dblclick", (event) => {
      if (this.scene) intend(this, { want: "seek", to: this.#timeAt(event) });
    });
    svg.addEventListener(
      "wheel",
      (event) => {
        // Without a modifier the wheel belongs to the page.
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const span = zoomed(
          this.#span,
          event.deltaY > 0 ? 1.25 : 0.8,
          this.#timeAt(event),
          this.#end,
        );
        intend(this, { want: "zoom", span });
      },
      { passive: false },
    );
  }

  #moved(event: PointerEvent): void {
    if (event.pointerType !== "mouse") return;
    const drag = this.#drag;
    if (drag && event.buttons === 1 && Math.abs(event.clientX - drag.x) > DRAG) {
      const share = (drag.x - event.clientX) / Math.max(1, this.#extent());
      intend(this, { want: "zoom", span: panned(drag.span, share, this.#end) });
      return;
    }
    intend(this, { want: "hover", subject: this.#subjectAt(event) });
  }

  #released(event: PointerEvent): void {
    const dragged = this.#drag !== null && Math.abs(event.clientX - this.#drag.x) > DRAG;
    this.#drag = null;
    if (!dragged) intend(this, { want: "select", subject: this.#subjectAt(event) });
  }

  #subjectAt(event: MouseEvent): Subject | null {
    const { scene } = this;
    if (!scene) return null;
    const at = this.#place(event);
    const arrow = arrowAt(scene, at);
    if (arrow) return { kind: "message", id: arrow.id };
    const lane = laneAt(scene, at);
    return lane ? { kind: lane.kind, id: lane.name } : null;
  }

  #timeAt(event: MouseEvent): number {
    return this.scene ? Math.max(0, timeOnAxis(this.scene.axis, this.#place(event).x)) : 0;
  }

  /** x along time, y across the lanes, whichever way time runs. */
  #place(event: MouseEvent): Point {
    const svg = this.#plot.element;
    const frame = svg.getBoundingClientRect();
    const { width, height } = svg.viewBox.baseVal;
    const x = ((event.clientX - frame.left) / (frame.width || 1)) * width;
    const y = ((event.clientY - frame.top) / (frame.height || 1)) * height;
    return this.upright ? { x: y, y: x } : { x, y };
  }
}

define("raft-spacetime", SpacetimeHost);
