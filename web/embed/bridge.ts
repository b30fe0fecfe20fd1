import type { RaftPlayground } from "../element/raft-playground.ts";
import { HeightWatch } from "./height.ts";
import { type CallName, EVENTS, type FromFrame, marked, readCall } from "./protocol.ts";

/** What can be set from outside: what an author can write into the frame's address, and no more. */
export const SETTABLE = [
  ...["scenario", "src", "link", "seed", "view", "controls", "step", "at", "end", "loop"],
  ...["heading", "caption", "speed", "theme", "lang", "autoplay"],
];

/** What means nothing without a run. */
const OF_A_RUN: ReadonlySet<CallName> = new Set([
  ...(["play", "pause", "stepForward", "stepBack", "seek", "do", "shareLink"] as const),
]);

/** Somebody who calls and calls must not fill the memory while the engine is on its way. */
const MOST_WAITING = 100;

/** Lets the page around a frame drive the playground in it, and tells that page what happens. Nobody else is heard. */
export class Bridge {
  #playground: RaftPlayground;
  #parent: Window;
  /** To whom it speaks; "*": whoever has framed it, because a run is no secret. */
  #origin: string;
  readonly #page = crypto.getRandomValues(new Uint32Array(2)).join("-");
  #running = false;
  #width = 0;
  #height: HeightWatch;
  /** What was asked of a run before there was one. Whoever waits for an answer must not be told that it is done. */
  #waiting: (() => void)[] = [];

  constructor(playground: RaftPlayground, parent: Window, origin: string) {
    this.#playground = playground;
    this.#parent = parent;
    this.#origin = origin;
    // As some hosts of frames understand it.
    const tell = (height: number) =>
      parent.postMessage({ context: "iframe.resize", height }, origin);
    this.#height = new HeightWatch(playground, tell);
  }

  open(): void {
    addEventListener("message", (event) => this.#heard(event));
    this.#running = this.#playground.state !== null;
    // After everybody has heard that there is a run, also those that this page tells of it.
    this.#playground.addEventListener("ready", () => setTimeout(() => this.#catchUp()));
    for (const name of EVENTS) {
      this.#playground.addEventListener(name, (event) => {
        this.#say({ event: name, detail: (event as CustomEvent).detail });
        if (name === "resize") this.#resized((event as CustomEvent).detail.width);
        if (name === "ready") this.#height.anew();
      });
    }
    this.#greet();
  }

  #heard({ source, origin, data }: MessageEvent): void {
    if (source !== this.#parent) return;
    if (this.#origin !== "*" && origin !== this.#origin) return;
    const asked = readCall(data);
    if (asked === null) return;
    if (typeof asked === "string") this.#say({ id: idOf(data), error: asked });
    else if ("hello" in asked) this.#greet();
    else this.#take(asked.call, asked.id, asked.operands);
  }

  #take(call: CallName, id: number, operands: unknown[]): void {
    const answer = () => this.#answer(call, id, operands);
    if (this.#running || !OF_A_RUN.has(call)) answer();
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(answer);
    else this.#say({ id, error: `${call}: ${MOST_WAITING} calls already wait for the run` });
  }

  #catchUp(): void {
    this.#running = true;
    for (const answer of this.#waiting.splice(0)) answer();
  }

  #answer(call: CallName, id: number, operands: unknown[]): void {
    try {
      this.#say({ id, result: this.#call(call, operands) ?? null });
    } catch (thrown) {
      this.#say({ id, error: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }

  #call(call: CallName, operands: unknown[]): unknown {
    const playground = this.#playground;
    const [first, second] = operands;
    switch (call) {
      case "state":
        return playground.state;
      case "set":
        return this.#set(first, second);
      case "seek":
        return playground.seek(first as Parameters<RaftPlayground["seek"]>[0]);
      case "do":
        return playground.do(first as Parameters<RaftPlayground["do"]>[0]);
      default:
        return playground[call]();
    }
  }

  #set(attribute: unknown, value: unknown): void {
    const name = SETTABLE.find((one) => one === attribute);
    if (!name) throw new Error(`set: expected one of ${SETTABLE.join(", ")}`);
    if (value === null || value === undefined || value === false)
      this.#playground.removeAttribute(name);
    else this.#playground.setAttribute(name, String(value));
    this.#height.anew();
  }

  #greet(): void {
    this.#say({ hello: true, version: "1", page: this.#page });
  }

  #say(message: FromFrame): void {
    this.#parent.postMessage(marked(message), this.#origin);
  }

  #resized(width: number): void {
    if (width !== this.#width) this.#height.anew();
    this.#width = width;
  }
}

/** Whose call it was, as well as that can be told: an object is not asked to become a number, it may have forbidden that. */
function idOf({ id }: { id?: unknown }): number {
  return typeof id === "number" || typeof id === "string" ? Number(id) || 0 : 0;
}
