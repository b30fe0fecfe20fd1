import exportingWords from "words:exporting";
import { css, html, nothing } from "lit";
import type { ExportFormat, Problem } from "../engine/door.ts";
import { fileOf, kilobytes, previewOf } from "../share/written.ts";
import { base } from "../styles/base.ts";
import { fill } from "../words/words.ts";
import { Control } from "./control.ts";
import "./copy-text.ts";
import { define } from "./define.ts";

const formats = () => Object.keys(exportingWords.formats) as ExportFormat[];

/** What was written: its text, the address of the same text as a file, and up to which moment. */
type Written = { format: ExportFormat; text: string; address: string; time: string };

/** Writes the run on the screen down: a format, what comes of it, and how to take it away. */
export class Exporting extends Control {
  static override properties = {
    write: { attribute: false },
    now: { attribute: false },
    format: { state: true },
    written: { state: true },
    busy: { state: true },
    wrong: { state: true },
  };
  declare write: (format: ExportFormat) => Promise<string>;
  /** The moment on the screen, in milliseconds. */
  declare now: () => number;
  declare format: ExportFormat;
  declare written: Written | null;
  declare busy: boolean;
  /** What could not be written down, and why. */
  declare wrong: Problem | string | null;

  constructor() {
    super();
    this.write = async () => "";
    this.now = () => 0;
    this.format = "scenario";
    this.written = null;
    this.busy = false;
    this.wrong = null;
  }

  static override styles = [
    base,
    css`
      form, .result { display: grid; gap: var(--space-3); max-width: 60em; }
      .result { margin-top: var(--space-4); }
      .row { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
      label { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
      select { color: var(--ink); max-width: 100%; }
      pre { margin: 0; padding: var(--space-3); max-height: 18rem; overflow: auto; font: var(--size-tiny) / 1.5 var(--font-mono); background: var(--sunken); border: 1px solid var(--line); border-radius: var(--radius); }
      a { display: inline-flex; align-items: center; min-height: var(--target); color: inherit; font-size: var(--size-small); }
      [role="status"]:not(:empty), .wrong { margin-top: var(--space-3); }
      .wrong { border-left: 3px solid var(--line-strong); padding-left: var(--space-3); }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
  }

  override render() {
    const exporting = exportingWords;
    return html`
      <form @submit=${this.#write}>
        <p class="soft small">${exporting.intro}</p>
        <div class="row">
          <label>${exporting.format}
            <select @change=${this.#chosen}>
              ${formats().map((format) => html`<option value=${format} ?selected=${format === this.format}>${exporting.formats[format].name}</option>`)}
            </select>
          </label>
          <button class="primary" type="submit" aria-disabled=${this.busy}>${exporting.write}</button>
        </div>
        <p class="small">${exporting.formats[this.format].hint}</p>
      </form>
      <p class="small" role="status">${this.#status()}</p>
      ${this.wrong ? this.#trouble(this.wrong) : nothing}
      ${this.written ? this.#result(this.written) : nothing}
    `;
  }

  #status(): string {
    const exporting = exportingWords;
    if (this.busy) return exporting.writing;
    if (!this.written) return "";
    const { format, text, time } = this.written;
    const { name } = exporting.formats[format];
    const { lines } = previewOf(text);
    return fill(exporting.written, { name, time, lines, size: kilobytes(text) });
  }

  #result({ format, text, address }: Written) {
    const exporting = exportingWords;
    const preview = previewOf(text);
    return html`
      <div class="result">
        <pre tabindex="0" role="region" aria-label=${exporting.preview}>${preview.text}</pre>
        ${preview.shown < preview.lines ? html`<p class="soft small">${fill(exporting.cut, { shown: preview.shown })}</p>` : nothing}
        <div class="row">
          <raft-copy-text .text=${() => text} .name=${exporting.copy} .about=${exporting.copyAbout}></raft-copy-text>
          <a href=${address} download=${fileOf(format)}>${fill(exporting.download, { file: fileOf(format) })}</a>
        </div>
      </div>
    `;
  }

  #trouble(wrong: Problem | string) {
    const exporting = exportingWords;
    if (typeof wrong === "string") {
      return html`<div class="wrong small" role="alert"><p>${exporting.failed}</p><p class="soft">${wrong}</p></div>`;
    }
    const place = wrong.path ? `${wrong.path}: ` : "";
    return html`
      <div class="wrong small" role="alert">
        <p>${exporting.failed}</p>
        <p>${place}${wrong.message}</p>
        ${wrong.expected ? html`<p class="soft">${fill(exporting.expected, { expected: wrong.expected })}</p>` : nothing}
      </div>
    `;
  }

  #chosen(event: Event): void {
    this.format = (event.target as HTMLSelectElement).value as ExportFormat;
  }

  async #write(event: Event): Promise<void> {
    event.preventDefault();
    // The button stays one: a disabled one would lose the focus.
    if (this.busy) return;
    const { format } = this;
    this.#forget();
    this.busy = true;
    const time = this.now()
      .toFixed(3)
      .replace(/\.?0+$/, "");
    try {
      const text = await this.write(format);
      // Nobody would ever say that the file is not wanted any more.
      if (!this.isConnected) return;
      const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
      this.written = { format, text, address, time };
    } catch (thrown) {
      this.wrong = problemOf(thrown) ?? String(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** A text may be long: the browser keeps it as a file until it is told that nobody wants it. */
  #forget(): void {
    if (this.written) URL.revokeObjectURL(this.written.address);
    this.written = null;
    this.wrong = null;
  }
}

/** What the engine says is wrong, if it was the engine. */
function problemOf(thrown: unknown): Problem | null {
  if (typeof thrown !== "object" || thrown === null || !("problem" in thrown)) return null;
  return thrown.problem as Problem;
}

define("raft-exporting", Exporting);
