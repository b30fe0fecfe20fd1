import { css } from "lit";

/** How clients' operations look: paper and ink, the hue of the term for who led, red for the answer that fits nowhere. */
export const clientsStyles = css`
  :host { --strip: 1.25rem; --bar: 0.8125rem; }
  .findings { margin: 0 0 var(--space-2); font-size: var(--size-small); }
  .findings p { display: flex; gap: var(--space-2); }
  .findings .sign { flex: none; width: 1rem; text-align: center; font-weight: 700; }
  .findings :is(.broken, .unpromised) { font-weight: 600; }
  .findings .broken { color: var(--violated); }
  .findings :is(.nothing, .unjudged) { color: var(--ink-soft); }

  .frame { display: grid; grid-template-columns: var(--gutter, 2.75rem) minmax(0, 1fr) var(--after, 0.75rem); }
  /* In a panel there is no time line to share the scale with. */
  :host([slot]) .frame { --gutter: 2.75rem; --after: 0.75rem; }
  .names { position: relative; }
  .names > * { position: absolute; right: 0.375rem; transform: translateY(-50%); font-size: var(--size-tiny); }
  .names span { color: var(--ink-soft); }
  .names button { min-width: 1.5rem; min-height: 1.5rem; padding: 0 0.25rem; border: 0; border-radius: 4px; background: none; font-weight: 650; }
  .names button:hover { background: var(--sunken); }

  .plot { position: relative; min-width: 0; touch-action: pan-y; user-select: none; -webkit-user-select: none; }
  .plot > svg { position: absolute; inset: 0; display: block; overflow: visible; pointer-events: none; }
  .tick { stroke: var(--line); stroke-width: 1; }
  .life { stroke: var(--line-strong); stroke-width: 1; stroke-dasharray: 1 4; stroke-linecap: round; }
  .tail { stroke: var(--ink-soft); stroke-width: 1.5; stroke-dasharray: 2 3; }
  .thread { fill: none; stroke: var(--paper); stroke-width: 4.5; stroke-linejoin: round; opacity: 0.85; }
  .thread.ink { stroke: var(--ink); stroke-width: 1.5; opacity: 1; }
  .effect { fill: var(--ink); stroke: var(--paper); stroke-width: 1.5; }
  .effect.selected { stroke: var(--ink); fill: var(--paper); stroke-width: 2.5; }
  .tick-name { font: 500 11px var(--font); fill: var(--ink-soft); text-anchor: middle; font-variant-numeric: tabular-nums; }

  .strip { position: absolute; height: calc(var(--strip) - 4px); margin-top: 2px; border-radius: 2px; border: 1px solid var(--ink); background: var(--raised); font-size: 0.6875rem; line-height: calc(var(--strip) - 6px); font-weight: 600; padding: 0 0.25rem; overflow: hidden; white-space: nowrap; }
  .strip.short { padding: 0; }
  .strip .sign { margin: 0 0.25em 0 0; vertical-align: -0.05em; }
  .strip.short .sign { display: none; }
  .strip.reign { background: var(--fill); color: var(--on-fill); }
  .strip.down { border-style: dashed; background: var(--paper); }
  .strip.wall { border: 1.5px dotted var(--ink); background: var(--sunken); }
  .strip.fault { border-color: transparent; background: none; padding: 0; text-align: center; transform: translateX(-50%); overflow: visible; }

  .bar, .bundle { position: absolute; min-height: 0; height: var(--bar); margin-top: calc(var(--bar) / -2); padding: 0; border-radius: 3px; transition: none; }
  .bar { border: 1.25px solid var(--ink-soft); background: var(--raised); }
  .bar::after { content: ""; position: absolute; inset: -0.9rem -1px -0.55rem; min-width: 0.75rem; }
  .bar:is(.unknown, .pending) { border-right: 0; border-radius: 3px 0 0 3px; }
  .bar.unknown { border-style: dashed; }
  .bar.failed { border-style: dotted; background: none; }
  .bar:hover, .bar.lit { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); }
  .bar.selected { border-color: var(--ink); box-shadow: 0 0 0 2px var(--paper), 0 0 0 3.75px var(--ink); z-index: 1; }
  .bar.dim { opacity: 0.35; }
  .bar.misfit { --wrong: var(--ink); border: 2px solid var(--wrong); opacity: 1; background: repeating-linear-gradient(135deg, transparent 0 3px, var(--wrong) 3px 4px), var(--raised); }
  .bar.misfit.broken { --wrong: var(--violated); }
  .bar:focus-visible, .bundle:focus-visible { z-index: 2; }
  text.label { font: 500 11px var(--font); fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
  text.label.dim { opacity: 0.35; }
  text.label.selected { font-weight: 700; }
  text.label.misfit { font-weight: 700; }
  text.label.broken { fill: var(--violated); }
  .bundle { border: 1.25px solid var(--ink-soft); background: repeating-linear-gradient(90deg, var(--line-strong) 0 1px, var(--raised) 1px 4px); font-size: 0.6875rem; line-height: 1; }
  .bundle span { position: absolute; left: 0; bottom: calc(100% + 2px); white-space: nowrap; }

  .ahead { position: absolute; top: 0; right: 0; bottom: 0; background: var(--paper); opacity: 0.65; pointer-events: none; }
  .playhead { position: absolute; top: 0; bottom: 0; left: 0; width: 2px; margin-left: -1px; background: var(--ink); pointer-events: none; }
  .more { margin: 0; font-size: var(--size-small); color: var(--ink-soft); }
  @media (pointer: coarse) { .names button { min-height: 2rem; } }
  @media (forced-colors: active) { .bar.misfit { border-style: double; border-width: 3px; } }
`;
