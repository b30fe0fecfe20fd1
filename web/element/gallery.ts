import storiesWords from "words:stories";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { Trouble } from "../controls/trouble.ts";
import type { Miniature } from "../engine/door.ts";
import { miniatureOf } from "../scene/miniature.ts";
import {
  ANYTHING,
  countOf,
  type Gallery,
  type GalleryItem,
  type GallerySection,
  LEVELS,
  type Quest,
  sought,
  tagsOf,
} from "../state/gallery.ts";
import { INTENT_EVENT, type Intent, intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { galleryStyles } from "../styles/gallery.ts";
import { miniatureStyles } from "../styles/miniature.ts";
import { stageStyles } from "../styles/stage.ts";
import { termHues } from "../styles/tokens.ts";
import { drawMiniature } from "../svg/miniature.ts";
import { tagInWords } from "../words/tags.ts";
import { counted, fill, words } from "../words/words.ts";
import { galleryCard } from "./gallery-card.ts";

/**
 * Every story, to be looked through and opened. A dialog of the browser's: it lies over the page without moving it, keeps
 * the focus, and Escape leads back to what was on the screen.
 */
export class GalleryView extends Control {
  static override properties = {
    open: { type: Boolean },
    gallery: { attribute: false },
    miniatures: { attribute: false },
    seen: { attribute: false },
    current: { type: String },
    fetching: { attribute: false },
    trouble: { attribute: false },
    failed: { type: String },
    quest: { state: true },
  };
  declare open: boolean;
  /** null: it is on its way, or could not be fetched. */
  declare gallery: Gallery | null;
  declare miniatures: Readonly<Record<string, Miniature>>;
  declare seen: ReadonlySet<string>;
  /** The scenario on the screen. */
  declare current: string;
  /** The scenario that is being fetched. */
  declare fetching: string | null;
  /** Why the last one could not be opened. */
  declare trouble: Trouble | null;
  /** Why the list could not be fetched. */
  declare failed: string;
  declare quest: Quest;
  /** Draws a picture when its card comes near: there are many cards, and few are looked at. */
  #near = new IntersectionObserver((entries) => this.#drawNear(entries), { rootMargin: "25%" });

  constructor() {
    super();
    this.open = false;
    this.gallery = null;
    this.miniatures = {};
    this.seen = new Set();
    this.current = "";
    this.fetching = null;
    this.trouble = null;
    this.failed = "";
    this.quest = ANYTHING;
  }

  static override styles = [base, termHues, stageStyles, miniatureStyles, galleryStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    // What the trouble in here offers stops at this shadow root: it is passed on.
    this.renderRoot.addEventListener(INTENT_EVENT, this.#intended);
  }

  #intended = (event: Event): void => {
    event.stopPropagation();
    intend(this, (event as CustomEvent<Intent>).detail);
  };

  override render() {
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed} @keydown=${keepToItself} @click=${this.#beside}>
        <div class="all">
          <header>
            <h2 id="title" tabindex="-1" autofocus>${words.gallery.title}</h2>
            <button class="quiet" @click=${() => this.#dialog?.close()}>${storiesWords.close}</button>
          </header>
          ${this.trouble ? html`<raft-trouble .trouble=${this.trouble}></raft-trouble>` : nothing}
          <p class="small soft" role="status">${this.#coming()}</p>
          ${this.gallery ? this.#list(this.gallery) : this.#notThere()}
        </div>
      </dialog>
    `;
  }

  override updated(changed: Map<string, unknown>): void {
    const dialog = this.#dialog;
    if (changed.has("open") && dialog) {
      if (this.open && !dialog.open) dialog.showModal();
      else if (!this.open && dialog.open) dialog.close();
    }
    if ((changed.has("gallery") || changed.has("open")) && this.open && hasKeyboard())
      this.renderRoot.querySelector("input")?.focus();
    if (this.open) this.#watchPictures();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#near.disconnect();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  #notThere() {
    if (this.failed === "") return nothing;
    return html`
      <div role="alert">
        <p>${storiesWords.failed}</p>
        <button class="primary" @click=${() => intend(this, { want: "gallery", open: true })}>${words.trouble.retry}</button>
      </div>
    `;
  }

  #coming(): string {
    if (this.fetching !== null) {
      const title = this.gallery?.items.get(this.fetching)?.title ?? this.fetching;
      return fill(words.gallery.opening, { title });
    }
    return this.gallery || this.failed ? "" : storiesWords.coming;
  }

  #list(gallery: Gallery) {
    const sections = sought(gallery.sections, this.quest, tagInWords);
    return html`
      <div class="quest" role="search">
        <input
          type="search"
          aria-label=${storiesWords.search}
          placeholder=${storiesWords.search}
          autocomplete="off"
          spellcheck="false"
          .value=${this.quest.text}
          @input=${(event: Event) => this.#seek({ text: chosenIn(event) })}
        />
        <label>${storiesWords.level}
          <select @change=${(event: Event) => this.#seek({ level: chosenIn(event) })}>
            <option value="">${storiesWords.anyLevel}</option>
            ${LEVELS.map((level) => html`<option value=${level} ?selected=${level === this.quest.level}>${storiesWords.levels[level]}</option>`)}
          </select>
        </label>
        <label>${storiesWords.tag}
          <select @change=${(event: Event) => this.#seek({ tag: chosenIn(event) })}>
            <option value="">${storiesWords.anyTag}</option>
            ${tagsOf(gallery).map((tag) => html`<option value=${tag} ?selected=${tag === this.quest.tag}>${tagInWords(tag)}</option>`)}
          </select>
        </label>
        <span class="small soft" role="status">${counted(storiesWords.count, countOf(sections))}</span>
      </div>
      ${
        sections.length === 0
          ? html`<p>${storiesWords.none}</p>`
          : repeat(
              sections,
              ({ id }) => id,
              (section) => this.#section(section),
            )
      }
    `;
  }

  #section({ id, title, about, numbered, items }: GallerySection) {
    return html`
      <section aria-labelledby="section-${id}">
        <h3 id="section-${id}">${title}</h3>
        <p class="small soft">${about}</p>
        <ol class=${numbered ? "numbered" : ""}>${repeat(
          items,
          ({ name }) => name,
          (item) => this.#card(item, id, numbered),
        )}</ol>
      </section>
    `;
  }

  #card(item: GalleryItem, section: string, numbered: boolean) {
    const { name } = item;
    return galleryCard(item, {
      section,
      number: numbered ? this.#numberOf(name, section) : null,
      here: name === this.current,
      seen: this.seen.has(name),
      coming: name === this.fetching,
      choose: () => intend(this, { want: "open", opening: { scenario: name } }),
    });
  }

  /** Its place on the path stays the same, whatever is looked for. */
  #numberOf(name: string, id: string): number {
    const section = this.gallery?.sections.find((one) => one.id === id);
    return 1 + (section?.items.findIndex((item) => item.name === name) ?? 0);
  }

  #seek(part: Partial<Quest>): void {
    this.quest = { ...this.quest, ...part };
  }

  #closed(): void {
    if (this.open) intend(this, { want: "gallery", open: false });
  }

  /** The page shows beside the dialog where there is room: whoever points there wants to be back. */
  #beside(event: Event): void {
    if (event.target === this.#dialog) this.#dialog?.close();
  }

  #watchPictures(): void {
    if (Object.keys(this.miniatures).length === 0) return;
    for (const stamp of this.renderRoot.querySelectorAll<HTMLElement>(".stamp"))
      this.#near.observe(stamp);
  }

  #drawNear(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const moment = this.miniatures[(target as HTMLElement).dataset.name ?? ""];
      if (!isIntersecting || !moment || target.hasChildNodes()) continue;
      target.append(drawMiniature(miniatureOf(moment)));
    }
  }
}

/** Keys mean here what they mean in any page: the run behind does not hear them. */
function keepToItself(event: KeyboardEvent): void {
  event.stopPropagation();
}

/** Where a finger is all there is, a field with the focus would cover half of the list with keys. */
function hasKeyboard(): boolean {
  return matchMedia("(pointer: fine)").matches;
}

function chosenIn(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

define("raft-gallery", GalleryView);
