/** Where keys lead among the entries: the table is one tab stop, because a log can be long. */

/** Enter leads from the table to its newest entry, arrows from one entry to the next. null: the key is not ours. */
export function entryFor(key: string, from: HTMLElement, table: ParentNode): HTMLElement | null {
  const cell = from.closest<HTMLElement>(".cell");
  if (!cell) return key === "Enter" ? (entriesIn(table).at(-1) ?? null) : null;
  const place = cell.closest("td");
  const row = cell.closest("tr");
  if (!place || !row) return null;
  const column = place.cellIndex;
  switch (key) {
    case "ArrowRight":
      return entriesIn(row).find((one) => columnOf(one) > column) ?? cell;
    case "ArrowLeft":
      return entriesIn(row).findLast((one) => columnOf(one) < column) ?? cell;
    case "ArrowDown":
      return inNextRow(row, column, (from) => from.nextElementSibling) ?? cell;
    case "ArrowUp":
      return inNextRow(row, column, (from) => from.previousElementSibling) ?? cell;
    default:
      return null;
  }
}

/** The entry in that column of the next row that has any: its last one, if its log is shorter. */
function inNextRow(
  row: Element,
  column: number,
  next: (row: Element) => Element | null,
): HTMLElement | null {
  for (let other = next(row); other; other = next(other)) {
    const entries = entriesIn(other);
    const found = entries.findLast((one) => columnOf(one) <= column) ?? entries[0];
    if (found) return found;
  }
  return null;
}

function entriesIn(part: ParentNode): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(".cell")];
}

function columnOf(cell: HTMLElement): number {
  return cell.closest("td")?.cellIndex ?? 0;
}
