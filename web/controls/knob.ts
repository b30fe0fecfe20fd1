import faultWords from "words:faults";
import { html, nothing } from "lit";
import { type Saying, settingInWords } from "../scene/faults.ts";
import { alike, turned } from "../state/fault-actions.ts";
import { fieldsOf, type Knob, settingOf } from "../state/faults.ts";
import { fill, words } from "../words/words.ts";

export type KnobName = keyof typeof faultWords.knobs;

/** A setting of a knob: "20 % late by 50–150 ms", or what there is without it. */
function inWords(name: KnobName, setting: object): string {
  const knob = faultWords.knobs[name];
  const [value] = Object.values(setting);
  if (value === undefined) return knob.none;
  const presets: Readonly<Record<string, string>> = faultWords.presets;
  // What can be seen in the picture is said there in the same words.
  const seen: Readonly<Record<string, Saying>> = words.wrong.settings;
  const saying = "some" in knob ? knob : seen[name];
  return presets[String(value)] ?? (saying ? settingInWords(saying, setting) : knob.name);
}

const NOWHERE: ReadonlySet<string> = new Set();

/**
 * A select for each knob: its name, its settings in words, and whatever stands there that is none of them. `differ`: the
 * fields in which the things it is for are not alike.
 */
export function knob<F extends object>(
  name: KnobName,
  settings: Knob<F>,
  faults: F,
  turn: (faults: F) => void,
  differ: ReadonlySet<string> = NOWHERE,
) {
  const mixed = fieldsOf(settings).some((field) => differ.has(String(field)));
  const now = settingOf(settings, faults);
  const own = mixed || settings.every((setting) => !alike(setting, now));
  const other = mixed ? faultWords.mixed : fill(faultWords.own, { what: inWords(name, now) });
  const chosen = (event: Event) => {
    const setting = settings[Number((event.target as HTMLSelectElement).value)];
    if (setting) turn(turned<F>(settings, faults, setting as F));
  };
  return html`
    <label class="knob">${faultWords.knobs[name].name}
      <select @change=${chosen}>
        ${own ? html`<option value="-1" .selected=${true}>${other}</option>` : nothing}
        ${settings.map((setting, order) => html`<option value=${order} .selected=${!own && alike(setting, now)}>${inWords(name, setting)}</option>`)}
      </select>
    </label>
  `;
}

export function knobs<F extends object>(
  table: Readonly<Record<string, Knob<F>>>,
  faults: F,
  turn: (faults: F) => void,
  differ: ReadonlySet<string> = NOWHERE,
) {
  return Object.entries(table).map(([name, settings]) =>
    knob(name as KnobName, settings, faults, turn, differ),
  );
}
