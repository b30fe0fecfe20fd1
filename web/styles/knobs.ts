import { css } from "lit";

/** Forms for what can be wrong: buttons, and a select for each knob. */
export const knobStyles = css`
  .actions { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-top: var(--space-2); }
  .actions button { padding: 0 var(--space-3); font-size: var(--size-small); }
  .actions [aria-pressed="true"] { border-color: var(--ink); box-shadow: inset 0 0 0 1.5px var(--ink); font-weight: 600; }
  .knobs { display: grid; gap: 0 var(--space-4); grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); }
  .knob { display: grid; gap: var(--space-1); margin-top: var(--space-2); font-size: var(--size-small); color: var(--ink-soft); }
  .knob select { padding: 0 var(--space-2); min-width: 0; width: 100%; text-overflow: ellipsis; color: var(--ink); }
  details { border-top: 1px solid var(--line); margin-top: var(--space-2); }
  summary { min-height: var(--target); display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-2); cursor: pointer; list-style: none; font-size: var(--size-small); }
  summary::-webkit-details-marker { display: none; }
  summary::before { content: "›"; width: 0.9em; font-size: 1.15em; line-height: 1; transition: transform var(--quick); transform-origin: 30% 55%; }
  details[open] > summary::before { transform: rotate(90deg); }
`;
