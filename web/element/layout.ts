import { css } from "lit";

/**
 * Where things stand. Wide: the picture and its caption on the left, ledger and panels on the right, time across the
 * whole width below. Narrow: one column, with time and buttons pinned to the bottom.
 *
 * In an article its own paper begins at --inset; a page that is the paper sets that to 0. Resets of whole pages take the
 * padding of everything, and the words would stand on the edge of their paper: hence "important". What lies over what in
 * here is nobody else's business, so that a page's own header stays on top: hence "isolate". A host page that gives a
 * height without "fits" gets no less than what is in it: the rest would lie over its own text.
 */
export const layoutStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    /* As wide as it would like to be where its place asks what is in it: in a flexible row, a table, a dialog. */
    contain-intrinsic-inline-size: 42rem;
    isolation: isolate;
    padding: var(--inset, var(--space-3)) !important;
    background: var(--paper);
    color: var(--ink);
    font: 400 var(--size-body) / 1.45 var(--font);
  }
  :host(:not([fits])) { min-height: min-content; aspect-ratio: auto !important; }
  :host([hidden]) { display: none; }

  .layout {
    /* What a page says of its own text is not meant for a picture: names, numbers and places would change. */
    color: var(--ink);
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
    overflow-wrap: break-word;
    letter-spacing: normal;
    word-spacing: normal;
    cursor: auto;
    --magnified: 1;
    --voice-size: 10.5rem;
    --spacetime-size: 0rem;
    --clients-size: 0rem;
    --rest-size: 16rem;
    --room: calc(100svh / var(--magnified) - var(--voice-size) - var(--rest-size) - var(--spacetime-size) - var(--clients-size));
    --stage-size: clamp(22rem, var(--room), 40rem);
    --gutter: 0rem;
    --after: 9rem;
    --bar-size: 3.75rem;
    --time-size: var(--target);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-areas: "voice" "stage" "right" "notice" "spacetime" "clients" "time" "bar" "tools" "tree" "caption";
    column-gap: var(--space-6);
  }
  .layout.spacetime { --spacetime-size: calc(var(--lanes) * 2.125rem + var(--clients) * 1.625rem + 3rem); --gutter: 2.5rem; }
  .layout.clients { --clients-size: calc(var(--clients) * 2.75rem + 9.5rem); --gutter: 2.5rem; }
  .voice { grid-area: voice; min-height: var(--voice-size); }
  raft-stage { grid-area: stage; height: var(--stage-size); }
  /* Over the picture, which behaves differently meanwhile, and out of the way of whoever taps its servers. */
  .choosing { position: absolute; z-index: 1; inset: auto 0 0; width: fit-content; margin: 0 auto; padding: var(--space-1) var(--space-4); border-radius: var(--radius); background: var(--ink); color: var(--paper); font-size: var(--size-small); text-align: center; pointer-events: none; }
  .notice { grid-area: notice; min-height: var(--target); display: grid; align-items: center; }
  /* What is asked can be answered wherever one looks: it stays above time and buttons, which stick there as well. */
  .layout.full .notice:has(raft-question:not([revealed])) { position: sticky; bottom: calc(var(--bar-size) + var(--time-size)); z-index: 4; background: var(--paper); }
  raft-spacetime.spacetime { grid-area: spacetime; }
  raft-clients.clients { grid-area: clients; min-width: 0; }
  raft-timeline { grid-area: time; }
  raft-branches { grid-area: tree; }
  raft-compare { grid-area: stage; --stage-size: clamp(15rem, calc(50svh - 8rem), 24rem); }
  .layout.compare .voice { min-height: 0; }
  /* The differences are a long list: the clock and the buttons stay in sight while one reads it. */
  .layout.compare .bar { position: sticky; bottom: 0; z-index: 4; }
  .layout.compare raft-timeline { position: sticky; bottom: var(--bar-size); z-index: 4; background: var(--paper); }
  .bar, .tools { display: flex; flex-wrap: wrap; align-items: center; padding: var(--space-2) 0; background: var(--paper); }
  .bar { grid-area: bar; }
  /* What passes under them shows neither between them nor at their ends. */
  .full > :is(.bar, .tools, raft-timeline) { box-shadow: -0.5rem 0 var(--paper), var(--space-6) 0 var(--paper); }
  .tools { grid-area: tools; justify-content: space-between; gap: var(--space-1) var(--space-4); }
  .right { grid-area: right; min-width: 0; min-height: 0; padding: 2px; }
  section.log { margin-bottom: var(--space-4); }
  .fork { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); margin: 0; font-size: var(--size-small); color: var(--ink-soft); }
  .fork button { font-size: var(--size-small); padding: 0 var(--space-3); }
  .stories, .embed { font-size: var(--size-small); padding: 0 var(--space-3); }
  /* Beside the big buttons where there is room, else beside the fold under the sentence: in sight on every screen. */
  .offers { grid-area: bar; justify-self: end; align-self: center; display: flex; gap: var(--space-2); }
  .embed.among { display: none; }
  .onward.beside { display: none; }
  .voice [role="status"] { margin: 0; }
  .hint { margin: 0; font-size: var(--size-small); color: var(--ink-soft); }
  .title { margin: 0 0 var(--space-2); font-size: var(--size-small); font-weight: 600; color: var(--ink-soft); }
  .stack { display: grid; gap: var(--space-4); }

  .for-ears { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @container (min-width: 56.2rem) {
    /* Buttons and tools both stick to the bottom: in one row neither lies over the other. */
    .layout:not(.phone, .minimal, .none) {
      grid-template-columns: minmax(0, 1.2fr) minmax(24rem, 1fr);
      grid-template-areas: "voice voice" "stage stage" "exercise exercise" "right right" "notice notice" "spacetime spacetime" "clients clients" "time time" "bar tools" "tree tree" "caption caption";
    }
    .layout.cluster:is(.log, .panels):not(.phone) {
      grid-template-columns: minmax(0, 1.2fr) minmax(24rem, 1fr);
      grid-template-areas: "voice right" "stage right" "notice notice" "spacetime spacetime" "clients clients" "time time" "bar tools" "tree tree" "caption caption";
    }
    raft-compare { --stage-size: clamp(14rem, calc(100svh / var(--magnified) - 25.5rem - var(--lanes) * 2.5rem), 24rem); }
    /* The sentence keeps its place: what is unfolded under it scrolls there, and pushes nothing. */
    .voice { max-height: var(--voice-size); overflow-y: auto; scrollbar-width: thin; scrollbar-color: var(--line) transparent; padding: 3px; margin: -3px; }
    .layout.cluster .right { height: calc(var(--voice-size) + var(--stage-size)); overflow-y: auto; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
    .layout.cluster.phone .right { height: auto; }
    /* What is told under the picture may take more room than a window has left: time and buttons stay in sight. */
    .layout:not(.minimal, .none) .bar, .layout:not(.phone, .minimal, .none) .tools { position: sticky; bottom: 0; z-index: 4; }
    /* What opens upwards from the tools lies over the time line. */
    .layout:not(.phone, .minimal, .none) .tools { z-index: 5; }
    .layout:not(.minimal, .none) .offers { position: sticky; bottom: var(--space-2); z-index: 4; }
    .layout:not(.minimal, .none) raft-timeline { position: sticky; bottom: var(--bar-size); z-index: 4; background: var(--paper); }
    .layout:not(.phone) .onward.beside { display: flex; grid-area: voice; justify-self: end; align-self: end; z-index: 1; }
    .layout:not(.phone) .onward.below { display: none; }
    .layout.phone { max-width: 29.99rem; margin: 0 auto; }
    /* A lecture hall: everything large, nothing that is not part of the explanation. */
    .layout.lecture {
      --magnified: 1.35;
      --voice-size: 5.25rem;
      --rest-size: 8.5rem;
      --stage-size: clamp(14rem, var(--room), 40rem);
      zoom: 1.35;
      padding-top: var(--space-3);
    }
    .layout.lecture.cluster:is(.log, .panels) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); grid-template-areas: "voice voice" "stage right" "notice notice" "spacetime spacetime" "clients clients" "time time" "bar tools" "tree tree" "caption caption"; }
    .layout.lecture.cluster .right { height: var(--stage-size); }
    .layout.lecture .notice { min-height: 0; }
  }
  /* The tools may need two rows here, in some languages. */
  @container (min-width: 56.2rem) and (max-width: 73.49rem) {
    .layout:not(.phone, .lecture, .minimal, .none) { --bar-size: 6.75rem; }
    .layout:not(.phone, .lecture, .minimal, .none) .tools { min-height: var(--bar-size); justify-content: flex-end; }
    .layout:not(.phone, .lecture, .minimal, .none) .bar { align-items: flex-start; }
    .layout:not(.phone, .lecture, .minimal, .none) .offers { place-self: end start; padding-bottom: var(--space-2); bottom: 0; }
  }
  .layout.lecture :is(.title, .hint, .offers, raft-speed, raft-copy-link) { display: none; }
  .layout.lecture .tools { justify-content: flex-end; }
  .layout.lecture raft-sentence { --detail: none; }

  @container (max-width: 56.19rem) {
    .layout {
      --rest-size: 25.5rem;
      grid-template-areas: "voice" "stage" "notice" "log" "spacetime" "clients" "time" "bar" "tools" "tree" "caption" "panels";
    }
    .layout { --stage-size: clamp(22rem, var(--room), 36rem); }
    .layout.full { --pinned: calc(var(--bar-size) + var(--time-size) + 0.5rem); }
    .layout.full :is(.bar, .voice, raft-timeline) { --pinned: 0; }
    .right { display: contents; }
    section.log { grid-area: log; }
    .side { grid-area: panels; }
    .bar { position: sticky; bottom: 0; z-index: 4; }
    .offers { display: contents; }
    .embed.beside { display: none; }
    .embed.among { display: inline-block; }
    .stories { grid-area: voice; justify-self: end; align-self: end; z-index: 1; min-height: 2.25rem; }
    /* What is unfolded there leaves it room. */
    .voice { --beside: 6rem; }
    raft-timeline { position: sticky; bottom: var(--bar-size); z-index: 4; background: var(--paper); }
  }

  @container (max-width: 29.99rem) {
    .layout { --after: 4.25rem; --time-size: 2.25rem; 
      /* More than five logs fit on no phone: the picture keeps its room, and they are scrolled to. */
      --stage-size: clamp(max(15rem, var(--lanes) * 2rem), calc(100svh - 17.35rem - min(var(--lanes), 5) * 1.75rem), 36rem);
    }
    /* Not 0: where the height is given, what is said would have none, and the picture would lie over it. */
    .voice { min-height: auto; }
    raft-stage { height: auto; }
    .choosing { position: static; }
    .notice { min-height: 0; }
    .hint { display: none; }
    /* The logs come first where there is little room: until the story is told, the comparison's list has it. */
    .fork:not(.due) { display: none; }
    section.log { margin-bottom: 0; }
    .voice .title { display: none; }
    raft-transport { flex: 1; }
  }

  /* A phone on its side: what is said stands beside the picture, where a card may lie over it. */
  @media (max-height: 30rem) {
    @container (min-width: 37rem) and (max-width: 56.19rem) {
      .layout.full.cluster:not(.phone) {
        --bar-size: 3.25rem;
        --stage-size: clamp(12rem, calc(100svh - 9.5rem), 22rem);
        grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
        grid-template-rows: 1fr auto;
        grid-template-areas: "stage voice" "stage notice" "exercise exercise" "log log" "spacetime spacetime" "clients clients" "time time" "bar bar" "tools tools" "tree tree" "caption caption" "panels panels";
        column-gap: var(--space-4);
      }
      .layout.full.cluster:not(.phone) .bar { padding-block: var(--space-1); }
      .layout.full.cluster:not(.phone) .voice { min-height: 0; max-height: calc(var(--stage-size) - var(--target)); overflow-y: auto; padding: 3px; margin: -3px; }
      .layout.full.cluster:not(.phone) .notice { min-height: 0; align-items: end; }
      .layout.full.cluster:not(.phone) .hint { display: none; }
    }
  }

  /* On a laptop everything is in sight at once, and the page's footer is not. */
  @media (max-height: 47rem) {
    @container (min-width: 56.2rem) {
      .layout.full:not(.phone, .lecture) { --rest-size: 12.5rem; --stage-size: clamp(19rem, var(--room), 40rem); }
    }
  }

  /* Magnified, a window shows a dozen lines: what is pinned would cover half of them, and whatever has the focus there. */
  @media (max-height: 20rem) {
    .layout.full :is(.bar, .tools, .offers, .notice, raft-timeline) { position: static !important; }
  }

  @media print {
    .bar, .tools, .offers, .onward, .side, raft-timeline, .notice { display: none !important; }
    .layout { display: block !important; zoom: 1; }
    :is(raft-stage, .place.stage, .drawn, .poster) { height: 22rem !important; break-inside: avoid; }
    /* What was drawn beforehand lies over the place of what will be drawn, and paper has no layers. */
    .layout:has(.drawn.arrived) .place.stage { display: none; }
    .right { height: auto !important; overflow: visible !important; contain: none !important; }
  }
`;
