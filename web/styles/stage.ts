import { css } from "lit";

/**
 * How the cluster looks. Geometry comes from the scene; here are only ink, fill and line. Lengths are units of the
 * stage, which grow with the text size of the reader.
 */
export const stageStyles = css`
  .stage {
    display: block;
    width: 100%;
    height: 100%;
    overflow: visible;
    touch-action: manipulation;
    user-select: none;
    -webkit-user-select: none;
    cursor: default;
  }
  .stage text { font-family: var(--font); fill: var(--ink); pointer-events: none; }
  .stage text:not([text-anchor]) { text-anchor: middle; }
  .stage path, .stage circle, .stage line, .stage rect { fill: none; stroke-linejoin: round; stroke-linecap: round; }

  .dim, .server.dim > .self { opacity: 0.35; }
  .server.dim { opacity: 1; }
  .ground { fill: var(--paper) !important; }
  .message.veiled, .client.veiled { opacity: 0.13; filter: grayscale(1); }
  .server.veiled .disc { fill: var(--paper) !important; stroke: var(--line-strong); stroke-dasharray: 1 4; }
  .stage .server.veiled .name { fill: var(--ink-soft); }
  .stage .server.veiled .word { font-style: italic; }
  .selection-ring { stroke: var(--ink); stroke-width: 1.5; }

  .wire { stroke: var(--line); stroke-width: 1.5; }
  .link.outer .wire { stroke-dasharray: 6 4; }
  .link.lit .wire, .link.selected .wire { stroke: var(--ink); stroke-width: 2; }
  .link.selected .wire { stroke-width: 3; }
  .link.walled .wire, .link.cut .wire, .link.one-way .wire { stroke-dasharray: 2 7; stroke: var(--line-strong); }
  .link.slow .wire { stroke-dasharray: 0.5 5; stroke-width: 2.5; stroke: var(--line-strong); }
  .link .gap { fill: var(--paper); }
  .link .cut { stroke: var(--ink); stroke-width: 2.5; }

  .stones { stroke: var(--ink); stroke-width: 5; }
  .stage .side { font-size: 13px; paint-order: stroke; stroke: var(--paper); stroke-width: 6px; }
  .stage .majority { font-weight: 650; }

  .server { cursor: pointer; outline: none; }
  .disc { fill: var(--fill) !important; stroke: var(--ink); stroke-width: 1.5; }
  .server .outline { stroke: var(--ink); stroke-width: 1.75; }
  .server.dotted-hexagon .outline { stroke-dasharray: 0.5 5; stroke-width: 2.5; }
  .server.dotted .disc { stroke-dasharray: 1 4; stroke-width: 2; fill: var(--paper) !important; }
  .stage .server.dotted .name, .stage .server.dotted .term { fill: var(--ink-soft); }
  .chip-edge { fill: var(--ink) !important; }
  .stage .chip-text { font-size: 11px; font-weight: 650; fill: var(--paper); }
  .server.dashed .disc { fill: var(--paper) !important; stroke-dasharray: 5 5; stroke: var(--ink-soft); }
  .server.lit .disc { stroke-width: 2.75; }
  .stage .name { font-size: 18px; font-weight: 650; fill: var(--on-fill); }
  .stage .term { font-size: 12px; fill: var(--on-fill); }
  .server.dashed .name, .server.dashed .term { fill: var(--ink-soft) !important; }
  .stage .word { font-size: 13px; fill: var(--ink-soft); paint-order: stroke; stroke: var(--paper); stroke-width: 5px; }
  .server.double .word, .server.hexagon .word { fill: var(--ink); font-weight: 600; }
  .badge-star { fill: var(--ink) !important; stroke: var(--paper); stroke-width: 4; paint-order: stroke; }
  .badge-power { stroke: var(--ink-soft); stroke-width: 2; }
  .pattern { stroke: var(--on-fill); stroke-width: 1.6; opacity: 0.34; }
  .arc-track { stroke: var(--line); stroke-width: 2; }
  .arc { stroke: var(--ink); stroke-width: 3; stroke-linecap: butt !important; }
  .focus-ring { stroke: transparent; stroke-width: 2.5; stroke-dasharray: 3 4; }
  .server:focus-visible .focus-ring { stroke: var(--ink); }
  .server.paused .arc { stroke-dasharray: 2 3; }
  .mark-edge { fill: var(--paper) !important; stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 3; }
  .stage .not-raft { font-size: 13px; font-weight: 700; }
  .server.guilty .disc, .client.guilty .desk { stroke: var(--violated); stroke-width: 4; }
  .server.guilty.dashed .disc { stroke-width: 3; }
  .guilty > .guilt .guilt-ground { fill: var(--violated) !important; }
  .guilt-ground { stroke: var(--paper); stroke-width: 2; }
  .stage .guilt-sign { font-size: 14px; font-weight: 800; fill: var(--paper); }
  .sign-edge { fill: var(--paper) !important; stroke: var(--ink); stroke-width: 1.25; }
  .sign.trap .sign-edge { stroke-dasharray: 1 3; stroke-width: 1.75; }
  .sign-path { stroke: var(--ink); stroke-width: 1.6; }
  .sign.acts .sign-edge { fill: var(--ink) !important; }
  .sign.acts .sign-path { stroke: var(--paper); fill: var(--paper) !important; }
  .stage .sign-text { font-size: 11px; font-weight: 650; }
  .disk-sign { stroke: var(--ink); stroke-width: 2; }
  .disk.slow .disk-body { stroke-dasharray: 1 2.5; stroke: var(--ink); stroke-width: 1.6; }
  .disk.lying .disk-body, .disk.fragile .disk-body, .disk.damaged .disk-body, .disk.stalled .disk-body { stroke: var(--ink); }
  .disk-body { fill: var(--raised) !important; stroke: var(--ink-soft); stroke-width: 1.25; }
  .lag-edge { fill: var(--paper) !important; stroke: var(--ink); stroke-width: 1.25; }
  .lag.empty .lag-edge { stroke-dasharray: 2 2.5; }
  .stage .lag-text { font-size: 11px; font-weight: 650; }
  .stage .disk-number { font-size: 10px; font-weight: 600; }

  .stage .quorum-caption { font-size: 12px; fill: var(--ink-soft); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
  .pip-disc { stroke: var(--ink); stroke-width: 1.25; fill: var(--paper) !important; }
  .pip.yes .pip-disc { fill: var(--ink) !important; }
  .stage .pip-name { font-size: 10px; fill: var(--ink-soft); }
  .stage .pip.yes .pip-name { fill: var(--paper); font-weight: 650; }
  .pip-cross { stroke: var(--ink); stroke-width: 1.75; }
  .pip.no .pip-name { fill: transparent; }
  .notch { stroke: var(--ink); stroke-width: 2; }

  .message { pointer-events: none; }
  .sheet { fill: var(--fill) !important; stroke: var(--ink); stroke-width: 1.4; }
  .sheet.dotted { stroke-dasharray: 0.5 3; stroke-width: 2; }
  .chevrons { stroke: var(--on-fill); stroke-width: 2.25; }
  .pupil { fill: var(--on-fill) !important; }
  .pre-ballot-reply .pill-edge { stroke-dasharray: 0.5 3; stroke-width: 2; }
  .hole { fill: var(--paper) !important; stroke: var(--ink); stroke-width: 1.2; }
  .sheet.hollow { fill: var(--paper) !important; }
  .stripe { fill: var(--fill) !important; stroke: var(--ink); stroke-width: 1; }
  .pill-edge { fill: var(--paper) !important; stroke: var(--ink); stroke-width: 1.2; }
  .pill-hue { stroke: var(--fill); stroke-width: 2.5; }
  .stage .inscription { font-size: 11px; font-weight: 600; fill: var(--on-fill); }
  .stage .inscription.large { font-size: 16px; font-weight: 700; }
  .pill-edge ~ .inscription { fill: var(--ink) !important; }
  .stage .aside { font-size: 12px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
  .stage .label { font-size: 12px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
  .heading { stroke: var(--ink); stroke-width: 2; }
  .doomed .sheet, .doomed .pill-edge { stroke-dasharray: 3 3; }
  .doom { stroke: var(--ink); stroke-width: 2.25; }

  .desk { fill: var(--raised) !important; stroke: var(--ink); stroke-width: 1.4; }
  .stage .client-name { font-size: 12px; font-weight: 600; }
  .stage .client-note { font-size: 12px; fill: var(--ink-soft); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
  .client.waiting .client-note { fill: var(--ink); }

  .compact .name { font-size: 15px; }
  .compact .term, .compact .word, .compact .quorum-caption { font-size: 11px; }
  .compact .side { font-size: 11px !important; }
  .compact .pip-name { font-size: 8px; }
  .compact .arc { stroke-width: 3; }

  @media (forced-colors: active) {
    .wire, .outline, .disc, .sheet, .pip-disc { stroke: CanvasText; }
    .arc { stroke: Highlight; }
  }
`;
