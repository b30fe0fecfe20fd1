import { html, nothing } from "lit";
import { intend } from "../state/intents.ts";
import { words } from "../words/words.ts";
import type { Visit } from "./visit.ts";

/** Play, Back, Next. */
export function bar({ player }: Visit) {
  return html`
    <div class="bar" part="bar">
      <raft-transport
        .playing=${player?.playing ?? false}
        .asking=${player?.question?.revealed === false}
        .canStep=${player !== null}
        .step=${player?.world.step ?? -1}
        .steps=${player?.scripted ? player.story.steps.length : 0}
      ></raft-transport>
    </div>
  `;
}

/** What moves by itself must be possible to stop, also where its author wants no buttons. */
export function pauseAlone({ player }: Visit) {
  if (!player) return nothing;
  const { pause, play } = words.transport;
  const toggle = ({ currentTarget }: Event) => {
    if (currentTarget) intend(currentTarget, { want: "toggle" });
  };
  return html`<button class="alone quiet" aria-label=${player.playing ? pause : play} @click=${toggle}>
    <span aria-hidden="true">${player.playing ? "❚❚" : "▶"}</span>
  </button>`;
}

/** From an article to the playground, to the very moment on the screen. */
export function wayOut(visit: Visit) {
  if (!visit.home) return nothing;
  const lead = ({ currentTarget }: Event) => {
    (currentTarget as HTMLAnchorElement).href = visit.shareLink();
  };
  return html`
    <p class="way-out">
      <a part="link" href=${visit.home} target="_blank" rel="noopener" @pointerdown=${lead} @focus=${lead} @click=${lead}>${words.share.open}</a>
    </p>
  `;
}
