// For pages that have a playground in a frame: a small typed client. It asks nothing of the frame but messages.
import type { PublicState } from "../engine/door.ts";
import {
  type CallName,
  type Calls,
  type Details,
  EVENTS,
  type EventName,
  marked,
  readAnswer,
  type SeekTarget,
  type ToFrame,
} from "./protocol.ts";

export type * from "../element/events.ts";
export type { Action, PublicState } from "../engine/door.ts";
export type { Calls, Details, EventName, SeekTarget };

/** The same calls as on the element; each answer comes later. */
export type Remote = {
  [Name in CallName]: (...operands: Parameters<Calls[Name]>) => Promise<ReturnType<Calls[Name]>>;
} & {
  /** Hears an event of the playground; what it gives back ends that. */
  on<Name extends EventName>(event: Name, heard: (detail: Details[Name]) => void): () => void;
  /** Lets go of the frame: whatever is still open is refused. */
  close(): void;
};

type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** An address that begins with an origin; "about:blank" and the like have none, and nobody to talk to. */
function originOf({ src }: HTMLIFrameElement): string | null {
  if (!src || !URL.canParse(src, document.baseURI)) return null;
  const { origin } = new URL(src, document.baseURI);
  return origin === "null" ? null : origin;
}

/** What somebody does with what they hear keeps nobody else from hearing it. */
function tell(listener: (detail: unknown) => void, detail: unknown): void {
  try {
    listener(detail);
  } catch (thrown) {
    reportError(thrown);
  }
}

/** Where a client begins to count: every client of a frame hears all that is answered, and must know its own. */
function firstId(): number {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1));
  return chance * 2 ** 20;
}

/** Milliseconds of silence after which a frame is taken for something else. */
const PATIENCE = 30_000;

/**
 * Connects to the playground in a frame, as soon as it answers. Only that frame is heard, and only while it shows a page
 * of the origin that its `src` names. Rejects where no playground answers within half a minute; for a frame with
 * `loading="lazy"` that begins when the frame is in sight or has loaded something.
 */
export async function connect(frame: HTMLIFrameElement | null): Promise<Remote> {
  // Whoever asks a page for its frame may find none, or something else.
  if (frame?.localName !== "iframe")
    throw new Error(`connect(${frame?.localName ?? frame}): expected an iframe`);
  const origin = originOf(frame);
  if (origin === null) {
    const src = frame.getAttribute("src") ?? "";
    throw new Error(`src="${src}": expected the address of a playground`);
  }
  return connectTo(frame, origin);
}

function connectTo(frame: HTMLIFrameElement, origin: string): Promise<Remote> {
  // A frame in a sandbox has no origin of its own.
  const sandboxed = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<EventName, Set<(detail: unknown) => void>>();
  let last = firstId();
  let closed = false;
  /** Which document answers: what was asked of another one is never answered. */
  let page: string | null = null;

  const refuse = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };

  const say = (message: ToFrame) =>
    frame.contentWindow?.postMessage(marked(message), sandboxed ? "*" : origin);

  const call = (name: CallName, operands: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (closed) throw new Error("the connection is closed");
      if (!frame.contentWindow) throw new Error("the frame is not in the page any more");
      const id = ++last;
      // First: what cannot be posted, a function for instance, is refused here, and nobody waits for its answer.
      say({ call: name, id, operands });
      waiting.set(id, { resolve, reject });
    });

  return new Promise((resolve, reject) => {
    const noAnswer = () => {
      const why = `${frame.src}: no playground answers`;
      reject(new Error(why));
      refuse(why);
      // Whoever is connected may lead the frame back.
      if (page === null) close();
    };
    let silence: ReturnType<typeof setTimeout> | undefined;
    // Browsers fetch a lazy frame when a reader comes near it, if one ever does.
    const near = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) waitForAnswer();
    });
    const endWait = () => {
      near.disconnect();
      clearTimeout(silence);
    };
    const waitForAnswer = () => {
      endWait();
      silence = setTimeout(noAnswer, PATIENCE);
    };

    function heard({ source, origin: from, data }: MessageEvent): void {
      if (source !== frame.contentWindow || from !== (sandboxed ? "null" : origin)) return;
      const message = readAnswer(data);
      if (!message) return;
      if ("hello" in message) {
        endWait();
        if (page !== null && page !== message.page) refuse("the frame has been loaded anew");
        page = message.page;
        resolve(remote);
      } else if ("event" in message) {
        for (const one of listeners.get(message.event) ?? []) tell(one, message.detail);
      } else {
        const asked = waiting.get(message.id);
        waiting.delete(message.id);
        if ("error" in message) asked?.reject(new Error(message.error));
        else asked?.resolve(message.result);
      }
    }

    function close(): void {
      closed = true;
      endWait();
      removeEventListener("message", heard);
      frame.removeEventListener("load", loaded);
      refuse("the connection is closed");
    }

    const greet = () => say({ hello: true });
    const loaded = () => {
      waitForAnswer();
      greet();
    };
    const remote: Remote = {
      play: () => call("play", []) as Promise<void>,
      pause: () => call("pause", []) as Promise<void>,
      stepForward: () => call("stepForward", []) as Promise<void>,
      stepBack: () => call("stepBack", []) as Promise<void>,
      seek: (to) => call("seek", [to]) as Promise<void>,
      do: (action) => call("do", [action]) as Promise<void>,
      shareLink: () => call("shareLink", []) as Promise<string>,
      state: () => call("state", []) as Promise<PublicState | null>,
      set: (attribute, value) => call("set", [attribute, value]) as Promise<void>,
      on(event, listener) {
        if (!EVENTS.includes(event))
          throw new Error(`on("${event}"): expected one of ${EVENTS.join(", ")}`);
        if (typeof listener !== "function")
          throw new Error(`on("${event}"): expected a function that hears it`);
        const all = listeners.get(event) ?? new Set();
        const hears = listener as (detail: unknown) => void;
        listeners.set(event, all.add(hears));
        return () => void all.delete(hears);
      },
      close,
    };
    if (frame.loading === "lazy") near.observe(frame);
    else waitForAnswer();
    addEventListener("message", heard);
    frame.addEventListener("load", loaded);
    // To whoever is there: a frame that is still on its way has no origin yet, and the host's console would complain.
    frame.contentWindow?.postMessage(marked({ hello: true } satisfies ToFrame), "*");
  });
}
