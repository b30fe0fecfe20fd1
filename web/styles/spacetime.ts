import { css } from "lit";

/** How the space-time diagram looks: thin ink for messages, the hue of the term for lives. */
export const spacetimeStyles = css`
  .spacetime { display: block; overflow: visible; touch-action: pan-y; user-select: none; -webkit-user-select: none; cursor: default; }
  .spacetime.upright { touch-action: pan-x pan-y; }
  .spacetime text { font: 500 11px var(--font); fill: var(--ink); pointer-events: none; }
  .tick { stroke: var(--line); stroke-width: 1; }
  .spacetime .tick-name { fill: var(--ink-soft); font-variant-numeric: tabular-nums; }
  .wall { fill: var(--sunken); stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 4; }
  .spacetime .wall-name { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }

  .life { stroke: var(--line-strong); stroke-width: 1; stroke-dasharray: 1 4; stroke-linecap: round; }
  .lane.client .life { stroke: var(--line); }
  .band { fill: var(--fill); stroke: var(--ink); stroke-width: 1; }
  .band.candidate { stroke-dasharray: 3 2; }
  .band.precandidate { stroke-dasharray: 1 2; }
  .band.leader { stroke-width: 1.5; }
  .lane.client .band { fill: var(--raised); stroke: var(--ink-soft); }
  .spine { stroke: var(--ink); stroke-width: 1.25; }
  .lane.lit .band { stroke-width: 2.25; }
  .spacetime .band-name { font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
  .spacetime .client .band-name { stroke: none; font-weight: 500; }
  .spacetime .sign { fill: var(--ink-soft); font-size: 10px; paint-order: stroke; stroke: var(--paper); stroke-width: 2px; }
  .spacetime .sign.guilty { fill: var(--violated) !important; font-weight: 800; font-size: 15px; }
  .spacetime .sign.strong { fill: var(--ink); font-weight: 700; font-size: 12px; }
  .power { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-linecap: round; }

  .shaft { stroke: var(--ink); stroke-width: 1.1; }
  .head { fill: none; stroke: var(--ink); stroke-width: 1.3; stroke-linejoin: round; stroke-linecap: round; }
  .tail { fill: var(--fill); stroke: var(--ink); stroke-width: 0.9; }
  .arrow.entries .shaft { stroke-width: 2; }
  .arrow.vote .shaft { stroke-dasharray: 2 3; stroke-width: 1.4; }
  .arrow:is(.heartbeat, .reply) .shaft, .arrow:is(.heartbeat, .reply) .head { stroke: var(--line-strong); }
  .arrow.reply .shaft { stroke-dasharray: 6 2; }
  .arrow.client .tail { fill: var(--paper); }
  .lost { fill: none; stroke: var(--ink); stroke-width: 1.75; stroke-linecap: round; }
  .arrow.failed .shaft { stroke-dasharray: 2 4; }
  .spacetime .chip-name { text-anchor: middle; font-weight: 650; font-size: 10px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
  .arrow.dim { opacity: 0.25; }
  .arrow:is(.lit, .selected) .shaft { stroke: var(--ink); stroke-width: 2.5; }
  .arrow:is(.lit, .selected) .head { stroke: var(--ink); stroke-width: 2; }
  .arrow.selected .tail { stroke-width: 2.5; }
  .veiled { opacity: 0.16; }

  .ahead { fill: var(--paper); opacity: 0.65; pointer-events: none; }
  .playhead { stroke: var(--ink); stroke-width: 2; pointer-events: none; }
`;

/** Where the diagram stands: names on the left, room for the time line's numbers on the right; upright it scrolls itself. */
export const spacetimeFrame = css`
  .frame { display: grid; grid-template-columns: var(--gutter, 0rem) minmax(0, 1fr) var(--after, 4.5rem); position: relative; }
  .names { position: relative; }
  .names button { position: absolute; right: 0.375rem; transform: translateY(-50%); min-width: 1.5rem; min-height: 1.5rem; padding: 0 0.25rem; border: 0; border-radius: 4px; background: none; font-size: var(--size-tiny); font-weight: 650; }
  .names button:hover { background: var(--sunken); }
  .names button[aria-expanded="false"] { color: var(--ink-soft); font-weight: 400; text-decoration: line-through; }
  .plot { min-width: 0; }
  raft-spacetime-text { position: relative; margin-top: calc(-1 * var(--target)); pointer-events: none; }
  :host([upright]) raft-spacetime-text { margin-top: 0; }
  :host([upright]) .frame { display: block; max-height: clamp(14rem, 34svh, 26rem); overflow: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
  :host([upright]) .names { position: sticky; top: 0; z-index: 1; height: 1.75rem; background: var(--paper); }
  :host([upright]) .names button { right: auto; top: 0; transform: translateX(-50%); }
  .note { margin: 0 0 var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
  @media (pointer: coarse) { .names button { min-height: 2rem; } }
`;
