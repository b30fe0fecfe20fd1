import faultWords from "words:faults";
import linkWords from "words:link";
import { html, nothing, type TemplateResult } from "lit";
import { linkTroubles } from "../scene/faults.ts";
import { link } from "../state/cursor.ts";
import { apartFromCut, cut, heal, isCut, isDown } from "../state/links.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { act, choice, heading } from "./card-parts.ts";

/** What a popover says about a link, between servers or to a client, and what can be done to it. */

export function linkCard(from: EventTarget, world: World, a: string, b: string): TemplateResult {
  const there = isCut(world, a, b);
  const back = isCut(world, b, a);
  const cutOneWay = (source: string, target: string) => {
    const name = fill(linkWords.cutOneWay, { from: source, to: target });
    return act(from, name, cut(world, source, target, true));
  };
  return html`
    ${heading(from, fill(linkWords.title, { a, b }))}
    ${stateOfLink(world, a, b)}
    <div class="actions">
      ${there && back ? nothing : act(from, linkWords.cutBoth, cut(world, a, b, false))}
      ${there ? nothing : cutOneWay(a, b)}
      ${back ? nothing : cutOneWay(b, a)}
      ${there || back ? act(from, linkWords.heal, heal(world, a, b, false)) : nothing}
    </div>
    <details>
      <summary>${words.server.more}</summary>
      <raft-link-faults .world=${world} .ends=${[a, b]} .from=${from}></raft-link-faults>
    </details>
  `;
}

/** The links of one end, each with what is wrong with it. */
export function linksOf(from: EventTarget, world: World, id: string, others: readonly string[]) {
  return html`
    <h3>${words.server.links}</h3>
    <ul class="list">${others.map((other) => choice(from, nameOfLink(world, id, other), link(id, other)))}</ul>
  `;
}

function nameOfLink(world: World, one: string, other: string): string {
  const name = fill(linkWords.title, { a: one, b: other });
  const troubles = [...troublesOfLink(world, one, other), ...troublesOfLink(world, other, one)];
  return [name, ...new Set(troubles)].join(": ");
}

function troublesOfLink(world: World, from: string, to: string): string[] {
  const troubles = linkTroubles(apartFromCut(world, from, to));
  return isCut(world, from, to) ? [faultWords.cut, ...troubles] : troubles;
}

/** Whether a link is cut, and what else is wrong with it in which direction. */
function stateOfLink(world: World, a: string, b: string) {
  const [there, back] = [isCut(world, a, b), isCut(world, b, a)];
  const onward = linkTroubles(apartFromCut(world, a, b));
  const backward = linkTroubles(apartFromCut(world, b, a));
  const both = onward.join() === backward.join();
  const told = both ? onward : [...oneWay(a, b, onward), ...oneWay(b, a, backward)];
  const down = isDown(world, a, b) || isDown(world, b, a);
  const silent = there || back || told.length === 0;
  return html`
    ${silent ? html`<p>${cutInWords(a, b, there, back)}</p>` : nothing}
    ${told.map((one) => html`<p>${one}</p>`)}
    ${down ? html`<p><b>${faultWords.downNow}</b></p>` : nothing}
  `;
}

function oneWay(from: string, to: string, troubles: readonly string[]): string[] {
  const who = fill(faultWords.way, { from, to });
  return troubles.map((what) => fill(faultWords.who, { who, what }));
}

function cutInWords(a: string, b: string, there: boolean, back: boolean): string {
  if (there && back) return linkWords.cut;
  if (there) return fill(linkWords.oneWay, { from: a, to: b });
  if (back) return fill(linkWords.oneWay, { from: b, to: a });
  return linkWords.whole;
}
