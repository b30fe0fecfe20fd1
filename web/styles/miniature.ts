import { css } from "lit";

/** What a stamp has besides the looks of the stage: cells of logs, and smaller names. */
export const miniatureStyles = css`
  .entry { fill: var(--fill) !important; stroke: var(--ink); stroke-width: 1.2; }
  .entry.open { stroke-dasharray: 2.5 2; }
  .stage .name { font-size: 14px; }
`;
