import { css } from "lit";

/** Where things stand in somebody else's page: the picture and what is said of it, with few buttons or none. */
export const articleStyles = css`
  .layout:is(.minimal, .none) { --voice-size: 5.25rem; --stage-room: calc(clamp(15rem, 75cqi, 24rem) + 2rem); --stage-size: var(--stage-room); }
  .layout:is(.minimal, .none) .voice { max-height: none; overflow: visible; margin: 0; padding: 0; }
  .layout:is(.minimal, .none) raft-sentence { --detail: none; --size-voice: 1.25rem; }
  /* An article scrolls: nothing of it sticks to the window, and nothing has to be covered. */
  .layout:is(.minimal, .none) :is(.bar, raft-timeline) { position: static; background: none; }
  /* "auto": where the height is given, a row that may be lower than what is in it would be written over. */
  .layout:is(.minimal, .none) .notice { min-height: auto; }
  .layout:is(.minimal, .none) section.log { margin-bottom: var(--space-2); }

  /* Nothing around it moves: what is said and what is asked take their room from the picture, as long as it has some. */
  .layout { --controls-size: 6.5rem; --log-room: 0rem; }
  .layout.cluster.log:is(.minimal, .none):not(.panels) { --log-room: calc(var(--lanes) * 2.5rem + 4.25rem); }
  :host(:not([fits])) .layout.cluster:is(.minimal, .none):not(.panels) {
    min-height: calc(var(--voice-size) + var(--stage-room) + var(--log-room) + var(--spacetime-size) + var(--clients-size) + var(--controls-size));
    grid-template-rows: auto minmax(var(--stage-least, 12rem), 1fr);
    --stage-size: 100%;
  }
  .layout.cluster.none:not(.panels) { --controls-size: 0rem; }
  :host(:not([fits])) .layout.cluster:is(.minimal, .none):not(.panels) raft-stage { height: 100%; contain: size; }

  .way-out { grid-area: bar; align-self: center; justify-self: end; margin: 0; font-size: var(--size-small); text-align: end; }
  .way-out a { display: inline-flex; align-items: center; min-height: var(--target); color: inherit; text-underline-offset: 0.2em; text-decoration-color: var(--line-strong); }
  .layout:is(.minimal, .none) .bar { justify-self: start; }
  .voice .title.given { display: block; }
  .caption { grid-area: caption; margin: var(--space-2) 0 0; font-size: var(--size-small); color: var(--ink-soft); }
  .alone { grid-area: voice; justify-self: end; align-self: start; z-index: 2; padding: 0; min-width: var(--target); color: var(--ink-soft); }
  .layout.none .voice { padding-right: var(--target); }

  /* Over everything that the row of the stage will show. How large the picture is moves nothing. */
  :is(.drawn, .poster) { grid-row: stage; grid-column: 1 / -1; contain: size; overflow: hidden; }
  .poster { z-index: 3; display: grid; align-items: center; background: var(--paper); }
  .drawn { z-index: 2; background: var(--paper); }
  /* Not "hidden": what is not displayed is never fetched. */
  .drawn:not(.arrived) { opacity: 0; }
  .drawn img { display: block; width: 100%; height: 100%; object-fit: contain; }
  .poster:not(.filled), .poster[hidden] { display: none; }
  ::slotted(:is(img, picture, svg, video)) { display: block; max-width: 100%; max-height: 100%; margin: auto; }

  @container (max-width: 29.99rem) {
    /* Narrow lines are many: the same words take more room. */
    .layout:is(.minimal, .none) { --voice-size: 8.5rem; --stage-room: calc(clamp(17rem, 85cqi, 24rem) + 2rem); --stage-least: calc(11.5rem + var(--lanes) * 1rem); }
    .layout:is(.minimal, .none) raft-sentence { --size-voice: 1.125rem; }
    .way-out { grid-area: tools; }
    .layout.cluster.minimal:not(.panels) { --controls-size: 9.25rem; }
    .layout.cluster.log:is(.minimal, .none):not(.panels) { --log-room: calc(var(--lanes) * 1.75rem + 2rem); }
    .layout:is(.minimal, .none) .bar { justify-self: stretch; }
  }

  @container (min-width: 40rem) {
    .layout.cluster.log:is(.minimal, .none):not(.panels) {
      --log-room: 0rem;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      grid-template-areas: "voice voice" "stage right" "notice notice" "spacetime spacetime" "clients clients" "time time" "bar bar" "tools tools" "tree tree" "caption caption";
      --stage-room: calc(clamp(15rem, 45cqi, 26rem) + 2.5rem);
    }
    .layout.cluster.log:is(.minimal, .none):not(.panels) .right { display: block; height: auto; contain: size; overflow-y: auto; container-type: inline-size; }
  }

  @container (min-width: 56.2rem) {
    /* With panels the bar has half of the width, and the other half is free. */
    .layout.cluster.panels .way-out { grid-area: tools; }
  }

  /* As high as the host page says: the picture takes what the words leave, down to where nothing can be seen any more. */
  :host([fits]) { box-sizing: border-box; width: 100%; min-height: 30rem; overflow: auto; }
  :host([fits]) .layout { height: 100%; --stage-size: 100%; }
  :host([fits]) .layout.cluster { grid-template-rows: auto minmax(15rem, 1fr); }
  :host([fits]) .layout raft-stage { min-height: 0; height: 100%; }
  :host([fits]) .layout.cluster .right { height: auto; min-height: 0; }
  @container (min-width: 40rem) {
    :host([fits]) .layout:is(.minimal, .none) { min-height: 0; }
  }
`;
