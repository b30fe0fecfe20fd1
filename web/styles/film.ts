import { css } from "lit";

/**
 * How a picture looks that leaves the page: its words, and the logs as a drawing. Sizes are numbers and no tokens: it
 * does not grow with the text of the reader who makes it.
 */
export const filmStyles = css`
  :where(.film path, .film line) { fill: none; stroke-linejoin: round; stroke-linecap: round; }
  .film text { font-family: var(--font); fill: var(--ink); }
  .ground { fill: var(--paper); }
  .film .story { font-size: 13px; font-weight: 600; fill: var(--ink-soft); }
  .film .said { font-size: 20px; font-family: var(--font-voice); }
  .film .said.violated { fill: var(--violated); }
  .film .foot { font-size: 11.5px; fill: var(--ink-soft); }
  .stamp { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 3; }
  .film .stamped { font-size: 12px; font-weight: 700; }

  .film .column { font-size: 11px; fill: var(--ink-soft); }
  .film .server-name { font-size: 13px; font-weight: 650; }
  .film .row-term, .film .packed-name { font-size: 11px; fill: var(--ink-soft); }
  .film .row.charged > .server-name { fill: var(--violated); }
  .film .row.veiled > .server-name, .film .row.veiled > .pair { fill: var(--ink-soft); }
  .film .pair { font-size: 11.5px; }
  .swatch { fill: var(--fill); stroke: var(--ink); stroke-width: 1.25; }
  .row.down > .swatch { stroke-dasharray: 2 2; stroke: var(--ink-soft); }
  .leads-sign { fill: var(--ink); stroke: none; }
  .down-sign { stroke: var(--ink-soft); stroke-width: 1.75; }
  .nothing { stroke: var(--line-strong); stroke-width: 1; stroke-dasharray: 1 3; opacity: 0.7; }
  .commit-rule { stroke: var(--ink); stroke-width: 3; stroke-linecap: butt; }
  .packed { fill: var(--sunken); stroke: var(--line-strong); stroke-width: 1; }
  .mark-match, .mark-next { fill: var(--ink); stroke: none; }

  .entry-ground { fill: var(--fill); stroke: none; }
  .entry-edge { fill: none; stroke: var(--ink); stroke-width: 1.75; stroke-linecap: butt; }
  .entry.dashed .entry-edge { stroke-dasharray: 4 3; }
  .entry.struck .entry-edge { stroke-dasharray: 1 2.5; }
  .entry.charged .entry-edge { stroke: var(--violated); stroke-width: 3; }
  .entry.unknown { opacity: 0.6; }
  .entry.unknown .entry-ground { fill: none; }
  .entry.unknown .entry-edge { stroke: var(--line-strong); stroke-width: 1; stroke-dasharray: 1 2.5; }
  .hatching { fill: none; stroke: var(--paper); stroke-width: 3.2; stroke-linecap: butt; }
  .entry-pattern { fill: none; stroke: var(--on-fill); stroke-width: 1.4; opacity: 0.34; }
  .film .command { font-size: 12px; fill: var(--on-fill); }
  .film .command.long { font-size: 9.5px; }
  .film .entry.unknown .command { fill: var(--ink-soft); }
  .film .command.on-hatching { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 5px; }
  .tick-sign, .differs-sign { fill: none; stroke: var(--on-fill); stroke-width: 1.5; }
  .film .differs { font-size: 11px; font-weight: 700; text-anchor: end; fill: var(--on-fill); }
  .strike { stroke: var(--ink); stroke-width: 2; }
  .film .lane-name { font-size: 12px; font-weight: 650; text-anchor: end; }
`;
