import { css } from "lit";

/** What an exercise looks like: its task, a list to tick off, and a word on how it stands. */
export const exerciseStyles = css`
  :host { font-size: var(--size-small); overflow-wrap: anywhere; }
  section { padding: var(--space-3); border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--raised); }
  /* Margins, and no gaps: what has nothing to say yet takes no room. */
  :is(.task, .goals, .limits, .hints, .done, .lost, .row) { margin-top: var(--space-2); }
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); }
  h2 { flex: 1; display: flex; justify-content: space-between; gap: var(--space-3); }
  .fold { display: var(--fold, none); min-height: 1.75rem; }
  .rest { display: var(--rest, block); }
  .rest.unfolded { display: block; }
  @media print { .fold { display: none; } .rest { display: block; } }
  .state { font-weight: 400; }
  .state.solved { color: var(--ink); font-weight: 600; }
  .state.solved::before { content: "✓ "; }
  .state.failed::before { content: "× "; }
  .task { font-size: var(--size-body); text-wrap: pretty; }
  .goals li { display: flex; gap: var(--space-2); }
  .goals .reached { font-weight: 600; }
  .limits { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); align-items: baseline; }
  .hints { list-style: decimal; padding-left: 1.4em; }
  .done, .lost { text-wrap: pretty; border-left: 3px solid var(--ink); padding-left: var(--space-3); }
  .lost { border-color: var(--line-strong); }
  .row { display: flex; flex-wrap: wrap; gap: var(--space-2); }
  button { font-size: var(--size-small); padding: 0 var(--space-3); }
  button.link { border: 0; background: none; padding: 0 var(--space-1); min-height: 0; text-decoration: underline; text-underline-offset: 0.2em; text-decoration-color: var(--line-strong); }
  @media (pointer: coarse) { button.link { min-height: var(--target); } }
`;
