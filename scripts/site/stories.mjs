// A page for each scenario of the gallery, and one that lists them all. They say in words what the run shows, so that
// they serve readers without script, search engines and paper as well.
import { afar, relative } from "./address.mjs";
import { tickOf } from "./course.mjs";
import { html, Markup } from "./html.mjs";

/** The frame that other sites make of an oEmbed answer. */
const FRAME = { width: 800, height: 620 };

export function placeOf(name) {
  return `stories/${name}/`;
}

/** What the pages tell of a scenario, from the gallery's card and the scenario itself. */
export function storiesOf({ gallery, scenarios, pictures }, words) {
  const seen = new Map();
  for (const section of gallery.sections) {
    section.scenarios.forEach((name, order) => {
      if (!seen.has(name)) seen.set(name, { section, order });
    });
  }
  return [...seen].map(([name, { section, order }]) => {
    const card = gallery.scenarios[name];
    const beside = (by) => section.scenarios[order + by] ?? null;
    return {
      ...{ name, card, scenario: scenarios[name], moment: pictures[name] },
      ...{ section, number: section.numbered ? order + 1 : null },
      ...{ title: english(card.title), summary: english(card.summary) },
      ...{ before: beside(-1), after: beside(1), facts: factsOf(card, words) },
    };
  });
}

export function english(text) {
  return typeof text === "string" ? text : (text?.en ?? Object.values(text ?? {})[0] ?? "");
}

function factsOf({ level, steps, seconds, asks, tags }, { stories, fill, counted }) {
  const length =
    seconds < 60
      ? fill(stories.short, { seconds })
      : fill(stories.minutes, { minutes: Math.round(seconds / 60) });
  return [
    ...(level ? [stories.levels[level]] : []),
    `${counted(stories.steps, steps)}, ${length}`,
    ...(asks ? [stories.asks] : []),
    ...(tags ?? []),
  ];
}

/** What the picture shows, for whoever does not see it. */
export function pictureInWords({ servers }, { site, fill }) {
  const said = servers.map(({ id, role, term }) =>
    fill(site.roles[role ?? "down"], { server: id, term }),
  );
  return fill(site.picture, { count: servers.length, roles: said.join(", ") });
}

export function storyPage(story, context) {
  const { name, title, summary, card, scenario, section, number } = story;
  const { words, marked, site } = context;
  const path = placeOf(name);
  const to = (place) => relative(path, place);
  const alt = pictureInWords(story.moment, words);
  const told = scenario.steps.filter(({ say }) => say);
  return {
    ...{ path, title, kind: "article", living: true },
    description: marked.plain(summary),
    image: { path: `${path}preview.png`, alt },
    data: learningResource(story, context, path),
    links: [
      `rel="alternate" type="application/json+oembed" href="${afar(site, path, `${path}oembed.json`)}" title="oEmbed"`,
    ],
    content: html`
    <main id="content" class="story">
      <p class="crumbs"><a href="${to("stories/")}#${section.id}">${english(section.title)}</a>${number && ` · ${words.fill(words.site.number, { number })}`}</p>
      <h1>${title}</h1>
      <p class="lead">${marked.inline(summary)}</p>
      <p class="facts">${story.facts.map((fact) => html`<span>${fact}</span> `)}</p>
      ${brokenRules(card, words, to)}
      <raft-playground scenario="${name}" controls="minimal" view="cluster log" home="${to("index.html")}">
        <a href="${to("index.html")}#${name}"><img src="poster.svg" width="640" height="360" alt="${alt}" /></a>
      </raft-playground>
      <p class="deeds"><a class="deed" href="${to("index.html")}#${name}">${words.site.open}</a></p>
      <h2 id="steps">${words.site.steps}</h2>
      <ol class="steps">${told.map((step, order) => stepOf(step, order, told.length, story, context))}</ol>
      ${card.fork && html`<h2 id="fork">${words.site.otherRules}</h2><p>${words.fill(words.site.fork, { fork: english(card.fork) })}</p>`}
      ${sourcesOf(scenario.sources ?? [], words)}
      ${wayOn(story, context, to)}
    </main>`,
  };
}

function brokenRules({ breaks = [] }, { site, counted }, to) {
  if (breaks.length === 0) return null;
  const rules = breaks.map((rule, order) => html`${order > 0 && ", "}<code>${rule}</code>`);
  return html`<p class="broken"><strong>${site.notRaft}</strong> ${counted(site.broken, breaks.length)} ${rules}. <a href="${to("docs/deviations/")}">${site.whatComes}</a></p>`;
}

function stepOf({ id, say, question }, order, all, { name }, { words, marked }) {
  const { site, fill } = words;
  const label = `${site.moment}: ${fill(site.stepOf, { step: order + 1, all })}`;
  return html`
        <li id="${id ?? `step-${order + 1}`}">
          <p>${marked.inline(english(say))}</p>
          ${question && questionOf(question, words, marked)}
          ${id && html`<p class="moment"><a href="../../index.html#${name}/${id}" aria-label="${label}">${site.moment}</a></p>`}
        </li>`;
}

function questionOf({ ask, answers, reveal }, { site }, marked) {
  return html`
          <div class="question">
            <p><strong>${marked.inline(english(ask))}</strong></p>
            <ul>${(answers ?? []).map((answer) => html`<li>${marked.inline(english(answer))}</li>`)}</ul>
            <details><summary>${site.answer}</summary><p>${marked.inline(english(reveal))}</p></details>
          </div>`;
}

const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/;

function sourcesOf(sources, { site }) {
  if (sources.length === 0) return null;
  const linked = (text) =>
    text
      .split(ADDRESS)
      .map((part, order) =>
        order % 2 === 1 ? html`<a href="${part}" rel="noopener noreferrer">${part}</a>` : part,
      );
  return html`<h2 id="sources">${site.sources}</h2>
      <ul class="sources">${sources.map((source) => html`<li>${linked(english(source))}</li>`)}</ul>`;
}

function wayOn({ before, after }, { words, titles }, to) {
  const { site } = words;
  const link = (name, rel, text) =>
    name &&
    html`<a rel="${rel}" href="${to(placeOf(name))}"><span>${text}</span> ${titles.get(name)}</a>`;
  return html`<nav class="way" aria-label="${site.wayOn}">${link(before, "prev", site.before)}${link(after, "next", site.after)}</nav>`;
}

function learningResource({ title, summary, card }, { site, marked, words }, path) {
  return {
    "@context": "https://schema.org",
    "@type": "LearningResource",
    ...{ name: title, description: marked.plain(summary), inLanguage: "en" },
    ...{ learningResourceType: "interactive simulation", keywords: (card.tags ?? []).join(", ") },
    ...(card.level && { educationalLevel: card.level }),
    ...(site && { url: afar(site, path, path), image: afar(site, path, `${path}preview.png`) }),
    isPartOf: { "@type": "WebSite", name: words.site.name, ...(site && { url: site }) },
  };
}

/** What an editor that knows oEmbed puts into a page for a link to this one. */
export function oembedOf({ name, title }, { site, words }) {
  const path = placeOf(name);
  const source = afar(site, path, `embed.html?scenario=${name}`);
  return {
    ...{ version: "1.0", type: "rich", title, provider_name: words.site.name },
    ...(site && { provider_url: site }),
    ...FRAME,
    html: `${html`<iframe src="${source}" title="${title}" width="${FRAME.width}" height="${FRAME.height}" loading="lazy" allow="clipboard-write; fullscreen" style="border:0;max-width:100%"></iframe>`}`,
    ...{ thumbnail_url: afar(site, path, `${path}preview.png`) },
    ...{ thumbnail_width: 1200, thumbnail_height: 630 },
  };
}

export function storiesPage(stories, context) {
  const { words, gallery, marked } = context;
  const { site } = words;
  const known = new Map(stories.map((story) => [story.name, story]));
  const path = "stories/";
  return {
    path,
    title: site.allStories,
    description: words.fill(site.aboutStories, { count: stories.length }),
    image: context.image,
    content: html`
    <main id="content" class="stories">
      <h1>${site.allStories}</h1>
      <p class="lead">${words.fill(site.aboutStories, { count: stories.length })}</p>
      <nav class="sections" aria-label="${site.sections}">${gallery.sections.map(({ id, title }) => html`<a href="#${id}">${english(title)}</a> `)}</nav>
      ${gallery.sections.map((section) => sectionOf(section, known, { marked, site }))}
    </main>`,
  };
}

function sectionOf({ id, title, about, numbered, scenarios }, known, { marked, site }) {
  const list = numbered ? ['<ol class="cards">', "</ol>"] : ['<ul class="cards">', "</ul>"];
  return html`
      <section id="${id}" aria-labelledby="about-${id}">
        <h2 id="about-${id}">${english(title)}</h2>
        <p>${english(about)}</p>
        ${new Markup(list[0])}${scenarios.map((name, order) => cardOf(known.get(name), numbered ? order + 1 : null, { marked, site }))}${new Markup(list[1])}
      </section>`;
}

function cardOf({ name, title, summary, facts, scenario }, number, { marked, site }) {
  return html`
          <li>
            <img src="${name}/poster.svg" width="320" height="180" alt="" loading="lazy" decoding="async" />
            <h3><a href="${name}/">${number && html`<span class="number">${number}</span> `}${title}</a>${scenario.exercise && tickOf(name, site)}</h3>
            <p>${marked.inline(summary)}</p>
            <p class="facts">${facts.map((fact) => html`<span>${fact}</span> `)}</p>
          </li>`;
}
