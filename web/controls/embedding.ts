import text from "words:embedding";
import { css, html } from "lit";
import { type Embedding, FORMS, type Form, frameAddressOf, snippetOf } from "../share/embedding.ts";
import { VIEWS, type View } from "../state/arrangement.ts";
import { intend } from "../state/intents.ts";
import type { Controls, Theme } from "../state/manner.ts";
import { base } from "../styles/base.ts";
import "./copy-text.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

type Choice = Omit<Embedding, "fragment" | "story" | "title">;

const RATIOS = ["4/3", "16/9", "1/1"];

/** Writes what to paste into another page for what is on the screen, and shows what comes of it. */
export class EmbeddingView extends Control {
  static override properties = {
    open: { type: Boolean },
    fragment: { type: String },
    story: { attribute: false },
    name: { type: String },
    home: { type: String },
    form: { state: true },
    choice: { state: true },
  };
  declare open: boolean;
  /** The run and the moment on the screen. */
  declare fragment: string;
  declare story: Embedding["story"];
  /** What the story is called. */
  declare name: string;
  /** Address of the playground's own page. */
  declare home: string;
  declare form: Form;
  declare choice: Choice;

  constructor() {
    super();
    this.open = false;
    this.fragment = "";
    this.story = null;
    this.name = "";
    this.home = "";
    this.form = "element";
    this.choice = {
      fromHere: true,
      views: ["cluster", "log"],
      controls: "minimal",
      theme: "auto",
      plays: false,
      loops: false,
      ratio: "4/3",
    };
  }

  static override styles = [
    base,
    css`
      dialog { width: min(64rem, 100vw - 2rem); max-height: calc(100vh - 2rem); padding: var(--space-4); border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--paper); color: var(--ink); box-shadow: var(--shadow); }
      dialog::backdrop { background: rgb(0 0 0 / 0.4); }
      header { display: flex; align-items: center; justify-content: space-between; gap: var(--space-3); }
      header h2 { font-size: var(--size-large); color: var(--ink); }
      .all { display: grid; gap: var(--space-4); }
      form { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-5); }
      fieldset { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-4); }
      legend { float: left; padding: 0; margin-right: var(--space-3); }
      form > * { margin: 0; }
      pre { max-height: 11rem; }
      legend, label { font-size: var(--size-small); color: var(--ink-soft); }
      label { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--target); }
      select { color: var(--ink); }
      .paste { display: grid; justify-items: start; gap: var(--space-3); }
      pre { width: 100%; }
      pre { margin: 0; padding: var(--space-3); overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: var(--size-tiny) / 1.5 var(--font-mono); background: var(--sunken); border: 1px solid var(--line); border-radius: var(--radius); }
      iframe { display: block; width: 100%; min-height: 20rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--paper); }
    `,
  ];

  override render() {
    const wish = this.#wish();
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed} @keydown=${keepToItself}>
        <div class="all">
          <header>
            <h2 id="title" tabindex="-1" autofocus>${text.title}</h2>
            <button class="quiet" @click=${() => this.#dialog?.close()}>${text.close}</button>
          </header>
          <form @submit=${(event: Event) => event.preventDefault()}>${this.#choices()}</form>
          <div class="paste">
            <pre tabindex="0" role="group" aria-label=${text.paste}>${snippetOf(this.form, wish, this.home)}</pre>
            <raft-copy-text
              main
              .text=${() => snippetOf(this.form, this.#wish(), this.home)}
              .name=${text.copy}
            ></raft-copy-text>
            <p class="small soft">${text.hints[this.form]}</p>
          </div>
          ${this.open && this.form !== "markdown" ? this.#preview(wish) : null}
        </div>
      </dialog>
    `;
  }

  override updated(changed: Map<string, unknown>): void {
    const dialog = this.#dialog;
    if (!changed.has("open") || !dialog) return;
    if (this.open && !dialog.open) dialog.showModal();
    else if (!this.open && dialog.open) dialog.close();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  #wish(): Embedding {
    return { ...this.choice, fragment: this.fragment, story: this.story, title: this.name };
  }

  #preview(wish: Embedding) {
    const [width = "4", height = "3"] = wish.ratio.split("/");
    return html`<iframe
      title=${text.preview}
      src=${frameAddressOf(wish, this.home)}
      .style=${`aspect-ratio: ${width} / ${height}`}
    ></iframe>`;
  }

  #choices() {
    const { choice } = this;
    return html`
      <fieldset class="whole">
        <legend>${text.form}</legend>
        ${FORMS.map(
          (form) => html`<label>
            <input type="radio" name="form" .checked=${this.form === form} @change=${() => (this.form = form)} />
            ${text.forms[form]}
          </label>`,
        )}
      </fieldset>
      <fieldset>
        <legend>${text.start}</legend>
        ${[true, false].map(
          (here) => html`<label>
            <input type="radio" name="start" .checked=${choice.fromHere === here} @change=${() => this.#choose({ fromHere: here })} />
            ${here ? text.here : text.beginning}
          </label>`,
        )}
      </fieldset>
      <fieldset>
        <legend>${text.views}</legend>
        ${VIEWS.map(
          (view) => html`<label>
            <input type="checkbox" .checked=${choice.views.includes(view)} @change=${() => this.#toggle(view)} />
            ${text.viewNames[view]}
          </label>`,
        )}
      </fieldset>
      ${this.#select("controls", ["minimal", "none", "full"] satisfies Controls[], text.controlsNames)}
      ${this.#select("theme", ["auto", "light", "dark"] satisfies Theme[], text.themeNames)}
      ${this.#select("ratio", RATIOS, Object.fromEntries(RATIOS.map((one) => [one, one])))}
      ${(["plays", "loops"] as const).map(
        (what) => html`<label>
          <input type="checkbox" .checked=${choice[what]} @change=${() => this.#choose({ [what]: !choice[what] })} />
          ${text[what]}
        </label>`,
      )}
    `;
  }

  #select(what: "controls" | "theme" | "ratio", values: string[], names: Record<string, string>) {
    const chosen = ({ target }: Event) =>
      this.#choose({ [what]: (target as HTMLSelectElement).value } as Partial<Choice>);
    return html`<label>${text[what]}
      <select @change=${chosen}>
        ${values.map((value) => html`<option value=${value} ?selected=${this.choice[what] === value}>${names[value]}</option>`)}
      </select>
    </label>`;
  }

  #choose(part: Partial<Choice>): void {
    this.choice = { ...this.choice, ...part };
  }

  #toggle(view: View): void {
    const { views } = this.choice;
    const others = VIEWS.filter((one) => views.includes(one) !== (one === view));
    // Nothing at all would be nothing to look at.
    this.#choose({ views: others.length > 0 ? others : views });
    this.requestUpdate();
  }

  #closed(): void {
    intend(this, { want: "embedding", open: false });
  }
}

/** Keys that mean something in here mean nothing to the run behind it. */
function keepToItself(event: KeyboardEvent): void {
  event.stopPropagation();
}

define("raft-embedding", EmbeddingView);
