import eventsWords from "words:events";
import stateWords from "words:state";
import tryItWords from "words:tryIt";
import { html, nothing, type TemplateResult } from "lit";
import type { ServerFrame } from "../engine/door.ts";
import { missingAt, questionInWords, questionOfFact } from "../scene/ask.ts";
import { noteOf } from "../scene/client.ts";
import {
  describeMessage,
  describeServer,
  type FactRow,
  factsOf,
  progressOf,
} from "../scene/describe.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { choice, heading, wish } from "./card-parts.ts";
import { linksOf } from "./link-card.ts";
import { deedsOf, moreDeedsOf } from "./server-deeds.ts";

/** What a popover says about its subject and what can be done to it. */

export function serverCard(
  from: EventTarget,
  world: World,
  id: string,
  seenBy: string | null,
): TemplateResult {
  const server = world.servers.get(id);
  if (!server) return html``;
  const flying = world.messages.filter((one) => one.from === id || one.to === id);
  const hidden = seenBy !== null && seenBy !== id;
  const others = world.serverIds.filter((other) => other !== id);
  const clients = world.clients.map((client) => client.id);
  return html`
    ${heading(from, id)}
    <p>${describeServer(server)}</p>
    ${hidden ? html`<p class="soft">${fill(words.server.hidden, { observer: seenBy })}</p>` : nothing}
    <div class="actions">
      ${deedsOf(from, world, server)}
      ${seeAs(from, id, seenBy === id)}
    </div>
    ${missed(from, server, world)}
    <details>
      <summary>${words.server.more}</summary>
      ${moreDeedsOf(from, server)}
      <raft-server-faults .server=${server} .now=${world.position.time} .from=${from}></raft-server-faults>
      <h3>${words.server.facts}</h3>
      <dl>${factsOf(server).map((row) => factLine(from, server, row))}</dl>
      ${followers(server)}
      <h3>${words.server.inFlight}</h3>
      ${flying.length === 0 ? html`<p class="soft">${fill(words.server.noneInFlight, { server: id })}</p>` : nothing}
      <ul class="list">${flying.map((one) => choice(from, describeMessage(one), { kind: "message", id: one.id }))}</ul>
      ${linksOf(from, world, id, [...others, ...clients])}
    </details>
  `;
}

/** What one could miss here, to be asked why. */
function missed(from: EventTarget, server: ServerFrame, world: World) {
  const questions = missingAt(server, world);
  if (questions.length === 0) return nothing;
  return html`
    <div class="actions">
      ${questions.map((question) => wish(from, questionInWords(question, world), { want: "why", question }))}
    </div>
  `;
}

/** How a leader sends to each of the others. */
function followers(server: ServerFrame) {
  const progress = progressOf(server);
  if (progress.length === 0) return nothing;
  return html`
    <h3>${words.progress.title}</h3>
    <dl>
      ${progress.map((one) => html`<div class="fact"><dt>${one.server}</dt><dd>${one.text}</dd></div>`)}
    </dl>
  `;
}

function seeAs(from: EventTarget, id: string, pressed: boolean) {
  return html`
    <button
      aria-pressed=${pressed}
      title=${fill(words.server.seeAsHint, { server: id })}
      @click=${() => intend(from, { want: "see-as", server: pressed ? null : id })}
    >${fill(words.server.seeAs, { server: id })}</button>
  `;
}

function factLine(from: EventTarget, server: ServerFrame, { fact, name, value, note }: FactRow) {
  const question = questionOfFact(server, fact);
  return html`
    <div class="fact">
      <dt>${name}</dt>
      <dd>${value}${note ? html` <span class="soft">${note}</span>` : nothing}</dd>
      <dd>
        ${
          question
            ? html`<button
                class="quiet"
                aria-label=${fill(stateWords.whyOf, { line: `${name}: ${value}` })}
                @click=${() => intend(from, { want: "why", question })}
              >${eventsWords.why}</button>`
            : nothing
        }
      </dd>
    </div>
  `;
}

export function clientCard(from: EventTarget, world: World, id: string): TemplateResult {
  const client = world.clients.find((one) => one.id === id);
  const operation = client?.operation;
  return html`
    ${heading(from, id)}
    <p>
      ${
        operation
          ? fill(tryItWords.waiting, {
              client: id,
              server: operation.server,
              text: operation.text,
            })
          : (client && noteOf(client)) || tryItWords.noAnswers
      }
    </p>
    <div class="actions">
      <button @click=${() => intend(from, { want: "panel", panel: "try" })}>${tryItWords.client}</button>
      ${operation ? unanswered(from, operation.id, world) : nothing}
    </div>
    ${linksOf(from, world, id, world.serverIds)}
  `;
}

function unanswered(from: EventTarget, operation: string, world: World) {
  const question = { not: "answer", operation } as const;
  return wish(from, questionInWords(question, world), { want: "why", question });
}
