import { css } from "lit";

/** The path of causes: a line with a station for each, like a map of a railway. */
export const whyStyles = css`
  h2 { font: 400 var(--size-large) / 1.35 var(--font-voice); color: var(--ink); letter-spacing: 0; text-wrap: balance; max-width: 34em; }
  h2:focus-visible { outline-offset: 4px; border-radius: 2px; }
  h3 { margin-top: var(--space-4); }
  .how { margin-top: var(--space-2); max-width: 40em; font-size: var(--size-small); }
  .start { margin-top: var(--space-3); }
  .moment { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); }
  .moment button { font-size: var(--size-small); }

  .walk { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); margin-top: var(--space-3); padding: var(--space-1) 0; max-width: 40em; background: var(--paper); }
  .walk button { padding: 0 var(--space-3); font-size: var(--size-small); }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .verdict { margin-top: var(--space-3); max-width: 40em; }

  .ready { display: grid; gap: var(--space-2); margin-top: var(--space-2); max-width: 34em; }
  .ready button { width: 100%; padding: var(--space-2) var(--space-3); text-align: left; line-height: 1.35; }
  .another { margin-top: var(--space-3); }

  .path { position: relative; margin-top: var(--space-3); max-width: 40em; }
  .path > li { position: relative; padding: 0 0 var(--space-3) 1.75rem; }
  .path > li::before { content: ""; position: absolute; left: calc(0.5rem - 1px); top: 0; bottom: 0; border-left: 2px solid var(--line-strong); }
  .path > li:first-child::before { top: 0.7rem; }
  .path > li:last-child::before { bottom: auto; height: 2rem; }
  .path > li:only-child::before { display: none; }
  .path > li::after { content: ""; position: absolute; left: calc(0.5rem - 6px); top: var(--dot, 1.75rem); width: 12px; height: 12px; border-radius: 50%; background: var(--paper); border: 2px solid var(--ink); }
  .path > li:first-child { --dot: 0.4rem; }
  .path > li:first-child::after { background: var(--ink); }
  .path > .here::after { background: var(--ink); box-shadow: 0 0 0 3px var(--paper), 0 0 0 5px var(--ink); }
  .path > .station { background: var(--sunken); border-radius: 3px; box-shadow: inset 3px 0 0 var(--ink); }
  .hurdles > .part { margin-left: 1.25rem; }
  .hurdles > .part::after { width: 8px; height: 8px; left: calc(0.5rem - 4px); }
  .hurdles > li::before { border-left-color: transparent; }
  .hurdles .mark { font-weight: 400; font-style: italic; }
  .mark { line-height: 2rem; font-weight: 650; }
  .path > .folded::before { border-left-style: dotted; }
  .path > .folded::after { display: none; }

  .because { display: block; font-size: var(--size-small); font-style: italic; color: var(--ink-soft); }
  .told { line-height: 1.45; overflow-wrap: anywhere; }
  .routine { color: var(--ink-soft); }
  .about { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 var(--space-3); font-size: var(--size-small); }
  .about > button, .also button, .moment button { border: 0; background: none; padding: 0; min-height: 2rem; min-width: 2.75rem; text-align: left; color: var(--ink-soft); text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 0.2em; }
  .about > button:hover, .also button:hover, .moment button:hover { color: var(--ink); text-decoration-color: var(--ink); }
  .also ul { padding-left: var(--space-3); border-left: 2px solid var(--line); }
  .also code { overflow-wrap: anywhere; font-size: 0.75rem; }

  details { color: var(--ink-soft); }
  .rule[open] { flex-basis: 100%; }
  .rule p { color: var(--ink); padding-bottom: var(--space-1); }
  .rule code { font-size: 0.75rem; overflow-wrap: anywhere; color: var(--ink-soft); }
  summary { display: inline-flex; align-items: center; min-height: 2rem; cursor: pointer; list-style: none; font-size: var(--size-small); touch-action: manipulation; }
  summary::-webkit-details-marker { display: none; }
  summary::before { content: "›"; width: 0.9em; font-size: 1.15em; line-height: 1; transition: transform var(--quick); transform-origin: 30% 55%; }
  details[open] > summary::before { transform: rotate(90deg); }
  summary:hover { color: var(--ink); }
  .folded ol { padding-left: var(--space-3); border-left: 2px solid var(--line); }
  .end { padding-left: 1.75rem; }

  @media (pointer: coarse) {
    .about > button, .also button, .moment button, summary { min-height: var(--target); }
    .mark { line-height: var(--target); }
  }
`;
