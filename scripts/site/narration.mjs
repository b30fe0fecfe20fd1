// What people write in scenarios, as HTML: read by the reader that the page itself uses.
import { html } from "./html.mjs";

export function narrator({ spansOf, plainly }) {
  const drawn = (span) => {
    switch (span.kind) {
      case "text":
        return span.text;
      case "code":
        return html`<code>${span.text}</code>`;
      case "emphasis":
        return html`<em>${span.spans.map(drawn)}</em>`;
      case "link":
        return html`<a href="${span.href}" rel="noopener noreferrer">${span.spans.map(drawn)}</a>`;
    }
  };
  return { inline: (text) => spansOf(text).map(drawn), plain: plainly };
}
