import { css, html, nothing } from "lit";
import { questionInWords, questionsOfEntry } from "../scene/ask.ts";
import type { LedgerScene } from "../scene/ledger.ts";
import type { Subject } from "../state/cursor.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { close, strip, wish } from "./card-parts.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

type Entry = Extract<Subject, { kind: "entry" }>;

/** The selected entry, under the logs and not over them: who has it, and what can be asked about it. */
export class EntryCard extends Control {
  static override properties = {
    entry: { attribute: false },
    scene: { attribute: false },
    world: { attribute: false },
  };
  declare entry: Entry | null;
  declare scene: LedgerScene | null;
  declare world: World | null;

  constructor() {
    super();
    this.entry = null;
    this.scene = null;
    this.world = null;
  }

  static override styles = [
    base,
    strip,
    css`
      @container (max-width: 29.99rem) {
        /* The clock and the buttons are pinned over the end of the page. */
        :host { scroll-margin-bottom: 10rem; }
      }
    `,
  ];

  /** A phone has little room under the logs: what was asked for must not open out of sight. */
  override updated(changed: Map<string, unknown>): void {
    if (changed.has("entry")) this.scrollIntoView({ block: "nearest" });
  }

  override render() {
    const { entry, scene, world } = this;
    if (!entry || !scene || !world) return nothing;
    const held = scene.rows.flatMap(({ server, cells }) =>
      cells.flatMap((cell) => {
        const same = cell?.index === entry.index && cell.term === entry.term;
        return cell && same && !cell.veiled && !cell.struck ? [{ server, cell }] : [];
      }),
    );
    const [first] = held;
    const names = held.map(({ server }) => server);
    const { index, term } = entry;
    const what = fill(words.ledger.entry, { index, term, text: first?.cell.text ?? "" });
    return html`
      <section aria-label=${what}>
        <p>
          <b>${first ? what : fill(words.ledger.lost, { index, term })}</b>
          ${first ? html` · ${fill(words.ledger.heldBy, { servers: names.join(", ") })}` : nothing}
        </p>
        ${close(this, "quiet close")}
        <div>${questionsOfEntry(index, names, world).map((question) => wish(this, questionInWords(question, world), { want: "why", question }))}</div>
      </section>
    `;
  }
}

define("raft-entry-card", EntryCard);
