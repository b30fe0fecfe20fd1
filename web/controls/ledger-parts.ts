import { html, nothing, type TemplateResult } from "lit";
import type { LedgerCell, LedgerRow } from "../scene/ledger.ts";
import { intend } from "../state/intents.ts";
import { fill, words } from "../words/words.ts";

/** What the rows of the ledger are made of. */

/** Stands for the columns out of sight, so that the scroll bar tells the truth. */
export function gap(columns: number) {
  if (columns === 0) return nothing;
  const width = `calc(var(--cell) * ${columns})`;
  return html`<td class="gap" .style=${`min-width:${width};width:${width}`}></td>`;
}

export function place(
  from: EventTarget,
  row: LedgerRow,
  cell: LedgerCell | null,
  index: number,
  rule: number | null,
) {
  const ruled = index === rule ? "rule" : "";
  const torn = index === row.compactedUpTo + 1 && row.compactedUpTo > 0 ? "torn" : "";
  const sealed = index === row.sealedUpTo ? "sealed" : "";
  if (index <= row.compactedUpTo) return packed(row, index, ruled);
  return html`
    <td class="place ${cell ? "filled" : ""} ${ruled} ${torn} ${sealed}">
      ${cell ? cellView(from, cell) : nothing}
      ${row.next === index || row.match === index ? marks(row.next === index, row.match === index) : nothing}
    </td>
  `;
}

/** Entries that were discarded: the snapshot stands in their place. */
function packed(row: LedgerRow, index: number, ruled: string) {
  const last = index === row.compactedUpTo;
  return html`
    <td class="place filled ${ruled}" title=${row.snapshot}>
      <span class="packed ${index === 1 ? "first" : ""}" aria-hidden=${last ? nothing : "true"}>
        ${last ? html`<span class="for-ears">${row.snapshot}</span><span aria-hidden="true">${fill(words.ledger.packed, { index })}</span>` : nothing}
      </span>
    </td>
  `;
}

/** Longer commands are set smaller, so that "n+=1" and "k2=c1.12" are read and not guessed. */
const LONG = 3;

const views = new WeakMap<LedgerCell, { from: EventTarget; view: TemplateResult }>();

/** A cell stays the same object while nothing about it changes: then so does what is written of it. */
function cellView(from: EventTarget, cell: LedgerCell): TemplateResult {
  const before = views.get(cell);
  if (before?.from === from) return before.view;
  const view = writeCell(from, cell);
  views.set(cell, { from, view });
  return view;
}

function writeCell(from: EventTarget, cell: LedgerCell): TemplateResult {
  const looks = ["cell", cell.border];
  if (cell.hatched) looks.push("hatched");
  if (cell.struck) looks.push("struck");
  if (cell.lit) looks.push("lit");
  if (cell.apart) looks.push("apart");
  if (cell.veiled) looks.push("veiled");
  if (cell.guilty) looks.push("guilty");
  if (cell.text.length > LONG && cell.sign === null) looks.push("long");
  const subject = { kind: "entry", index: cell.index, term: cell.term } as const;
  return html`
    <button
      class=${looks.join(" ")}
      data-hue=${cell.fill.hue}
      data-pattern=${cell.fill.pattern}
      aria-label=${cell.description}
      title=${cell.description}
      aria-pressed=${cell.lit}
      tabindex="-1"
      @pointerenter=${() => intend(from, { want: "hover", subject })}
      @pointerleave=${() => intend(from, { want: "hover", subject: null })}
      @click=${() => intend(from, { want: "select", subject })}
    >
      <span>${cell.veiled ? "?" : (cell.sign ?? cell.text)}</span>
      ${cell.guilty ? html`<i class="differs">!</i>` : cell.apart ? html`<i class="differs">≠</i>` : nothing}
      ${cell.applied && !cell.veiled ? html`<i class="tick">✓</i>` : nothing}
    </button>
  `;
}

function marks(next: boolean, match: boolean) {
  return html`
    <span class="marks">
      ${match ? html`<span title=${words.ledger.match} role="img" aria-label=${words.ledger.match}>●</span>` : nothing}
      ${next ? html`<span title=${words.ledger.next} role="img" aria-label=${words.ledger.next}>▲</span>` : nothing}
    </span>
  `;
}

export function storeLines(row: LedgerRow) {
  if (row.veiled) return "?";
  if (row.storeGone) return words.ledger.storeGone;
  if (row.store.length === 0) return words.ledger.storeEmpty;
  return row.store.map((line) => html`<span class="pair">${line}</span>`);
}
