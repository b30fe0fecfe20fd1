import { css } from "lit";

/** Where things stand. The picture and its caption on the left, the ledger and the panels on the right. */
export const layoutStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    background: var(--paper);
    color: var(--ink);
    font: 400 var(--size-body) / 1.45 var(--font);
  }
  :host([hidden]) { display: none; }

  .layout {
    --stage-size: clamp(24rem, calc(100svh - 26.75rem), 40rem);
    display: grid;
    grid-template-columns: minmax(0, 1.2fr) minmax(24rem, 1fr);
    grid-template-areas:
      "voice side"
      "stage side"
      "notice notice"
      "time time"
      "bar tools";
    column-gap: var(--space-6);
  }
  .voice { grid-area: voice; min-height: 10.5rem; }
  raft-stage { grid-area: stage; height: var(--stage-size); }
  .notice { grid-area: notice; min-height: var(--target); display: grid; align-items: center; }
  raft-timeline { grid-area: time; }
  .bar, .tools { display: flex; flex-wrap: wrap; align-items: center; padding: var(--space-2) 0; background: var(--paper); }
  .bar { grid-area: bar; }
  .tools { grid-area: tools; justify-content: space-between; gap: 0 var(--space-4); }
  .side { grid-area: side; min-height: 0; height: calc(10.5rem + var(--stage-size)); overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent; padding: 2px; }
  .log { margin-bottom: var(--space-4); }
  .hint { margin: 0; font-size: var(--size-small); color: var(--ink-soft); }
  .title { margin: 0 0 var(--space-2); font-size: var(--size-small); font-weight: 600; color: var(--ink-soft); }
  .stack { display: grid; gap: var(--space-4); }

  .for-ears { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @container (max-width: 56.19rem) {
    .layout {
      grid-template-columns: minmax(0, 1fr);
      grid-template-areas: "voice" "stage" "notice" "log" "time" "bar" "tools" "panels";
    }
    .layout { --stage-size: clamp(22rem, calc(100svh - 36rem), 36rem); }
    .side { display: contents; }
    .log { grid-area: log; }
    raft-panels { grid-area: panels; }
    .bar { position: sticky; bottom: 0; z-index: 4; }
    raft-timeline { position: sticky; bottom: 3.75rem; z-index: 4; background: var(--paper); }
  }

  @container (max-width: 29.99rem) {
    .layout { --stage-size: clamp(15rem, calc(100svh - 22.6rem), 36rem); }
    .voice { min-height: 0; }
    raft-stage { height: auto; }
    .notice { min-height: 0; }
    .hint { display: none; }
    .log { margin-bottom: 0; }
    .log .title, .voice .title { display: none; }
    raft-transport { flex: 1; }
  }
`;
