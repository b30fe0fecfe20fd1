import { copyText } from "../share/clipboard.ts";

/** How long is said that something was copied, in milliseconds. */
const SAID_FOR = 4000;

/** What became of "copy link" and "copy report". */
export class Sharing {
  copied: "link" | "report" | null = null;
  /** The text, where the clipboard is closed to us. */
  byHand = "";
  #changed: () => void;
  #said: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  share(link: string): Promise<void> {
    return this.#copy("link", link);
  }

  report(text: string): Promise<void> {
    return this.#copy("report", text);
  }

  /** The reader has gone on: nothing is said about what was copied before. */
  forget(): void {
    this.copied = null;
    this.byHand = "";
  }

  async #copy(what: "link" | "report", text: string): Promise<void> {
    const copied = await copyText(text);
    this.copied = copied ? what : null;
    this.byHand = copied ? "" : text;
    clearTimeout(this.#said);
    if (copied) this.#said = setTimeout(() => this.#fallSilent(), SAID_FOR);
    this.#changed();
  }

  #fallSilent(): void {
    this.copied = null;
    this.#changed();
  }
}
