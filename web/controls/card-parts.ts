import { css, html, nothing } from "lit";
import type { Action } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import { type Intent, intend } from "../state/intents.ts";
import { words } from "../words/words.ts";

/** What all cards are made of. */

export function heading(from: EventTarget, title: string) {
  return html`<header><h2>${title}</h2>${close(from, "close")}</header>`;
}

/** A card under a picture, and not over it: what it is about, how to close it, and below both what can be done. */
export const strip = css`
  section { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-2); margin-top: var(--space-2); padding: var(--space-1) var(--space-1) var(--space-1) var(--space-3); border-left: 2px solid var(--ink); font-size: var(--size-small); }
  div { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: var(--space-2); }
  p { flex: 1 1 14rem; overflow-wrap: anywhere; }
  button { padding: 0 var(--space-3); font-size: var(--size-small); text-align: left; }
  .close { min-width: var(--target); padding: 0; font-size: var(--size-large); text-align: center; }
`;

export function close(from: EventTarget, kind: string) {
  const intent: Intent = { want: "select", subject: null };
  return html`<button class=${kind} aria-label=${words.popover.close} @click=${() => intend(from, intent)}><span aria-hidden="true">×</span></button>`;
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
