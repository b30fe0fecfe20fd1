import { html, nothing } from "lit";
import type { Action } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import { type Intent, intend } from "../state/intents.ts";
import { words } from "../words/words.ts";

/** What all cards are made of. */

export function heading(from: EventTarget, title: string) {
  return html`
    <header>
      <h2>${title}</h2>
      <button class="close" aria-label=${words.popover.close} @click=${() => intend(from, { want: "select", subject: null })}>
        <span aria-hidden="true">×</span>
      </button>
    </header>
  `;
}

export function act(from: EventTarget, name: string, action: Action, hint?: string) {
  return wish(from, name, { want: "act", action }, hint);
}

export function wish(from: EventTarget, name: string, intent: Intent, hint?: string) {
  return html`<button title=${hint ?? nothing} @click=${() => intend(from, intent)}>${name}</button>`;
}

export function choice(from: EventTarget, name: string, subject: Subject) {
  return html`<li><button @click=${() => intend(from, { want: "select", subject })}>${name}</button></li>`;
}
