import scenarioWords from "words:scenario";
import storiesWords from "words:stories";
import { html, nothing } from "lit";
import type { About } from "../state/about.ts";
import { intend } from "../state/intents.ts";
import { tagInWords } from "../words/tags.ts";
import { fill, words } from "../words/words.ts";
import { foreign } from "./foreign.ts";
import { marked, sourced } from "./markdown.ts";

/** What the scenario on the screen says of itself, and the way to all others. */
export function aboutScenario({
  title,
  summary,
  level,
  tags,
  sources,
  provenance,
  language,
}: About) {
  const scenario = scenarioWords;
  const facts = [
    ...(level ? [fill(scenario.for, { level: storiesWords.levels[level] })] : []),
    ...tags.map(tagInWords),
  ];
  return html`
    <div class="about">
      <h2 lang=${foreign(language)}>${title}</h2>
      ${facts.length > 0 ? html`<p class="small soft">${facts.join(" · ")}</p>` : nothing}
      ${summary ? html`<p lang=${foreign(language)}>${summary}</p>` : nothing}
      ${provenance ? html`<h3>${scenario.provenance}</h3><p class="small" lang=${foreign(language)}>${marked(provenance)}</p>` : nothing}
      ${sources.length > 0 ? html`<h3>${scenario.sources}</h3><ul class="small">${sources.map((source) => html`<li>${sourced(source)}</li>`)}</ul>` : nothing}
      <button type="button" @click=${(event: Event) => showAll(event)}>${words.gallery.all}</button>
    </div>
  `;
}

function showAll({ currentTarget }: Event): void {
  if (currentTarget) intend(currentTarget, { want: "gallery", open: true });
}
