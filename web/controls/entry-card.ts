import { css, html, LitElement, nothing } from "lit";
import { questionInWords, questionsOfEntry } from "../scene/ask.ts";
import type { LedgerScene } from "../scene/ledger.ts";
import type { Subject } from "../state/cursor.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { wish } from "./card-parts.ts";
import { define } from "./define.ts";

type Entry = Extract<Subject, { kind: "entry" }>;

/** The selected entry, under the logs and not over them: who has it, and what can be asked about it. */
export class EntryCard extends LitElement {
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
    css`
      section { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-2); margin-top: var(--space-2); padding: var(--space-1) var(--space-1) var(--space-1) var(--space-3); border-left: 2px solid var(--ink); font-size: var(--size-small); }
      div { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: var(--space-2); }
      p { flex: 1 1 14rem; overflow-wrap: anywhere; }
      button { padding: 0 var(--space-3); font-size: var(--size-small); text-align: left; }
      .close { min-width: var(--target); padding: 0; font-size: var(--size-large); text-align: center; }
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
        <button
          class="quiet close"
          aria-label=${words.popover.close}
          @click=${() => intend(this, { want: "select", subject: null })}
        ><span aria-hidden="true">×</span></button>
        <div>${questionsOfEntry(index, names, world).map((question) => wish(this, questionInWords(question, world), { want: "why", question }))}</div>
      </section>
    `;
  }
}

define("raft-entry-card", EntryCard);
