import { css } from "lit";

/** How much room the parts of a playground have before there are any: as much as they will take. */
export const placesStyles = css`
  .place.stage { grid-area: stage; height: var(--stage-size); contain: size; }
  .place.time { grid-area: time; min-height: var(--target); }
  .place.log { grid-area: log; height: calc(var(--lanes) * 2.5rem + 1.5rem + var(--space-4)); }
  /* The ring around its button would be hidden by the picture. */
  .voice > [role="alert"] { padding-bottom: var(--space-2); }
  .place.buttons { min-height: var(--target); }
  /* The tools stand in one row where they find room for that, else in two. */
  .place.row { min-height: 5.75rem; }
  @container (min-width: 37rem) and (max-width: 56.19rem) { .place.row { min-height: var(--target); } }
  @container (min-width: 73.5rem) { .place.row { min-height: var(--target); } }
  @container (max-width: 29.99rem) {
    .place.time { min-height: 2.25rem; }
    .place.log { height: calc(var(--lanes) * 1.75rem + 1.125rem); }
    .place.sentence { min-height: 6.075rem; }
    .full > .voice > .place.sentence { min-height: 7.825rem; }
  }
`;
