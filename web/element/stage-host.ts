import { css, html } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { Popover } from "../controls/popover.ts";
import { placeBeside } from "../scene/beside.ts";
import type { ClusterScene } from "../scene/cluster.ts";
import { clusterScene } from "../scene/cluster.ts";
import { type Box, type Layout, layOut, type Point } from "../scene/geometry.ts";
import { ghostScene } from "../scene/ghost.ts";
import { placeOfSubject, subjectsAt } from "../scene/pick.ts";
import type { ClusterView } from "../scene/view.ts";
import { cycle, type Subject } from "../state/cursor.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { stageStyles } from "../styles/stage.ts";
import { termHues } from "../styles/tokens.ts";
import { Stage } from "../svg/stage.ts";
import { words } from "../words/words.ts";
import { enterCard } from "./later.ts";
import { Ruler } from "./ruler.ts";

/** How far a mark reaches to each side, in pixels. */
const MARK_RADIUS = 12;

/** Holds the stage, knows its size, and turns taps into subjects. Popovers are slotted over it. */
export class StageHost extends Control {
  #stage = new Stage(words.stage.label, {
    tapped: (at) => this.#tapped(at),
    pointed: (at) => this.#pointed(at),
    activated: (server) => this.#activated(server),
  });
  #box: Box = { width: 0, height: 0 };
  #layout: { key: string; layout: Layout } | null = null;
  #scene: ClusterScene | null = null;
  #view: ClusterView | null = null;
  #ruler = new Ruler(this, ".frame", () => this.#measured());

  static override styles = [
    base,
    termHues,
    stageStyles,
    css`
      :host { position: relative; }
      .frame { position: absolute; inset: 0; outline: none; }
      @container (max-width: 29.99rem) {
        .frame { position: relative; height: var(--stage-size); }
      }
    `,
  ];

  override render() {
    // Focusable by a click, so that the keys work after it; not a tab stop, because nothing could be done there. The host
    // itself must not have a negative tab index: that would take the servers inside out of the tab order.
    return html`<div class="frame" tabindex="-1">${this.#stage.element}</div><slot></slot>`;
  }

  paint(world: World, view: ClusterView, now: number): void {
    this.#view = view;
    if (this.#box.width === 0) return;
    this.#scene = clusterScene(world, this.#layoutFor(world), view, now);
    this.#stage.apply(this.#scene);
  }

  paintGhost(servers: number): void {
    if (this.#box.width > 0) this.#stage.apply(ghostScene(this.#box, servers));
  }

  /** Where a mark of a server stands, in pixels: at its shoulder. */
  shoulderOf(server: string): Point | null {
    const picture = this.#scene?.servers.find((one) => one.key === server);
    if (!picture) return null;
    // Outside of the circle: a mark on its edge would cover the name in a small picture.
    const { scale } = this.#ruler;
    const away = (picture.radius * scale + MARK_RADIUS) * Math.SQRT1_2;
    return { x: picture.x * scale - away, y: picture.y * scale - away };
  }

  /** Where a card of that size stands beside a subject, in pixels; null when it is not on the stage. */
  beside(subject: Subject, size: Box): Point | null {
    const anchor = this.#scene ? placeOfSubject(this.#scene, subject) : null;
    if (!anchor || !this.#scene) return null;
    const at = placeBeside(anchor, size, this.#scene);
    const { scale } = this.#ruler;
    return { x: at.x * scale, y: at.y * scale };
  }

  focusServer(id: string): void {
    this.#stage.focusServer(id);
  }

  #layoutFor(world: World): Layout {
    const clients = world.clients.map((client) => client.id);
    const marked = world.deviations.length > 0;
    const key = [this.#box.width, this.#box.height, marked, ...world.serverIds, ...clients].join();
    if (this.#layout?.key !== key)
      this.#layout = { key, layout: layOut(world.serverIds, clients, this.#box, marked) };
    return this.#layout.layout;
  }

  #measured(): void {
    const { width, height } = this.#ruler;
    if (width === this.#box.width && height === this.#box.height) return;
    this.#box = { width, height };
    this.dispatchEvent(new CustomEvent("stage-resized", { bubbles: true }));
  }

  #tapped(at: Point): void {
    const scene = this.#scene;
    if (!scene) return;
    this.#chosen(cycle(subjectsAt(scene, at), this.#view?.cursor.selected ?? null));
  }

  #chosen(subject: Subject | null): void {
    const choosing = this.#view?.choosing;
    if (!choosing) intend(this, { want: "select", subject });
    else if (subject?.kind === "server") {
      const { id } = subject;
      const chosen = choosing.includes(id)
        ? choosing.filter((one) => one !== id)
        : [...choosing, id];
      intend(this, { want: "choose-sides", chosen });
    }
  }

  /** Who came by keyboard goes on by keyboard: into the card, and from there back to the server. */
  #activated(server: string): void {
    this.#chosen({ kind: "server", id: server });
    if (!this.#view?.choosing) enterCard(this.querySelector<Popover>("raft-popover"));
  }

  #pointed(at: Point | null): void {
    const [subject] = at && this.#scene ? subjectsAt(this.#scene, at) : [];
    intend(this, { want: "hover", subject: subject ?? null });
  }
}

define("raft-stage", StageHost);
