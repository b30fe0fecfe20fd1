import { html, type TemplateResult } from "lit";
import { type Span, spansOf } from "../state/markdown.ts";

type Leaf = (text: string) => unknown;

/**
 * What people have written, as templates. Never as HTML: whatever is no emphasis, code or link is text, and a link leads
 * to another site by https or http, in a page of its own that knows nothing of this one.
 */
export function marked(text: string, leaf: Leaf = (plain) => plain): unknown[] {
  return spansOf(text).map((span) => drawn(span, leaf));
}

function drawn(span: Span, leaf: Leaf): unknown {
  switch (span.kind) {
    case "text":
      return leaf(span.text);
    case "code":
      return html`<code>${span.text}</code>`;
    case "emphasis":
      return html`<em>${span.spans.map((one) => drawn(one, leaf))}</em>`;
    case "link":
      return linkTo(
        span.href,
        span.spans.map((one) => drawn(one, (plain) => plain)),
      );
  }
}

export function linkTo(href: string, content: unknown): TemplateResult {
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${content}</a>`;
}

/** A source as people write it: its addresses can be followed. */
export function sourced(text: string): unknown[] {
  return text.split(ADDRESS).map((part, order) => (order % 2 === 1 ? linkTo(part, part) : part));
}

/** What ends a sentence after an address does not belong to it. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/;
