import meanings from "words:meanings";
import { css, html, nothing } from "lit";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** What a word of the glossary means. */
export function meaningOf(id: string): string {
  const all: Readonly<Record<string, string>> = meanings;
  return all[id] ?? "";
}

/** The same, said where somebody has tapped the word: it comes with the first that is tapped. */
export class Meaning extends Control {
  static override properties = { of: { attribute: false } };
  declare of: string | null;

  constructor() {
    super();
    this.of = null;
  }

  static override styles = css`:host { display: inline; }`;

  override render() {
    return this.of === null ? nothing : html`<span>${meaningOf(this.of)}</span>`;
  }
}

define("raft-meaning", Meaning);
