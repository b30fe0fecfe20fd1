/** Where keys lead among the operations: all lanes are one tab stop, because there may be hundreds. */

/** Arrows lead along a client's lane, and to the operation of the next client at about that time. null: not ours. */
export function operationFor(key: string, from: HTMLElement, plot: ParentNode): HTMLElement | null {
  const lane = from.closest<HTMLElement>(".lane");
  if (!lane) return null;
  const own = stopsIn(lane);
  const at = own.indexOf(from);
  switch (key) {
    case "ArrowRight":
      return own[at + 1] ?? from;
    case "ArrowLeft":
      return own[at - 1] ?? from;
    case "ArrowDown":
      return inNextLane(from, lane, plot, 1);
    case "ArrowUp":
      return inNextLane(from, lane, plot, -1);
    case "Home":
      return own[0] ?? from;
    case "End":
      return own.at(-1) ?? from;
    default:
      return null;
  }
}

function inNextLane(
  from: HTMLElement,
  lane: HTMLElement,
  plot: ParentNode,
  direction: 1 | -1,
): HTMLElement {
  const lanes = [...plot.querySelectorAll<HTMLElement>(".lane")];
  for (let nth = lanes.indexOf(lane) + direction; lanes[nth]; nth += direction) {
    const stops = stopsIn(lanes[nth] as HTMLElement);
    const found = stops.findLast((one) => startOf(one) <= startOf(from)) ?? stops[0];
    if (found) return found;
  }
  return from;
}

/** In the order of time: how far left they begin is known without asking for a layout. */
export function stopsIn(part: ParentNode): HTMLElement[] {
  const stops = [...part.querySelectorAll<HTMLElement>(".bar, .bundle")];
  return stops.sort((one, other) => startOf(one) - startOf(other));
}

function startOf(stop: HTMLElement): number {
  return Number(stop.dataset.from);
}
