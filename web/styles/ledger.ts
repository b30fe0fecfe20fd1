import { css } from "lit";

/** The ledger: one row a server, one column an index, a cell in the hue of its term. */
export const ledgerStyles = css`
  :host { --cell: 3.5rem; --head: 6.25rem; --store: 6rem; --paper-under: var(--paper); }
  .scroll { overflow-x: auto; overscroll-behavior-x: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
  table { border-collapse: separate; border-spacing: 0; table-layout: fixed; width: max-content; }
  th { font-weight: 400; text-align: left; }
  thead th { height: 1.5rem; font-size: var(--size-tiny); color: var(--ink-soft); text-align: center; font-variant-numeric: tabular-nums; }
  td, th { padding: 0; }

  .name { font-weight: 600; font-size: var(--size-small); line-height: 1; }
  .head { position: sticky; left: 0; z-index: 2; width: var(--head); background: var(--paper-under); text-align: left; }
  tbody .store { vertical-align: top; line-height: 1.15; padding-top: 0.55rem; }
  .pair { display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .store:has(.pair + .pair) { padding-top: 0.15rem; }
  .store { position: sticky; right: 0; z-index: 2; width: var(--store); padding-left: var(--space-3); background: var(--paper-under); text-align: left; font-size: var(--size-small); overflow-wrap: anywhere; }
  .earlier { white-space: nowrap; border: 0; padding: 0; min-height: 1.5rem; background: none; font-size: var(--size-tiny); color: var(--ink); text-decoration: underline; text-underline-offset: 0.2em; }

  th.head { vertical-align: top; }
  thead th.head { vertical-align: middle; }
  .who { height: 1.875rem; margin-top: 2px; display: flex; align-items: center; gap: 0.4rem; padding-right: var(--space-2); white-space: nowrap; }
  .who b { font-weight: 650; }
  .swatch { width: 0.8rem; height: 0.8rem; border-radius: 50%; background: var(--fill); border: 1.25px solid var(--ink); flex: none; }
  .down .swatch { border-style: dashed; border-color: var(--ink-soft); }
  .role { font-size: var(--size-tiny); color: var(--ink-soft); }
  tr.lit .who b { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 0.25em; }

  .place { position: relative; width: var(--cell); max-width: var(--cell); height: 2.5rem; padding: 0 2px; vertical-align: top; }
  .place::before { content: ""; position: absolute; left: 5px; right: 5px; top: 1.75rem; border-top: 1px dotted var(--line-strong); opacity: 0.55; }
  .place.filled::before { content: none; }
  .cell {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    width: 100%;
    height: 1.875rem;
    margin-top: 2px;
    padding: 0 3px;
    min-height: 0;
    border: 1.75px solid var(--ink);
    border-radius: 4px;
    background: var(--fill);
    color: var(--on-fill);
    font-size: var(--size-small);
    line-height: 1;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .cell > span { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .cell.dashed { border-style: dashed; }
  .cell:has(.tick) { padding-right: 8px; }
  .cell.hatched { background: repeating-linear-gradient(135deg, var(--fill) 0 5px, var(--paper) 5px 9px); color: var(--ink); }
  .cell.hatched > span { background: var(--paper); border-radius: 3px; padding: 1px; }
  .cell.lit { box-shadow: 0 0 0 2px var(--paper), 0 0 0 4px var(--ink); overflow: visible; }
  .cell.guilty { border-color: var(--violated); border-width: 3px; clip-path: none; }
  .cell.guilty .differs { color: var(--on-fill); }
  .cell.guilty.hatched .differs { color: var(--ink); background: var(--paper); border-radius: 2px; }
  .guilty-row .who b { color: var(--violated); }
  .cell.struck { border-style: dotted; }
  .cell.struck::after { content: ""; position: absolute; left: 0; right: 0; top: 50%; border-top: 2px solid var(--ink); }
  .cell[data-pattern="1"] { background-image: radial-gradient(circle, rgb(0 0 0 / 0.3) 1.1px, transparent 1.4px); background-size: 7px 7px; background-color: var(--fill); }
  .cell[data-pattern="2"] { background-image: repeating-linear-gradient(0deg, rgb(0 0 0 / 0.22) 0 1px, transparent 1px 6px); background-color: var(--fill); }
  .cell[data-pattern="3"] { background-image: repeating-linear-gradient(0deg, rgb(0 0 0 / 0.22) 0 1px, transparent 1px 6px), repeating-linear-gradient(90deg, rgb(0 0 0 / 0.22) 0 1px, transparent 1px 6px); background-color: var(--fill); }
  .cell.long { padding: 0 1px; font-size: 0.6875rem; letter-spacing: -0.02em; }
  /* A long command stands above its tick: beside it there would be no room for its end, which often is all that tells it from others. */
  .cell.long:has(.tick) { align-items: start; padding-top: 2px; }
  .cell:has(.differs) { padding-right: 9px; }
  .tick { position: absolute; right: 1px; bottom: 1px; font-size: 0.625rem; font-weight: 700; line-height: 1; }
  .marks { position: absolute; left: 0; right: 0; bottom: -1px; height: 0.625rem; display: flex; justify-content: center; gap: 0.3rem; font-size: 0.625rem; line-height: 0.625rem; }
  .dense .place { height: 2rem; }
  .dense .cell { height: 1.5rem; }
  .dense .who { height: 1.5rem; }
  .dense .place::before { top: 1.4rem; }
  .dense .marks { bottom: -2px; }
  .dense tbody .store { padding-top: 0.35rem; white-space: nowrap; overflow: hidden; }

  /* Not the leader's entry: torn off its neighbours on the left. */
  .cell.apart { clip-path: polygon(0 0, 100% 0, 100% 100%, 0 100%, 5px 83%, 0 67%, 5px 50%, 0 33%, 5px 17%); padding-left: 7px; }
  .cell.apart.lit { clip-path: none; }
  .differs { position: absolute; right: 2px; top: 1px; font-size: 0.6875rem; font-style: normal; font-weight: 700; line-height: 1; }
  .cell.veiled { background: none; color: var(--ink-soft); border: 1px dotted var(--line-strong); opacity: 0.6; }
  .hidden-row .who, .hidden-row .store { color: var(--ink-soft); }
  /* A snapshot holds what came before: the log begins with a jagged edge. */
  .torn::after { content: ""; position: absolute; left: -2px; top: 0; bottom: 0; width: 6px; background: linear-gradient(135deg, var(--ink) 35%, transparent 35%) 0 0 / 6px 6px repeat-y; }
  /* It reaches further than the log was cut: the same edge, paler, where it ends. */
  .place.sealed::before { content: ""; left: auto; right: -3px; top: 0; bottom: 0; width: 6px; border: 0; opacity: 1; background: linear-gradient(135deg, var(--ink-soft) 35%, transparent 35%) 0 0 / 6px 6px repeat-y; }
  .packed { display: flex; align-items: center; justify-content: flex-end; height: 1.875rem; margin: 2px -2px 0; padding-right: 6px; background: var(--sunken); border: solid var(--line-strong); border-width: 1px 0; color: var(--ink-soft); font-size: var(--size-tiny); white-space: nowrap; }
  .packed.first { margin-left: 0; border-left-width: 1px; border-radius: 4px 0 0 4px; }
  .dense .packed { height: 1.5rem; }
  .rule { border-right: 3px solid var(--ink); }
  td.rule, th.rule { border-right: 3px solid var(--ink); }
  .empty { padding: var(--space-1) 0; }

  /* The fill says the term, and whether an entry is on disk: without it cells would be empty boxes. */
  @media (forced-colors: active) { :is(.cell, .swatch) { forced-color-adjust: none; } }

  @container (max-width: 29.99rem) {
    .who { height: 1.625rem; }
    :host { --cell: 3.25rem; --head: 4rem; --store: 0rem; }
    .role { display: none; }
    .place, .dense .place { height: 1.75rem; }
    .cell, .packed { height: 1.625rem; }
    .marks { display: none; }
    .store { display: none; }
    .earlier { font-size: 0.6875rem; }
    thead th, .earlier { height: 1.125rem; min-height: 1.125rem; }
    .place::before { top: 1.4rem; }
  }
`;
