import noticeWords from "words:notice";
import { css, html, nothing } from "lit";
import type { GalleryItem } from "../state/gallery.ts";
import { breaking, brokenIn, type Draft } from "../state/rules.ts";
import { base } from "../styles/base.ts";
import { counted, fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** Every rule of Raft that can be broken on purpose, with what it looks like. Broken ones make it something else than Raft. */
export class BrokenRules extends Control {
  static override properties = {
    draft: { attribute: false },
    library: { attribute: false },
    sought: { state: true },
  };
  declare draft: Draft | null;
  /** The scenarios that show what breaks; null: they are on their way. */
  declare library: readonly GalleryItem[] | null;
  declare sought: string;

  constructor() {
    super();
    this.draft = null;
    this.library = null;
    this.sought = "";
  }

  static override styles = [
    base,
    css`
      input[type="search"] { width: min(22rem, 100%); font-size: var(--size-small); }
      ul { max-height: 24rem; overflow-y: auto; overscroll-behavior: contain; margin-top: var(--space-2); scrollbar-width: thin; }
      li { border-top: 1px solid var(--line); padding: var(--space-2) var(--space-1); }
      label { display: grid; grid-template-columns: auto 1fr; gap: 0 var(--space-3); align-items: center; min-height: var(--target); cursor: pointer; }
      .name { font-weight: 600; }
      .slug { font: var(--size-tiny) var(--font-mono); color: var(--ink-soft); overflow-wrap: anywhere; }
      .says { font-size: var(--size-small); color: var(--ink-soft); max-width: 44em; }
      .mark { font-weight: 650; }
    `,
  ];

  override render() {
    const { draft, library } = this;
    if (!draft) return nothing;
    const broken = brokenIn(draft.rules);
    return html`
      <p class="soft small">${words.broken.intro}</p>
      ${broken.length > 0 ? html`<p class="mark" role="status">${fill(noticeWords.deviations, { rules: broken.join(", ") })}</p>` : nothing}
      ${library ? this.#choice(library, draft, broken) : html`<p class="soft small">${words.broken.coming}</p>`}
    `;
  }

  #choice(library: readonly GalleryItem[], draft: Draft, broken: readonly string[]) {
    const shown = library.filter(
      (rule) => broken.includes(rule.name) || isSought(rule, this.sought),
    );
    return html`
      <input
        type="search"
        aria-label=${words.broken.search}
        placeholder=${words.broken.search}
        autocomplete="off"
        spellcheck="false"
        .value=${this.sought}
        @input=${(event: Event) => (this.sought = (event.target as HTMLInputElement).value)}
      />
      <span class="soft small" role="status">${counted(words.broken.count, shown.length)}</span>
      <ul tabindex="0" aria-label=${words.broken.title}>
        ${shown.map((rule) => this.#rule(rule, broken.includes(rule.name), draft))}
      </ul>
    `;
  }

  #rule({ name, title, summary, source }: GalleryItem, isBroken: boolean, draft: Draft) {
    return html`
      <li>
        <label>
          <input
            type="checkbox"
            aria-describedby="about-${name}"
            .checked=${isBroken}
            @change=${(event: Event) => this.#say(draft, name, (event.target as HTMLInputElement).checked)}
          />
          <span><span class="name">${title}</span> <span class="slug">${name}</span></span>
        </label>
        <p class="says" id="about-${name}">${summary} <span>${sectionIn(source)}</span></p>
      </li>
    `;
  }

  #say({ rules, wrong }: Draft, name: string, isBroken: boolean): void {
    const detail: Draft = { rules: breaking(rules, name, isBroken), wrong };
    this.dispatchEvent(new CustomEvent<Draft>("rules", { detail }));
  }
}

function isSought({ name, title, summary }: GalleryItem, sought: string): boolean {
  const text = `${name} ${title} ${summary}`.toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The place where a source says it: what follows its year. */
function sectionIn(source: string): string {
  return /\d{4}, (.+)$/.exec(source)?.[1] ?? "";
}

define("raft-broken-rules", BrokenRules);
