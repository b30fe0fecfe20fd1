import historyWords from "words:history";
import { html, nothing } from "lit";
import type { Linearization, OperationSpan, WhyNotQuestion, WhyQuestion } from "../engine/door.ts";
import { questionInWords } from "../scene/ask.ts";
import { nameOf } from "../scene/bars.ts";
import type { Intent } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { close, strip, wish } from "./card-parts.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** The selected operation, under the lanes and not over them: what became of it, where to go, and what can be asked. */
export class OperationCard extends Control {
  static override properties = {
    operation: { attribute: false },
    linearization: { attribute: false },
    world: { attribute: false },
    from: { attribute: false },
  };
  declare operation: OperationSpan | null;
  declare linearization: Linearization | null;
  declare world: World | null;
  /** Who says what the reader wants: what stands in the shadow of another part cannot be heard outside. */
  declare from: EventTarget;

  constructor() {
    super();
    this.operation = null;
    this.linearization = null;
    this.world = null;
    this.from = this;
  }

  static override styles = [base, strip];

  override render() {
    const { operation, linearization, world } = this;
    if (!operation || !linearization || !world) return nothing;
    const misfit = linearization.misfit?.operation === operation.id;
    const effect = linearization.points.find((point) => point.operation === operation.id);
    const question = questionOf(operation, world.position.time);
    return html`
      <section aria-label=${operation.id}>
        <p><b>${operation.id}</b> · ${nameOf(operation, misfit, effect?.at ?? null)}</p>
        ${close(this.from, "quiet close")}
        <div>
          ${this.#leadTo(historyWords.goAsked, operation.from)}
          ${this.#leadTo(historyWords.goEffect, effect?.at)}
          ${this.#leadTo(historyWords.goAnswered, operation.to)}
          ${question ? wish(this.from, questionInWords(question, world), { want: "why", question }) : nothing}
        </div>
      </section>
    `;
  }

  #leadTo(name: string, to: number | null | undefined) {
    if (to === null || to === undefined) return nothing;
    const intent: Intent = { want: "seek", to };
    return wish(this.from, name, intent);
  }
}

/** At a moment before it began there is nothing to ask; while it waits, why it does. */
function questionOf(
  { id, from, to }: OperationSpan,
  now: number,
): WhyQuestion | WhyNotQuestion | null {
  if (now < from) return null;
  return to === null || now < to ? { not: "answer", operation: id } : { operation: id };
}

define("raft-operation-card", OperationCard);
