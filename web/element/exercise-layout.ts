import { css } from "lit";

/**
 * Where an exercise stands: beside the sentence where there is room, else under the picture. Only then has the page a
 * place for it.
 */
export const exerciseLayout = css`
  raft-exercise { grid-area: exercise; min-width: 0; margin-bottom: var(--space-2); }
  .layout.none raft-exercise { display: none; }
  .layout:has(> raft-exercise) {
    grid-template-areas: "voice" "stage" "exercise" "right" "notice" "spacetime" "clients" "time" "bar" "tools" "tree" "caption";
  }
  @container (min-width: 56.2rem) {
    /* The exercise grows to the right of sentence and picture, and moves neither; what is below it gives way. */
    .layout.cluster:is(.log, .panels):not(.phone):has(> raft-exercise) {
      grid-template-areas: "voice exercise" "stage exercise" "stage right" "notice right" "spacetime spacetime" "clients clients" "time time" "bar tools" "tree tree" "caption caption";
      grid-template-rows: var(--voice-size) min-content minmax(14rem, 1fr) auto;
    }
    .layout.cluster:is(.log, .panels):not(.phone):has(> raft-exercise) .right { height: auto; contain: size; }
    /* So that they can be scrolled to before anything is in them. */
    .layout.cluster:is(.log, .panels):not(.phone):has(> raft-exercise) .side { min-height: 100%; }
  }
  @container (max-width: 56.19rem) {
    .layout:has(> raft-exercise) {
      grid-template-areas: "voice" "stage" "exercise" "notice" "log" "spacetime" "clients" "time" "bar" "tools" "tree" "caption" "panels";
    }
  }
  @container (min-width: 40rem) {
    /* In an article it comes under the picture, which gives it room and stays where it is. */
    .layout.cluster.log:is(.minimal, .none):not(.panels):has(> raft-exercise) {
      grid-template-areas: "voice voice" "stage right" "exercise exercise" "notice notice" "spacetime spacetime" "clients clients" "time time" "bar bar" "tools tools" "tree tree" "caption caption";
      grid-template-rows: auto minmax(12rem, 1fr);
    }
  }
  /* On a laptop it would push the panels below the edge: what is asked stays, the rest is one fold away. */
  @media (max-height: 49rem) {
    @container (min-width: 56.2rem) {
      .layout.full:not(.phone) raft-exercise { --fold: block; --rest: none; }
    }
  }
  @media print {
    raft-exercise { break-inside: avoid; }
  }
`;
