import whyWords from "words:why";
import { html, nothing, type TemplateResult } from "lit";
import type {
  Inquiry,
  ObstacleFrame,
  Position,
  Why,
  WhyAlso,
  WhyLink,
  WhyNot,
} from "../engine/door.ts";
import { isThere, type Stretch, stationsOf, wayBack } from "../scene/causes.ts";
import type { Station } from "../state/cursor.ts";
import { intend } from "../state/intents.ts";
import { ruleInWords } from "../words/rules.ts";
import { counted, fill, words } from "../words/words.ts";

/** What an answer looks like: causes, or obstacles, as an ordered list of stations. */

export type Standing = {
  from: EventTarget;
  here: Position;
  station: Station | null;
  ask: (question: Inquiry) => void;
};

export function causes(why: Why, standing: Standing): TemplateResult {
  if (why.chain.length === 0) return html`<p class="start">${whyWords.start}</p>`;
  return html`
    <ol class="path">
      ${wayBack(why).map((stretch, order) => oneStretch(stretch, order > 0, why, standing))}
    </ol>
    <p class="end soft small">${why.more ? whyWords.more : whyWords.begins}</p>
  `;
}

function oneStretch({ links, folded }: Stretch, caused: boolean, why: Why, standing: Standing) {
  const join = links[0]?.waited ? whyWords.since : whyWords.because;
  const because = caused ? html`<span class="because">${join}</span>` : nothing;
  if (!folded) {
    const [link] = links;
    const station = stationsOf(why).find((one) => one.event?.ordinal === link?.ordinal);
    return html`<li class=${looks(station, standing)} aria-current=${current(station, standing)}>${because}${links.map((link) => oneLink(link, standing))}</li>`;
  }
  return html`
    <li class="folded">
      ${because}
      <details>
        <summary>${counted(whyWords.routine, links.length)}</summary>
        <ol>${links.map((link) => html`<li>${oneLink(link, standing)}</li>`)}</ol>
      </details>
    </li>
  `;
}

function looks(station: Station | undefined, { station: at, here }: Standing): string {
  if (!station) return "";
  return [isThere(station, here) && "here", station.key === at?.key && "station"]
    .filter(Boolean)
    .join(" ");
}

function current(station: Station | undefined, { station: at }: Standing) {
  return station && station.key === at?.key ? "step" : nothing;
}

function oneLink(link: WhyLink, { from, here, ask }: Standing) {
  return html`
    <p class=${link.telling ? "told" : "told routine"}>${link.sentence ?? html`<code>${link.line}</code>`}</p>
    <div class="about">
      ${goThere(from, link.position)}
      ${isAt(link, here) ? html`<span class="mark">${whyWords.here}</span>` : nothing}
      ${theRule(link, link.sentence ? link.line : null)}
    </div>
    ${also(link, ask)}
  `;
}

function goThere(from: EventTarget, position: Position) {
  const time = Math.round(position.time);
  return html`
    <button
      aria-label=${fill(whyWords.goTo, { time })}
      @click=${() => intend(from, { want: "go", position })}
    >${fill(whyWords.at, { time })}</button>
  `;
}

function theRule({ rule, section }: WhyLink | ObstacleFrame, line: string | null) {
  if (!line && !rule) return nothing;
  return html`
    <details class="rule">
      <summary>${rule ? whyWords.rule : words.sentence.more}</summary>
      ${rule ? html`<p>${ruleInWords(rule)} ${section ? html`<span class="soft">${section}</span>` : nothing}</p>` : nothing}
      ${line ? html`<p><code>${line}</code></p>` : nothing}
    </details>
  `;
}

function also({ also }: WhyLink, ask: Standing["ask"]) {
  if (also.length === 0) return nothing;
  return html`
    <div class="also">
      <span class="soft small">${whyWords.together}</span>
      <ul>${also.map((one) => html`<li>${whyOf(one, ask)}</li>`)}</ul>
    </div>
  `;
}

function whyOf({ line, sentence, ordinal }: WhyAlso, ask: Standing["ask"]) {
  return html`
    <button
      aria-label=${fill(whyWords.whyOf, { line })}
      @click=${() => ask({ event: ordinal })}
    >${sentence ?? html`<code>${line}</code>`}</button>
  `;
}

export function obstacles(why: WhyNot, standing: Standing): TemplateResult {
  if (why.obstacles.length === 0) return html`<p class="start">${whyWords.nothingMissing}</p>`;
  const stations = stationsOf(why);
  return html`
    <p class="verdict">${verdict(why)}</p>
    <ol class="path hurdles">
      ${why.obstacles.map((one, order) => oneObstacle(one, stations[order], standing))}
    </ol>
  `;
}

function verdict(why: WhyNot): string {
  if (why.passes) return whyWords.passes;
  const some = why.obstacles.some((one) => one.passes && !one.part);
  return some ? whyWords.mayPass : whyWords.doesNotPass;
}

function oneObstacle(one: ObstacleFrame, station: Station | undefined, standing: Standing) {
  const part = one.part ? "part " : "";
  return html`
    <li class=${part + looks(station, standing)} aria-current=${current(station, standing)}>
      <p class="told">${one.text}</p>
      <div class="about">
        ${one.passes ? html`<span class="mark">${whyWords.waits}</span>` : nothing}
        ${theRule(one, null)}
      </div>
      ${one.origin ? theOrigin(one.origin, standing) : nothing}
    </li>
  `;
}

/** What set an obstacle up: from here the path goes on with why. */
function theOrigin(origin: WhyAlso, { from, ask }: Standing) {
  return html`
    <div class="also">
      <span class="soft small">${whyWords.because}</span>
      <ul><li>${whyOf(origin, ask)}</li></ul>
      ${goThere(from, origin.position)}
    </div>
  `;
}

function isAt({ position }: WhyLink, here: Position): boolean {
  return position.time === here.time && position.processed === here.processed;
}
