import kinds from "words:kinds";
import { html, nothing, type TemplateResult } from "lit";
import type { MessageFrame, Voyage } from "../engine/door.ts";
import { decisionsOn, furtherDecisionsOn } from "../scene/decisions.ts";
import { describeMessage } from "../scene/describe.ts";
import { glyphOf } from "../state/introductions.ts";
import { type Wait, waitOf } from "../state/waiting.ts";
import { messageOf, type World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { act, heading, wish } from "./card-parts.ts";

/** A message: on its way, or, where the space-time diagram knows of it, what became of it. */
export function messageCard(
  from: EventTarget,
  world: World,
  id: string,
  voyage: Voyage | null,
): TemplateResult {
  const message = messageOf(world, id);
  if (message) return underWay(from, world, message);
  if (voyage?.id === id) return ended(from, voyage);
  return html`${heading(from, id)}<p>${words.message.gone}</p>`;
}

function underWay(from: EventTarget, world: World, message: MessageFrame) {
  const { id } = message;
  const wait = waitOf(world, message);
  const why = wish(from, words.message.whyHere, { want: "why", question: { message: id } });
  return html`
    ${heading(from, describeMessage(message))}
    <p>${kinds[glyphOf(message)]}</p>
    <p class="soft">${arrival(message, wait)}${message.copy ? ` ${words.message.copy}` : ""}</p>
    <p class="soft"><code>${message.line}</code></p>
    <div class="actions">
      ${
        message.doomed
          ? nothing
          : html`
              ${decisionsOn(message, wait).map((one) => act(from, one.name, one.action, one.hint))}`
      }
      ${why}
    </div>
    ${message.doomed ? nothing : others(from, message)}
  `;
}

function others(from: EventTarget, message: MessageFrame) {
  return html`
    <details>
      <summary>${words.message.more}</summary>
      <div class="actions">
        ${furtherDecisionsOn(message).map((one) => act(from, one.name, one.action, one.hint))}
      </div>
    </details>
  `;
}

function arrival(message: MessageFrame, wait: Wait | null): string {
  if (message.doomed) return words.message.doomed[message.doomed];
  if (wait) return fill(words.message.waits[wait], { to: message.to });
  return fill(words.message.arrives, {
    sent: Math.round(message.sentAt),
    due: Math.round(message.dueAt),
  });
}

function ended(from: EventTarget, voyage: Voyage) {
  const sent = fill(words.message.sent, { time: Math.round(voyage.sentAt) });
  const fate = fill(words.message.fates[voyage.fate], {
    time: Math.round(voyage.endedAt),
    to: voyage.to,
  });
  const toEnd = voyage.fate === "delivered" ? words.message.goArrival : words.message.goEnd;
  return html`
    ${heading(from, describeMessage(voyage))}
    <p>${kinds[glyphOf(voyage)]}</p>
    <p class="soft">${sent} ${fate}</p>
    <div class="actions">
      ${wish(from, words.message.goSending, { want: "seek", to: voyage.sentAt })}
      ${wish(from, toEnd, { want: "seek", to: voyage.endedAt })}
      ${wish(from, words.message.whyEnded, {
        want: "why",
        question: { event: voyage.endedBy ?? voyage.sentBy },
      })}
    </div>
  `;
}
