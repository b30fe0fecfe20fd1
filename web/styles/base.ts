import { css } from "lit";

/** What every control shares: box model, focus, buttons, fields. */
export const base = css`
  :host { display: block; font: 400 var(--size-body) / 1.45 var(--font); color: var(--ink); }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }

  /* What is pinned to the window must not lie over what has the focus. */
  button, select, input, summary, [tabindex] { scroll-margin-bottom: var(--pinned, 0); }
  :focus-visible { outline: 2.5px solid var(--ink); outline-offset: 2px; }

  button, select, input {
    font: inherit;
    color: inherit;
    min-height: var(--target);
    border-radius: var(--radius);
    border: 1px solid var(--line-strong);
    background: var(--raised);
  }
  button, select { padding: 0 var(--space-4); cursor: pointer; touch-action: manipulation; }
  button { transition: background-color var(--quick), border-color var(--quick); }
  button:hover:not(:disabled) { border-color: var(--ink); }
  button:disabled { color: var(--ink-soft); border-color: var(--line); background: none; cursor: default; }
  button.primary { background: var(--ink); color: var(--paper); border-color: var(--ink); font-weight: 600; }
  button.primary:disabled { background: var(--sunken); color: var(--ink-soft); border-color: var(--line); }
  button.quiet { border-color: transparent; background: none; padding: 0 var(--space-3); }
  button.quiet:hover { background: var(--sunken); border-color: transparent; }
  input { padding: 0 var(--space-3); min-width: 0; }
  input[type="checkbox"], input[type="radio"] { min-height: 0; width: 1.125rem; height: 1.125rem; accent-color: var(--ink); }
  input[type="range"] { padding: 0; border: 0; background: none; accent-color: var(--ink); }

  h2, h3, p, dl, dd, ul, ol, fieldset { margin: 0; padding: 0; border: 0; }
  ul, ol { list-style: none; }
  h2 { font-size: var(--size-small); font-weight: 600; color: var(--ink-soft); letter-spacing: 0.01em; }
  h3 { font-size: var(--size-small); font-weight: 600; }
  .soft { color: var(--ink-soft); }
  .small { font-size: var(--size-small); }
  code, .mono { font-family: var(--font-mono); font-size: 0.92em; }

  .for-ears {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    * { transition: none !important; }
  }
`;
