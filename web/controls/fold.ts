import { css, html, nothing } from "lit";
import { Control } from "./control.ts";

/** Something that is one fold away on the screen, and always there on paper. */
export abstract class Fold extends Control {
  static override properties = {
    from: { attribute: false },
    open: { state: true },
  };
  /** Who says what the reader wants: what stands in the shadow of another part cannot be heard outside. */
  declare from: EventTarget;
  declare open: boolean;

  constructor() {
    super();
    this.from = this;
    this.open = false;
  }

  static fold = css`
    .fold { min-height: var(--target); padding: 0; border: 0; background: none; color: var(--ink-soft); font-size: var(--size-small); }
    .fold::before { content: "›"; display: inline-block; width: 1em; }
    .fold[aria-expanded="true"]::before { transform: rotate(90deg); }
    .text { font-size: var(--size-small); padding-bottom: var(--space-3); }
    @media print { .fold { display: none; } }
  `;

  /** What the fold is called. */
  protected abstract get name(): string;

  /** What is in it. Asked for only while it is open. */
  protected abstract content(): unknown;

  override render() {
    return html`
      <button class="fold" aria-expanded=${this.open} @click=${this.#toggle}>${this.name}</button>
      ${this.open ? this.content() : nothing}
    `;
  }

  #toggle(): void {
    this.open = !this.open;
  }

  /** Paper has no folds. */
  #unfold = (): void => {
    this.open = true;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.#unfold);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#unfold);
  }
}
