import type { EngineModule, Opening } from "../engine/door.ts";
import { DEFAULT_SCENARIO, isName } from "../engine/gallery.ts";
import { EngineFailure, EngineProblem } from "../engine/problems.ts";
import { fetchText } from "../engine/shelf.ts";
import { type Asked, inlineOf } from "./asked.ts";

/** How long somebody else's host may take to send a scenario, in milliseconds. */
const PATIENCE = 30_000;

/** Asks what an element is to show, as often as that changes. Only the last answer counts. */
export class Asking {
  #element: HTMLElement & Asked;
  #last = 0;

  constructor(element: HTMLElement & Asked) {
    this.#element = element;
  }

  /** null: by now it is to show something else, or it is in no page. */
  async opening(module: EngineModule): Promise<Opening | null> {
    const element = this.#element;
    const wish = ++this.#last;
    try {
      const opening = await openingOf(element, element, module);
      return wish === this.#last && element.isConnected ? opening : null;
    } catch (failure) {
      if (wish === this.#last) throw failure;
      return null;
    }
  }
}

/** What an element is to show. A link goes before a file, a file before a scenario inside, that before a name. */
async function openingOf(
  asked: Asked,
  element: HTMLElement,
  module: EngineModule,
): Promise<Opening> {
  const { link, src, scenario, seed } = asked;
  if (link) return { fragment: link };
  const other = seed ? { seed } : {};
  const patience = () => AbortSignal.timeout(PATIENCE);
  const text = src ? await fetchText(addressOf(src, element), patience()) : inlineOf(element);
  if (text !== null) return { json: await jsonOf(text, module), ...other };
  return scenario ? { scenario, ...other } : other;
}

/** The scenario of the gallery that an element will ask for; null: as far as one can see without the engine, none. */
export function nameAskedFor({ link, src, scenario }: Asked, element: HTMLElement): string | null {
  // "#figure-8", "#figure-8/the-overwrite": all other links hold their scenario, and have other signs in them.
  const [, name] = /^#?([a-z0-9-]+)(?:\/|$)/.exec(link ?? "") ?? [];
  const asked = link
    ? name
    : src || inlineOf(element) !== null
      ? null
      : scenario || DEFAULT_SCENARIO;
  return asked && isName(asked) ? asked : null;
}

function addressOf(src: string, { baseURI }: HTMLElement): URL {
  if (!URL.canParse(src, baseURI)) throw new EngineFailure("source", `src="${src}": no address`);
  return new URL(src, baseURI);
}

/** TOML is read by what comes with the editor, and only then. What is no scenario is told so by the engine, with its place. */
async function jsonOf(text: string, module: EngineModule): Promise<string> {
  // Some editors begin a file with a mark of its order of bytes.
  if (text.trimStart().startsWith("{")) return text.replace(/^\uFEFF/, "");
  const format = await module.format();
  const { scenario, problem } = format.check(text);
  if (problem) throw new EngineProblem(problem);
  return scenario ?? text;
}
