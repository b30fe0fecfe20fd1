import { css } from "lit";

/** Two runs side by side; above each other where there is no room. */
export const compareStyles = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); min-width: 0; }
  .choice { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); font-size: var(--size-small); }
  .choice label { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); min-width: 0; }
  .choice select { max-width: min(22rem, 100%); font-size: var(--size-small); }
  .choice button { font-size: var(--size-small); }
  .parted { font-size: var(--size-body); font-weight: 600; }
  .panes { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-5); }
  /* No wider than its half, however long the logs are. */
  section { min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); align-content: start; gap: var(--space-2); }
  section + section { border-left: 1px solid var(--line); padding-left: var(--space-5); margin-left: calc(-1 * var(--space-5) / 2 - 1px); }
  h2 { color: var(--ink); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  h2 b { display: inline-grid; place-items: center; width: 1.35rem; height: 1.35rem; margin-right: var(--space-1); border: 1.5px solid var(--ink); border-radius: 50%; }
  raft-stage { position: relative; height: var(--stage-size); }
  raft-timeline { --gutter: 0rem; --after: 0rem; }
  .differs { position: absolute; width: 1.5rem; height: 1.5rem; margin: -0.75rem 0 0 -0.75rem; display: grid; place-items: center; border-radius: 50%; background: var(--ink); color: var(--paper); font-size: 0.875rem; line-height: 1; pointer-events: none; }
  @container (max-width: 56.19rem) {
    .panes { grid-template-columns: minmax(0, 1fr); }
    section + section { border-left: 0; padding-left: 0; margin-left: 0; border-top: 1px solid var(--line); padding-top: var(--space-3); }
    raft-stage { height: auto; min-height: var(--stage-size); }
  }
`;
