import { svg } from "lit";

/** Signs that few fonts have, drawn: everything else is a letter. */
const POWER = "M0 -6V-1M3.4 -3.4A4.8 4.8 0 1 1 -3.4 -3.4";

/** In a line of text. */
export const powerSign = svg`
  <svg class="sign" viewBox="-6 -7 12 13" width="0.85em" height="0.85em" aria-hidden="true">
    <path d=${POWER} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"></path>
  </svg>
`;

/** At a place of a drawing. */
export function powerMark(x: string, y: string) {
  return svg`
    <svg x=${x} y=${y} overflow="visible">
      <path d=${POWER} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"></path>
    </svg>
  `;
}
