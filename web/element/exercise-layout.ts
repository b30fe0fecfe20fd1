import { css } from "lit";

/**
 * Where an exercise stands: beside the sentence where there is room, else between the picture and what is said about
 * the run. Only then has the page a place for it.
 */
export const exerciseLayout = css`
  raft-exercise { grid-area: exercise; min-width: 0; margin-bottom: var(--space-2); }
  .layout.none raft-exercise { display: none; }
  .layout:has(> raft-exercise) {
    grid-template-areas: "voice" "exercise" "stage" "right" "notice" "spacetime" "clients" "time" "bar" "tools" "tree" "caption";
  }
  @container (min-width: 56.2rem) {
    .layout.cluster:is(.log, .panels):not(.phone):has(> raft-exercise) {
      grid-template-areas: "voice exercise" "stage right" "notice notice" "spacetime spacetime" "clients clients" "time time" "bar tools" "tree tree" "caption caption";
    }
    .layout.cluster:not(.phone):has(> raft-exercise) .right { height: var(--stage-size); }
    .layout.cluster:not(.phone):has(> raft-exercise) .voice { max-height: none; }
  }
  @container (max-width: 56.19rem) {
    .layout:has(> raft-exercise) {
      grid-template-areas: "voice" "stage" "exercise" "notice" "log" "spacetime" "clients" "time" "bar" "tools" "tree" "caption" "panels";
    }
  }
  @media print {
    raft-exercise { break-inside: avoid; }
  }
`;
