import { css } from "lit";

/**
 * The design tokens. Hue is spent on terms alone, so everything else is paper and ink; red exists once, for a violated
 * property. The six term hues were searched for: of all that hold text and are neither red nor orange, these stay
 * furthest apart for protan, deutan and tritan readers, most of all one term and the next (tokens.test.ts measures it).
 */
export const tokens = css`
  :host {
    --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
    --font-voice: "Iowan Old Style", Charter, "Bitstream Charter", "Palatino Linotype", Palatino, "Sitka Text", Cambria,
      "Noto Serif", "Liberation Serif", serif;
    --font-mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;

    --size-tiny: 0.75rem;
    --size-small: 0.8125rem;
    --size-body: 0.9375rem;
    --size-large: 1.125rem;
    --size-voice: 1.5rem;

    --space-1: 0.25rem;
    --space-2: 0.5rem;
    --space-3: 0.75rem;
    --space-4: 1rem;
    --space-5: 1.5rem;
    --space-6: 2.25rem;

    --radius: 0.5rem;
    --target: 2.75rem;
    --quick: 120ms;

    --paper: #fbfaf7;
    --raised: #ffffff;
    --sunken: #f3f1eb;
    --ink: #1b1e23;
    --ink-soft: #585e68;
    --line: #dcd8ce;
    --line-strong: #8b8a84;
    --violated: #c01f2e;
    --shadow: 0 1px 2px rgb(27 30 35 / 0.06), 0 8px 28px rgb(27 30 35 / 0.13);

    --term-0: var(--raised);
    --on-term-0: var(--ink);
    --term-1: #85c9fd;
    --on-term-1: #14171c;
    --term-2: #f1d46f;
    --on-term-2: #14171c;
    --term-3: #785dba;
    --on-term-3: #ffffff;
    --term-4: #419248;
    --on-term-4: #14171c;
    --term-5: #bd83a2;
    --on-term-5: #14171c;
    --term-6: #0f3f60;
    --on-term-6: #ffffff;
    color-scheme: light;
  }

  /* Paper is light whatever lies behind the element on a screen: browsers leave backgrounds out. */
  @media screen {
    :host([shade="dark"]) {
      --paper: #14161a;
      --raised: #1d2026;
      --sunken: #191c21;
      --ink: #ecebe6;
      --ink-soft: #a4abb6;
      --line: #343943;
      --line-strong: #747b88;
      --violated: #ff7a78;
      --shadow: 0 1px 2px rgb(0 0 0 / 0.4), 0 10px 32px rgb(0 0 0 / 0.5);

      --term-1: #9fd0fe;
      --on-term-1: #0b0d10;
      --term-2: #f0d883;
      --on-term-2: #0b0d10;
      --term-3: #8061c5;
      --on-term-3: #ffffff;
      --term-4: #3e8b43;
      --on-term-4: #0b0d10;
      --term-5: #c086a3;
      --on-term-5: #0b0d10;
      --term-6: #214c66;
      --on-term-6: #ffffff;
      color-scheme: dark;
    }
  }
`;

/** For who asks their system for it: no pale words and no pale lines, in light and in dark. */
export const moreContrast = css`
  @media (prefers-contrast: more) {
    :host { --ink-soft: var(--ink) !important; --line: var(--line-strong) !important; }
  }
`;

/** Puts the fill of a term on anything that names it. */
export const termHues = css`
  [data-hue="0"] { --fill: var(--term-0); --on-fill: var(--on-term-0); }
  [data-hue="1"] { --fill: var(--term-1); --on-fill: var(--on-term-1); }
  [data-hue="2"] { --fill: var(--term-2); --on-fill: var(--on-term-2); }
  [data-hue="3"] { --fill: var(--term-3); --on-fill: var(--on-term-3); }
  [data-hue="4"] { --fill: var(--term-4); --on-fill: var(--on-term-4); }
  [data-hue="5"] { --fill: var(--term-5); --on-fill: var(--on-term-5); }
  [data-hue="6"] { --fill: var(--term-6); --on-fill: var(--on-term-6); }
`;
