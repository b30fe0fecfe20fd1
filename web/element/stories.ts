import type { EngineModule, Miniature } from "../engine/door.ts";
import { keepNames, readNames, SEEN } from "../share/kept-names.ts";
import { type Gallery, galleryOf, nameOfTitle } from "../state/gallery.ts";
import type { Player } from "./player.ts";

type InWords = <T>(deed: () => T) => T;

/** The list of all scenarios, fetched when somebody first looks at it, and what this reader has seen of them. */
export class Stories {
  gallery: Gallery | null = null;
  /** Pictures are decoration: without them the list is as good. */
  miniatures: Readonly<Record<string, Miniature>> = {};
  /** Why the list could not be fetched. */
  failed = "";
  /** The stories that were seen to their end. */
  seen: ReadonlySet<string> = new Set();
  #keeps = false;
  #asked: Promise<void> | null = null;
  #changed: () => void;
  #inWords: InWords;

  /** `inWords`: the list is put into the reader's words. */
  constructor(changed: () => void, inWords: InWords) {
    this.#changed = changed;
    this.#inWords = inWords;
  }

  /** What the list says is in a language that is not spoken any more. */
  forget(): void {
    this.gallery = null;
    this.#asked = null;
  }

  /** Asks for the list, once; a list that could not be fetched is asked for again the next time. */
  ask(module: EngineModule): Promise<void> {
    this.#asked ??= this.#fetch(module);
    return this.#asked;
  }

  /** Asks for whatever the gallery shows. */
  show(module: EngineModule): void {
    void this.ask(module);
    void this.#askForMiniatures(module);
  }

  /** Fetches the scenario with that title. Gives back whether there is one in the gallery. */
  async recognise(module: EngineModule, title: string): Promise<boolean> {
    await this.ask(module);
    const name = this.gallery && nameOfTitle(this.gallery, title);
    if (!name) return false;
    return module.fetchScenario(name).then(
      () => true,
      () => false,
    );
  }

  /** Remembers from one visit to the next. Only the site itself says so: in other pages nothing is kept. */
  keep(): void {
    if (this.#keeps) return;
    this.#keeps = true;
    this.seen = new Set([...readNames(SEEN), ...this.seen]);
  }

  /** Whoever has come to a story's last sentence has seen it. */
  look(name: string, { story, world }: Player): void {
    const atEnd = world.step >= 0 && world.step === story.steps.length - 1;
    if (!atEnd || world.freePlay || name === "" || this.seen.has(name)) return;
    this.seen = new Set([...this.seen, name]);
    if (this.#keeps) keepNames(SEEN, this.seen);
  }

  async #askForMiniatures(module: EngineModule): Promise<void> {
    if (Object.keys(this.miniatures).length > 0) return;
    this.miniatures = await module.fetchMiniatures().catch(() => ({}));
    this.#changed();
  }

  async #fetch(module: EngineModule): Promise<void> {
    this.failed = "";
    try {
      const printed = await module.fetchGallery();
      this.gallery = this.#inWords(() => galleryOf(printed));
    } catch (failure) {
      this.failed = String(failure);
      this.#asked = null;
    }
    this.#changed();
  }
}
