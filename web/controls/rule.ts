import { css, html, nothing } from "lit";
import { ruleInWords } from "../words/rules.ts";
import { words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** The rule behind a sentence and where to read about it: it comes when somebody unfolds what is behind a sentence. */
export class RuleView extends Control {
  static override properties = { of: { attribute: false }, section: { attribute: false } };
  declare of: string | null;
  declare section: string | null;

  constructor() {
    super();
    this.of = null;
    this.section = null;
  }

  static override styles = css`:host { display: block; }`;

  override render() {
    if (this.of === null) return nothing;
    return html`${words.sentence.rule}: ${ruleInWords(this.of)} ${this.section}`;
  }
}

define("raft-rule", RuleView);
