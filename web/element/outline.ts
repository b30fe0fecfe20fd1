import { html, nothing } from "lit";
import type { View } from "../state/arrangement.ts";
import type { Controls } from "../state/manner.ts";
import type { Poster } from "./poster.ts";

/** What is seen of an element whether or not anything runs in it. */
export type Outline = Readonly<{
  /** What it speaks; null: nothing is said yet. */
  language: string | null;
  views: ReadonlySet<View>;
  preset: string;
  controls: Controls;
  heading: string;
  caption: string;
  /** How many servers and clients have lanes. */
  servers: number;
  clients: number;
  /** What stands there until there is a run; null: there is one. */
  poster: Poster | null;
  /** What runs in it, drawn; null: it is on its way, or nobody has come yet. */
  inside: unknown;
  /** What is said where that could not be fetched. */
  trouble: unknown;
}>;

/**
 * The element before and around what runs in it: what a host page makes room for. From the first moment every part has
 * its place and its height, so that nothing moves when the rest comes.
 */
export function outline(seen: Outline) {
  const { language, views, preset, controls, caption, poster, inside, servers, clients } = seen;
  return html`
    <div
      lang=${language ?? nothing}
      dir="ltr"
      role="group"
      aria-labelledby=${inside ? "title" : nothing}
      class="layout ${[...views].join(" ")} ${preset} ${controls}"
      .style=${`--lanes:${servers};--clients:${clients}`}
    >
      ${inside ?? places(seen)}
      ${caption ? html`<p class="caption" part="caption">${caption}</p>` : nothing}
      ${poster ? drawn(poster) : nothing}
      <slot class="poster" ?hidden=${poster === null} @slotchange=${filled}></slot>
    </div>
  `;
}

/** Where the parts will be. None has its tag yet: that would come to life before there is anything to show. */
function places({ views, controls, heading, trouble }: Outline) {
  const hasButtons = controls !== "none";
  return html`
    ${hasButtons ? html`<div class="bar"><div class="place buttons"></div></div>` : nothing}
    ${controls === "full" ? html`<div class="tools"><div class="place row"></div></div>` : nothing}
    ${controls === "minimal" ? html`<div class="way-out"><div class="place buttons"></div></div>` : nothing}
    <div class="voice">
      ${heading ? html`<h2 class="title given" part="heading">${heading}</h2>` : nothing}
      ${trouble ?? html`<div class="place sentence"></div>`}
    </div>
    ${views.has("cluster") ? html`<div class="place stage"></div>` : nothing}
    <div class="notice"></div>
    ${hasButtons ? html`<div class="place time"></div>` : nothing}
    ${views.has("log") ? html`<div class="right"><div class="place log"></div></div>` : nothing}
  `;
}

/** Of a story that was drawn beforehand. It is fetched when it comes near the window, like everything else here. */
function drawn({ picture }: Poster) {
  if (!picture) return nothing;
  return html`
    <div class="drawn">
      <img alt="" loading="lazy" decoding="async" .src=${picture} @load=${arrived} @error=${missing} />
    </div>
  `;
}

const arrived = ({ currentTarget }: Event) => showDrawn(currentTarget, true);
/** A site that was moved without its pages, or a policy of the host page: the servers stand there instead. */
const missing = ({ currentTarget }: Event) => showDrawn(currentTarget, false);

function showDrawn(image: EventTarget | null, isThere: boolean): void {
  (image as HTMLImageElement).parentElement?.classList.toggle("arrived", isThere);
}

/** A scenario in the element is nothing that is shown. */
function filled({ currentTarget }: Event): void {
  const slot = currentTarget as HTMLSlotElement;
  const shown = slot.assignedElements().some((one) => one.localName !== "script");
  slot.classList.toggle("filled", shown);
}
