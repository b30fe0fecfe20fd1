import type { ClientPicture } from "../scene/client.ts";
import type { ClusterScene } from "../scene/cluster.ts";
import type { Point } from "../scene/geometry.ts";
import type { LinkPicture } from "../scene/link.ts";
import type { MessagePicture } from "../scene/message.ts";
import type { ServerPicture } from "../scene/server.ts";
import { ClientActor } from "./client.ts";
import { group, Stroke } from "./draw.ts";
import { Layer } from "./layer.ts";
import { LinkActor } from "./link.ts";
import { MarkActor } from "./mark.ts";
import { MessageActor } from "./message.ts";
import { ServerActor } from "./server.ts";
import { WallActor } from "./wall.ts";

export type StageListener = {
  /** A tap or click, in the units of the scene. */
  tapped(at: Point): void;
  /** The pointer moved; null: it left. */
  pointed(at: Point | null): void;
  /** Enter or Space on a focused server, or a screen reader's click. */
  activated(server: string): void;
};

/** Draws cluster scenes. Messages and wires are hidden from screen readers: servers say everything in words. */
export class Stage {
  #svg = new Stroke<SVGSVGElement>("svg", { class: "stage", role: "group" });
  #wall = new WallActor();
  #mark = new MarkActor();
  #links: Layer<LinkPicture>;
  #clients: Layer<ClientPicture>;
  #servers: Layer<ServerPicture>;
  #messages: Layer<MessagePicture>;

  constructor(label: string, listener: StageListener) {
    this.#svg.set({ "aria-label": label });
    const hidden = { "aria-hidden": "true" };
    const links = group("links").set(hidden);
    const clients = group("clients").set(hidden);
    const servers = group("servers");
    const messages = group("messages").set(hidden);
    this.#links = new Layer(links, () => new LinkActor());
    this.#clients = new Layer(clients, () => new ClientActor());
    this.#servers = new Layer(servers, () => new ServerActor());
    this.#messages = new Layer(messages, () => new MessageActor());
    const ground = [links, this.#wall.root.set(hidden), this.#mark.root.set(hidden)];
    for (const part of [...ground, clients, servers, messages]) {
      this.#svg.element.append(part.element);
    }
    this.#listen(listener);
  }

  get element(): SVGSVGElement {
    return this.#svg.element;
  }

  apply(scene: ClusterScene): void {
    this.#svg.set({
      viewBox: `0 0 ${scene.box.width} ${scene.box.height}`,
      class: scene.compact ? "stage compact" : "stage",
    });
    this.#links.apply(scene.links);
    this.#wall.update(scene.wall);
    this.#mark.update(scene.mark);
    this.#clients.apply(scene.clients);
    this.#servers.apply(scene.servers);
    this.#messages.apply(scene.messages);
  }

  focusServer(id: string): void {
    this.#servers.nodeOf(id)?.focus();
  }

  #listen(listener: StageListener): void {
    const svg = this.element;
    svg.addEventListener("click", (event) => {
      // A click without a pointer comes from a screen reader: it names a server, not a place.
      const server = event.detail === 0 ? serverOf(event) : null;
      if (server) listener.activated(server);
      else listener.tapped(this.#place(event));
    });
    // A right click is one more way to the same card, never the only one.
    svg.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      listener.tapped(this.#place(event));
    });
    svg.addEventListener("keydown", (event) => {
      const server = serverOf(event);
      if (!server || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      event.stopPropagation();
      listener.activated(server);
    });
    svg.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") listener.pointed(this.#place(event));
    });
    svg.addEventListener("pointerleave", () => listener.pointed(null));
  }

  #place(event: MouseEvent): Point {
    const frame = this.element.getBoundingClientRect();
    const { width, height } = this.element.viewBox.baseVal;
    return {
      x: ((event.clientX - frame.left) / (frame.width || 1)) * width,
      y: ((event.clientY - frame.top) / (frame.height || 1)) * height,
    };
  }
}

function serverOf(event: Event): string | null {
  const target = event.target instanceof Element ? event.target.closest("[data-server]") : null;
  return target?.getAttribute("data-server") ?? null;
}
