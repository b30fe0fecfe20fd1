import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/**
 * What the editor looks like: the page's tokens, so that it follows light and dark by itself. Pictures in style
 * sheets are taken away: a strict content security policy has no "data:", and CodeMirror's own underlines are that.
 */
export const look = EditorView.theme({
  "&": {
    fontSize: "var(--editor-size)",
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
  },
  "&.cm-focused": { outline: "2.5px solid var(--ink)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono)",
    lineHeight: "1.5",
    minHeight: "14rem",
    maxHeight: "min(32rem, 45vh)",
    overflow: "auto",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--space-2) 0" },
  ".cm-gutters": {
    backgroundColor: "var(--sunken)",
    color: "var(--ink-soft)",
    border: "none",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink)", fontWeight: "600" },
  "&.cm-focused > .cm-scroller .cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--ink-soft)" },
  ".cm-lintRange, .cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--ink) 1.5px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintPoint::after": { borderBottomColor: "var(--ink)" },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
    boxShadow: "var(--shadow)",
    maxWidth: "min(24rem, 85vw)",
  },
  ".cm-tooltip-hover, .cm-tooltip .cm-diagnostic, .cm-completionInfo": {
    font: "var(--size-small) / 1.45 var(--font)",
    whiteSpace: "pre-line",
  },
  ".cm-documentation": { padding: "var(--space-2) var(--space-3)" },
  ".cm-diagnostic, .cm-diagnostic-error": {
    borderLeft: "3px solid var(--ink)",
    padding: "var(--space-2) var(--space-3)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-mono)",
    fontSize: "var(--size-small)",
    maxHeight: "14rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "var(--space-1) var(--space-2)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--paper)",
    backgroundColor: "var(--ink)",
  },
  ".cm-completionDetail": { marginLeft: "var(--space-3)", fontStyle: "normal", color: "inherit" },
  // Beside the list there is no room on a phone, and over it one sees no list.
  "@media (max-width: 40rem)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
  ".cm-panels": {
    color: "var(--ink)",
    backgroundColor: "var(--sunken)",
    borderColor: "var(--line)",
  },
  ".cm-panel.cm-search": { font: "var(--size-small) / 1.45 var(--font)" },
  ".cm-textfield, .cm-button": {
    color: "inherit",
    background: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
    fontSize: "inherit",
  },
});

/** No hue: weight and softness tell names from values and from what is said beside. */
export const ink = HighlightStyle.define([
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: tags.propertyName, color: "var(--ink)" },
  { tag: tags.string, color: "var(--ink-soft)" },
  { tag: [tags.atom, tags.number, tags.bool], fontWeight: "600" },
]);
