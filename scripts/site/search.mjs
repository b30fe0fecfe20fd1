// The page on which the documents and the stories are searched, and what it searches in. The search itself runs in the
// reader's page (web/site/search.ts): there is nobody else to ask.
import { relative } from "./address.mjs";
import { html, json } from "./html.mjs";
import { english, placeOf } from "./stories.mjs";

const PATH = "search/";

/** Everything that can be found: stories, and what stands under the headings of documents. */
export function passagesOf(stories, documents, { marked }) {
  const told = stories.map(({ name, title, summary, section, scenario }) => ({
    place: placeOf(name),
    page: english(section.title),
    heading: title,
    text: [summary, ...scenario.steps.map(({ say }) => english(say))]
      .filter(Boolean)
      .map((text) => marked.plain(text))
      .join(" "),
  }));
  const written = documents.flatMap(({ path, title, passages }) =>
    passages.map(({ id, level, heading, text }) => ({
      place: level === 1 ? path : `${path}#${id}`,
      ...{ page: title, heading, text },
    })),
  );
  return [...written, ...told];
}

/** `passages`: where they lie in the site. `script`: what searches them. */
export function searchPage({ passages, script }, context) {
  const { site } = context.words;
  const { title, about, label, go, needsScript, ...said } = site.search;
  const to = (place) => relative(PATH, place);
  return {
    ...{ path: PATH, title, description: about, image: context.image },
    scripts: [script],
    content: html`
    <main id="content" class="search">
      <h1>${title}</h1>
      <p class="lead">${about}</p>
      <form role="search">
        <label for="sought">${label}</label>
        <div><input id="sought" type="search" name="q" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" autofocus /><button>${go}</button></div>
      </form>
      <noscript><p>${needsScript}</p></noscript>
      <p role="status"></p>
      <ol class="found"></ol>
      <script type="application/json" id="search-page">${json({ home: to(""), passages: to(passages), words: said })}</script>
    </main>`,
  };
}
