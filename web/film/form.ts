import { css, html, nothing } from "lit";
import { nameOfSpeed } from "../state/speed.ts";
import { fill } from "../words/words.ts";
import { filmWords } from "./texts.ts";
import {
  FORMATS,
  isFilm,
  LIMITS,
  PARTS,
  type Part,
  RATES,
  SPEEDS,
  WIDTHS,
  type Wish,
} from "./wish.ts";

/** Takes what the reader has changed. */
export type Chosen = (change: Partial<Wish>) => void;

type Surroundings = {
  /** The moment on the screen. */
  now: number | null;
  canFilm: boolean;
  chosen: Chosen;
};

export const formStyles = css`
  form { display: grid; gap: var(--space-3); }
  .row { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-2) var(--space-4); }
  .field { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
  .field select, .field input { color: var(--ink); max-width: 100%; }
  .field input { width: 7rem; }
  fieldset { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-4); }
  legend { font-size: var(--size-small); color: var(--ink-soft); padding: 0; }
  .tick { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--target); font-size: var(--size-small); }
`;

/** What shall be drawn, and how. */
export function wishForm(wish: Wish, around: Surroundings) {
  const { chosen } = around;
  return html`
    <fieldset>
      <legend>${filmWords.parts}</legend>
      ${PARTS.map((part) => partBox(wish, part, chosen))}
    </fieldset>
    <div class="row">
      ${choice(
        filmWords.format,
        FORMATS,
        wish.format,
        (one) => filmWords.formats[one],
        (format) => chosen({ format }),
      )}
      ${choice(
        filmWords.theme,
        ["light", "dark"] as const,
        wish.theme,
        (one) => filmWords.themes[one],
        (theme) => chosen({ theme }),
      )}
      ${choice(
        filmWords.width,
        WIDTHS,
        wish.width,
        (width) => fill(filmWords.pixels, { width }),
        (width) => chosen({ width }),
      )}
    </div>
    ${isFilm(wish) ? stretch(wish, chosen) : moment(wish, around)}
  `;
}

function partBox({ parts }: Wish, part: Part, chosen: Chosen) {
  const change = ({ target }: Event) => {
    const { checked } = target as HTMLInputElement;
    chosen({ parts: PARTS.filter((one) => (one === part ? checked : parts.includes(one))) });
  };
  return html`
    <label class="tick">
      <input type="checkbox" .checked=${parts.includes(part)} @change=${change} />${filmWords.part[part]}
    </label>
  `;
}

function moment({ moment }: Wish, { now, chosen }: Surroundings) {
  const asOnScreen = ({ target }: Event) =>
    chosen({ moment: (target as HTMLInputElement).checked ? null : rounded(now ?? 0) });
  return html`
    <div class="row">
      <label class="tick"><input type="checkbox" .checked=${moment === null} @change=${asOnScreen} />${filmWords.onScreen}</label>
      ${moment === null ? nothing : time(filmWords.moment, moment, (ms) => chosen({ moment: ms }))}
    </div>
  `;
}

function stretch(wish: Wish, chosen: Chosen) {
  const { span } = wish;
  return html`
    <div class="row">
      ${time(filmWords.from, span.from, (from) => chosen({ span: { ...span, from } }))}
      ${time(filmWords.to, span.to, (to) => chosen({ span: { ...span, to } }))}
    </div>
    <div class="row">
      ${choice(filmWords.speed, SPEEDS, wish.speed, nameOfSpeed, (speed) => chosen({ speed }))}
      ${choice(filmWords.rate, RATES, wish.rate, String, (rate) => chosen({ rate }))}
      ${
        wish.format === "gif"
          ? html`<label class="tick"><input type="checkbox" .checked=${wish.loop} @change=${({ target }: Event) => chosen({ loop: (target as HTMLInputElement).checked })} />${filmWords.loop}</label>`
          : nothing
      }
    </div>
  `;
}

function time(name: string, value: number, changed: (ms: number) => void) {
  const change = ({ target }: Event) => changed((target as HTMLInputElement).valueAsNumber);
  return html`
    <label class="field">${name}
      <input type="number" min="0" max=${LIMITS.time} step="any" .value=${String(rounded(value))} @change=${change} />
    </label>
  `;
}

function choice<T extends string | number>(
  name: string,
  all: readonly T[],
  now: T,
  called: (one: T) => string,
  changed: (one: T) => void,
) {
  const change = ({ target }: Event) => {
    const one = all[(target as HTMLSelectElement).selectedIndex];
    if (one !== undefined) changed(one);
  };
  return html`
    <label class="field">${name}
      <select @change=${change}>
        ${all.map((one) => html`<option ?selected=${one === now}>${called(one)}</option>`)}
      </select>
    </label>
  `;
}

function rounded(ms: number): number {
  return Number.isFinite(ms) ? Math.round(ms * 1000) / 1000 : 0;
}
