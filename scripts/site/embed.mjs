// A living cluster in a document: the element, with a picture and a link in it for whoever sees no more than that.
import { Sorry } from "../run.mjs";
import { html, json } from "./html.mjs";
import { pictureInWords, placeOf } from "./stories.mjs";

/** Attributes of the element (docs/embedding.md) that a block may set. */
const ATTRIBUTES = [
  ...["scenario", "src", "link", "seed", "view", "controls", "step", "at", "end", "heading"],
  ...["caption", "speed", "theme", "lang", "autoplay", "loop", "ratio"],
];

export function embed(given, { stories, words, to, place }) {
  const { story, ...attributes } = given;
  for (const name of Object.keys(attributes)) {
    if (!ATTRIBUTES.includes(name)) {
      throw new Sorry(
        `${place}: the block “raft” has no “${name}”; there are ${ATTRIBUTES.join(", ")}, and [story] for a whole scenario.`,
      );
    }
  }
  const sources = [story, attributes.scenario, attributes.src, attributes.link].filter(Boolean);
  if (sources.length !== 1) {
    throw new Sorry(
      `${place}: the block “raft” names ${sources.length} scenarios; expected is one of scenario, src, link and [story].`,
    );
  }
  const known = attributes.scenario && checked(attributes, stories, place);
  const written = Object.entries({ ...attributes, home: to("index.html") })
    .filter(([, value]) => value !== false)
    .map(([name, value]) => html` ${name}="${value === true ? "" : value}"`);
  return html`<raft-playground${written}>${known ? still(known, attributes, words, to) : inWords(story, words)}</raft-playground>`;
}

function checked({ scenario, step }, stories, place) {
  const story = stories.get(scenario);
  if (!story) throw new Sorry(`${place}: there is no scenario “${scenario}” in the gallery.`);
  const { steps } = story.scenario;
  const there =
    step === undefined ||
    (typeof step === "number"
      ? step >= 1 && step <= steps.length
      : steps.some(({ id }) => id === step));
  if (!there) {
    const ids = steps.flatMap(({ id }) => id ?? []);
    throw new Sorry(`${place}: “${scenario}” has no step “${step}”; there are ${ids.join(", ")}.`);
  }
  return story;
}

function still({ name, moment, title }, { step }, words, to) {
  const at = step === undefined ? name : `${name}/${step}`;
  const alt = `${title}. ${pictureInWords(moment, words)}`;
  return html`<a href="${to("index.html")}#${at}"><img src="${to(`${placeOf(name)}poster.svg`)}" width="640" height="360" alt="${alt}" loading="lazy" /></a>`;
}

function inWords(story, { site }) {
  const inside = story && html`<script type="application/json">${json(story)}</script>`;
  return html`${inside}<p>${site.needsScript}</p>`;
}
