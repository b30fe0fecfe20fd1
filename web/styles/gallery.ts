import { css } from "lit";

/** Cards over the page; on a phone they are the page. */
export const galleryStyles = css`
  dialog {
    width: min(72rem, 100vw - 2 * var(--space-5));
    height: min(60rem, 100dvh - 2 * var(--space-5));
    max-width: none;
    max-height: none;
    padding: 0;
    border: 1px solid var(--line-strong);
    border-radius: calc(var(--radius) * 1.5);
    background: var(--paper);
    color: var(--ink);
    box-shadow: var(--shadow);
    overscroll-behavior: contain;
  }
  dialog::backdrop { background: rgb(20 22 26 / 0.5); }
  .all { padding: 0 var(--space-5) var(--space-6); }
  header { display: flex; align-items: center; justify-content: space-between; padding: var(--space-3) 0 var(--space-1); }
  header h2 { outline: none; font: 400 var(--size-voice) / 1.3 var(--font-voice); color: var(--ink); }
  [role="status"]:empty { display: none; }
  /* In sight wherever one has scrolled to. */
  raft-trouble { position: sticky; top: var(--space-2); z-index: 2; }

  .quest { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4); padding: var(--space-2) 0; background: var(--paper); border-bottom: 1px solid var(--line); }
  .quest input { flex: 1 1 14rem; }
  .quest label { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-small); color: var(--ink-soft); }
  .quest select { color: var(--ink); padding: 0 var(--space-2); max-width: 11rem; }

  section { padding-top: var(--space-5); }
  section h3 { font-size: var(--size-large); }
  ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: var(--space-4); padding-top: var(--space-3); }
  li { position: relative; display: grid; grid-template-rows: auto auto 1fr auto; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); content-visibility: auto; contain-intrinsic-size: auto 19rem; }
  li:hover { border-color: var(--ink); }
  li:focus-within { outline: 2.5px solid var(--ink); outline-offset: 1px; }
  .stamp { aspect-ratio: 16 / 9; border-bottom: 1px solid var(--line); border-radius: var(--radius) var(--radius) 0 0; background: var(--paper); overflow: hidden; pointer-events: none; }
  .title { justify-self: stretch; min-height: var(--target); padding: var(--space-2) var(--space-3) 0; border: 0; background: none; text-align: left; font-weight: 650; line-height: 1.3; }
  .title:focus-visible { outline: none; }
  /* The whole card can be pressed. */
  .title::after { content: ""; position: absolute; inset: 0; }
  .title[aria-busy] { opacity: 0.6; }
  .number { color: var(--ink-soft); font-weight: 400; font-variant-numeric: tabular-nums; }
  .summary { padding: var(--space-1) var(--space-3); font-size: var(--size-small); text-wrap: pretty; }
  .facts { padding: 0 var(--space-3) var(--space-3); font-size: var(--size-tiny); color: var(--ink-soft); }
  .facts span:not(:last-child)::after { content: " ·"; }

  @media (max-width: 40rem) {
    dialog { width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
    .all { padding: 0 var(--space-3) var(--space-5); }
    .quest { gap: var(--space-1) var(--space-2); }
    .quest input { flex-basis: 100%; }
    .quest label { flex: 1; display: grid; gap: 0; font-size: var(--size-tiny); }
    .quest select { max-width: none; width: 100%; }
    .quest [role="status"] { flex-basis: 100%; }
    ol { gap: var(--space-2); }
    li { grid-template: auto 1fr auto / 7.5rem 1fr; align-items: start; contain-intrinsic-size: auto 8rem; }
    .stamp { grid-row: 1 / 4; align-self: center; border: 0; border-radius: 0; background: none; margin-left: var(--space-2); }
  }
`;
