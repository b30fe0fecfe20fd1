import { css, html, nothing } from "lit";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import { type Chosen, formStyles, wishForm } from "./form.ts";
import {
  type Facts,
  factsOf,
  type Made,
  madeStyles,
  type Preview,
  previewOf,
  previewView,
  reasonOf,
  resultView,
  TooMuch,
} from "./made.ts";
import { make } from "./making.ts";
import { Shoot, type Source } from "./shoot.ts";
import { filmWords } from "./texts.ts";
import { FIRST, stretchOf, themeAround } from "./usual.ts";
import { canFilm } from "./video.ts";
import { framesOf, isFilm, problemWith, shownAt, type Wish } from "./wish.ts";

/** After a wish has changed, the preview waits until the reader has stopped typing. */
const PAUSE = 250;

/** Makes pictures and films of the run on the screen: what shall be in it, how it will look, and the file. */
export class Pictures extends Control {
  static override properties = {
    source: { attribute: false },
    screen: { attribute: false },
    wish: { state: true },
    preview: { state: true },
    made: { state: true },
    share: { state: true },
    wrong: { state: true },
    outdated: { state: true },
    said: { state: true },
  };
  /** null: there is no run. */
  declare source: Source | null;
  /** The moment on the screen, in milliseconds; null while it moves. */
  declare screen: number | null;
  declare wish: Wish | null;
  declare preview: Preview | null;
  declare made: Made | null;
  /** How much of a film is done; null: none is being made. */
  declare share: number | null;
  declare wrong: string;
  /** The reader has gone on since a file was made: it stays, and what would be made now is shown besides. */
  declare outdated: boolean;
  declare said: string;
  #stop: AbortController | null = null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** Whether the reader has said which stretch they want. */
  #ownSpan = false;

  constructor() {
    super();
    this.source = null;
    this.screen = null;
    this.wish = null;
    this.preview = null;
    this.made = null;
    this.share = null;
    this.wrong = "";
    this.outdated = false;
    this.said = "";
  }

  static override styles = [
    base,
    formStyles,
    madeStyles,
    css`
      :host { margin-top: var(--space-5); border-top: 1px solid var(--line); padding-top: var(--space-4); max-width: 60em; }
      h2 { font-size: var(--size-body); color: var(--ink); margin-bottom: var(--space-2); }
      h2 + p { margin-bottom: var(--space-3); }
      .wrong { border-left: 3px solid var(--line-strong); padding-left: var(--space-3); margin-top: var(--space-3); font-size: var(--size-small); }
      progress { width: min(20rem, 100%); height: 0.75rem; accent-color: var(--ink); }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#waiting);
    this.#stop?.abort();
    this.#forget();
    this.#forgetPreview();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const moved = changed.has("screen") && this.screen !== null;
    if (this.source && (moved || !this.wish)) this.#meet(this.source);
  }

  /** The reader has come to another moment: who has not said otherwise wants that one. */
  #meet(source: Source): void {
    const before = this.wish;
    if (before && this.#ownSpan && before.moment !== null) return;
    const usual = before && this.#ownSpan ? {} : stretchOf(source);
    this.wish = before
      ? { ...before, ...usual }
      : { ...FIRST, ...stretchOf(source), theme: themeAround(this) };
    this.outdated = true;
    this.#look();
  }

  override render() {
    const { wish, preview } = this;
    if (!wish) return nothing;
    const film = isFilm(wish);
    const problem = this.#problem(wish);
    const busy = this.share !== null;
    return html`
      <h2>${filmWords.title}</h2>
      <p class="soft small">${filmWords.intro}</p>
      <form @submit=${this.#submitted}>
        ${wishForm(wish, { now: this.screen, canFilm: canFilm(), chosen: this.#chosen })}
        <p class="small" id="hint">
          ${wish.format === "webm" && !canFilm() ? filmWords.reasons.noFilm : filmWords.hints[wish.format]}
          ${film && !problem ? this.#length(wish) : nothing}
        </p>
        ${problem ? html`<p class="wrong" role="alert">${problem}</p>` : nothing}
        <div class="row">
          <button class="primary" type="submit" ?disabled=${busy || problem !== null || (wish.format === "webm" && !canFilm())}>
            ${film ? filmWords.make.film : filmWords.make.picture}
          </button>
          ${busy ? this.#progress(this.share ?? 0) : nothing}
        </div>
      </form>
      <p class="small" role="status">${busy && film ? filmWords.making : this.said}</p>
      ${this.wrong ? html`<div class="wrong" role="alert"><p>${filmWords.failed}</p><p>${this.wrong}</p></div>` : nothing}
      ${this.made ? resultView(this.made) : nothing}
      ${preview && (!this.made || this.outdated) && !problem ? previewView(preview, film, () => this.#notShown()) : nothing}
    `;
  }

  #problem(wish: Wish): string | null {
    return problemWith(wish, filmWords.complaints, this.preview?.height ?? 0);
  }

  #length(wish: Wish): string {
    const count = framesOf(wish);
    const seconds = (shownAt(wish, count) / 1000).toFixed(1);
    return counted(filmWords.length, count).replace("{seconds}", seconds);
  }

  #progress(share: number) {
    return html`
      <progress max="1" .value=${share} aria-label=${filmWords.progress}></progress>
      <button type="button" @click=${() => this.#stop?.abort()}>${filmWords.cancel}</button>
    `;
  }

  #chosen: Chosen = (change) => {
    if (!this.wish) return;
    if (change.span) this.#ownSpan = true;
    this.wish = { ...this.wish, ...change };
    this.#forget();
    this.said = "";
    this.#look();
  };

  /** Draws the preview when the reader has stopped changing the wish. */
  #look(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.inWords(() => this.#drawPreview()), PAUSE);
  }

  #drawPreview(): void {
    const { wish, source } = this;
    if (!wish || !source || !this.isConnected) return;
    // How high it will be says its preview: without one only the rest is known.
    if (problemWith(wish, filmWords.complaints)) return;
    this.wrong = "";
    try {
      const shoot = new Shoot(source, source.fragment(), wish, this.renderRoot, filmWords);
      this.#forgetPreview();
      this.preview = previewOf(shoot);
    } catch (thrown) {
      this.wrong = reasonOf(thrown);
    }
  }

  /** A policy of the page may forbid it: what can be made without it is not affected. */
  #notShown(): void {
    this.#forgetPreview();
    this.wrong = this.inWords(() => filmWords.reasons.image);
  }

  async #submitted(event: Event): Promise<void> {
    event.preventDefault();
    const { wish, source } = this;
    if (!wish || !source || this.share !== null || this.inWords(() => this.#problem(wish))) return;
    this.#forget();
    this.wrong = "";
    this.said = "";
    this.share = 0;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    // The reader may go on meanwhile: what is drawn is the run of now.
    const fragment = source.fragment();
    let facts: Facts | null = null;
    const prepare = () => {
      const one = new Shoot(source, fragment, wish, this.renderRoot, filmWords);
      facts ??= factsOf(one);
      const problem = problemWith(wish, filmWords.complaints, facts.still.height);
      if (!problem) return one;
      one.end();
      throw new TooMuch(problem);
    };
    const shoot = () => this.inWords(prepare);
    try {
      const done = (share: number) => {
        this.share = share;
      };
      const blob = await make(shoot, { done, signal });
      signal.throwIfAborted();
      if (facts) this.#show(facts, blob);
    } catch (thrown) {
      this.inWords(() => {
        if (signal.aborted) this.said = filmWords.cancelled;
        else this.wrong = reasonOf(thrown);
      });
    }
    this.share = null;
    this.#stop = null;
  }

  #show(facts: Facts, blob: Blob): void {
    this.outdated = false;
    this.made = { ...facts, address: URL.createObjectURL(blob) };
    const { file, still } = facts;
    const size = (blob.size / 1000).toFixed(1);
    const operands = { file, size, width: still.width, height: still.height };
    this.said = this.inWords(() => fill(filmWords.done, operands));
  }

  /** A file may be large: the browser keeps it until it is told that nobody wants it. */
  #forget(): void {
    if (this.made) URL.revokeObjectURL(this.made.address);
    this.made = null;
  }

  #forgetPreview(): void {
    if (this.preview) URL.revokeObjectURL(this.preview.address);
    this.preview = null;
  }
}

define("raft-pictures", Pictures);
