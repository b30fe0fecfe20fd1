import type { EngineModule, Opening } from "../engine/door.ts";
import { fragmentIn } from "../engine/fragment.ts";
import { DEFAULT_SCENARIO, isName } from "../engine/gallery.ts";
import { EngineFailure } from "../engine/problems.ts";
import { fetchText } from "../engine/shelf.ts";
import { jsonOf } from "../engine/written.ts";
import { type Asked, inlineOf } from "./asked.ts";

/** How long somebody else's host may take to send a scenario, in milliseconds. */
const PATIENCE = 30_000;

/** Asks what an element is to show, as often as that changes. Only the last answer counts. */
export class Asking {
  #element: HTMLElement & Asked;
  #report: (what: string) => void;
  #last = 0;

  constructor(element: HTMLElement & Asked, report: (what: string) => void) {
    this.#element = element;
    this.#report = report;
  }

  /** null: by now it is to show something else, or it is in no page. */
  async opening(module: EngineModule): Promise<Opening | null> {
    const element = this.#element;
    const wish = ++this.#last;
    if (isOverlooked(element))
      this.#report(
        'a scenario inside stands in <script type="application/json"> or "application/toml"',
      );
    try {
      const opening = await openingOf(element, element, module);
      return wish === this.#last && element.isConnected ? opening : null;
    } catch (failure) {
      if (wish === this.#last) throw failure;
      return null;
    }
  }
}

/** Its author has written something inside that looks like a scenario, and is none that anybody reads. */
function isOverlooked(element: HTMLElement): boolean {
  if (inlineOf(element) !== null) return false;
  const { firstChild, children } = element;
  const text = firstChild?.nodeType === Node.TEXT_NODE ? firstChild.nodeValue : "";
  return /^\s*\{/.test(text ?? "") || [...children].some(({ localName }) => localName === "script");
}

/** What an element is to show. A link goes before a file, a file before a scenario inside, that before a name. */
async function openingOf(
  asked: Asked,
  element: HTMLElement,
  module: EngineModule,
): Promise<Opening> {
  const { link, src } = asked;
  const [scenario, seed] = [asked.scenario?.trim(), asked.seed?.trim()];
  if (link) return { fragment: fragmentIn(link.trim()) };
  const other = seed ? { seed } : {};
  const patience = () => AbortSignal.timeout(PATIENCE);
  const text = src ? await fetchText(addressOf(src, element), patience()) : inlineOf(element);
  if (text !== null) return { json: await jsonOf(text, module), ...other };
  return scenario ? { scenario, ...other } : other;
}

/** The scenario of the gallery that an element will ask for; null: as far as one can see without the engine, none. */
export function nameAskedFor({ link, src, scenario }: Asked, element: HTMLElement): string | null {
  // "#figure-8", "#figure-8/the-overwrite": all other links hold their scenario, and have other signs in them.
  const [, name] = /^#([a-z0-9-]+)(?:\/|$)/.exec(fragmentIn(link ?? "")) ?? [];
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
