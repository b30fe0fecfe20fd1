import { html, nothing } from "lit";
import { foreign } from "../controls/foreign.ts";
import { storyAfter } from "../state/gallery.ts";
import { intend } from "../state/intents.ts";
import { words } from "../words/words.ts";
import type { Visit } from "./visit.ts";

/**
 * Whoever has come to the end of a story need not look for the next one. Beside the last sentence where there is room,
 * below the picture elsewhere: CSS shows one of the two.
 */
export function onward(visit: Visit, where: "beside" | "below") {
  const { module, stories, ruling } = visit;
  const name = ruling?.name ?? "";
  if (!module || !name || !isOver(visit, name)) return nothing;
  // What failed once is left to whoever opens the list: an update that asks would bring about the next one.
  if (stories.failed === "") void stories.ask(module);
  const next = stories.gallery && storyAfter(stories.gallery, name);
  if (!next) return nothing;
  return html`
    <p class="fork due onward ${where}">
      <span>${words.fork.next}</span>
      <button lang=${foreign(next.language)} value=${next.name} @click=${open}>${next.title}</button>
    </p>
  `;
}

/** Its last sentence has been told; who has left it since has seen it all the same. */
function isOver({ player, comparing, manner, stories }: Visit, name: string): boolean {
  if (!player || comparing || manner.controls !== "full") return false;
  const { story, world, question } = player;
  if (question !== null && !question.revealed) return false;
  return world.freePlay ? stories.seen.has(name) : world.step === story.steps.length - 1;
}

function open({ currentTarget }: Event): void {
  const button = currentTarget as HTMLButtonElement;
  intend(button, { want: "open", opening: { scenario: button.value } });
}
