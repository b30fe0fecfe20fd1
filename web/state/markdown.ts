/**
 * What people write in scenarios: text, *emphasis*, `code` and [links](https://…). Everything else is text, HTML above
 * all. Scenarios come from strangers, so reading takes time in proportion to the length: every pattern stops at the next
 * sign that could begin another one.
 */
export type Span =
  | { kind: "text" | "code"; text: string }
  | { kind: "emphasis"; spans: readonly Span[] }
  | { kind: "link"; href: string; spans: readonly Span[] };

/** How something other than text begins, sticky: tried at one place only. */
const ESCAPED = /\\([\\*`[\]])/y;
const CODE = /`([^`]+)`/y;
const EMPHASIS = /\*(?=[^\s*])((?:[^*`]|`[^`]*`)+)(?<=\S)\*/y;
const LINK = /\[([^[\]]+)\]\((https?:\/\/(?:[^\s()[\]]|\([^\s()[\]]*\))+)\)/y;
const SIGNS = /[\\`*[]/g;

type Kind = Span["kind"];

export function spansOf(text: string, within: readonly Kind[] = []): Span[] {
  const spans: Span[] = [];
  let plain = "";
  const add = (span: Span) => {
    if (plain !== "") spans.push({ kind: "text", text: plain });
    plain = "";
    spans.push(span);
  };
  let at = 0;
  while (at < text.length) {
    SIGNS.lastIndex = at;
    const sign = SIGNS.exec(text);
    const next = sign?.index ?? text.length;
    plain += text.slice(at, next);
    at = next;
    if (!sign) break;
    const found = spanAt(text, at, within);
    if (!found) plain += text[at++];
    else {
      if (typeof found.span === "string") plain += found.span;
      else add(found.span);
      at = found.end;
    }
  }
  if (plain !== "") spans.push({ kind: "text", text: plain });
  return spans;
}

type Found = { span: Span | string; end: number };

/** What begins at that sign; null: it stands for itself. Within a link there is no link, and so on. */
function spanAt(text: string, at: number, within: readonly Kind[]): Found | null {
  const found = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const inside = (kind: Kind, inner: string) => spansOf(inner, [...within, kind]);
  switch (text[at]) {
    case "\\":
      return ended(at, found(ESCAPED), ([, sign = ""]) => sign);
    case "`":
      return ended(at, found(CODE), ([, code = ""]) => ({ kind: "code", text: code }));
    case "*":
      if (within.includes("emphasis")) return null;
      return ended(at, found(EMPHASIS), ([, inner = ""]) => ({
        kind: "emphasis",
        spans: inside("emphasis", inner),
      }));
    default:
      if (within.includes("link")) return null;
      return ended(at, found(LINK), ([, inner = "", href = ""]) => ({
        kind: "link",
        href,
        spans: inside("link", inner),
      }));
  }
}

function ended(
  at: number,
  match: RegExpExecArray | null,
  made: (match: RegExpExecArray) => Span | string,
): Found | null {
  return match && { span: made(match), end: at + match[0].length };
}

/** The same without its signs: for ears, for titles, for drawings, for whatever is written down. */
export function plainly(text: string): string {
  return textOf(spansOf(text));
}

function textOf(spans: readonly Span[]): string {
  return spans.map((span) => ("spans" in span ? textOf(span.spans) : span.text)).join("");
}

/** A sentence as plain text. Only the story is written by people; what the engine says may contain any sign. */
export function saidPlainly({ kind, text }: { kind: string; text: string }): string {
  return kind === "story" ? plainly(text) : text;
}
