import spacetimeWords from "words:spacetime";
import type { Lane, Spacetime, Voyage } from "../engine/door.ts";
import { glyphOf } from "../state/introductions.ts";
import { counted, fill, words } from "../words/words.ts";

/** The space-time diagram in words: for paper, and for those who do not see it. */
export type Chronicle = {
  servers: { name: string; lives: string[] }[];
  messages: { key: string; id: string; text: string; sentAt: number }[];
  /** Said instead of silently leaving something out. */
  more: string | null;
};

const MESSAGES_AT_MOST = 250;

export function chronicleOf(spacetime: Spacetime): Chronicle {
  const shown = spacetime.voyages.slice(0, MESSAGES_AT_MOST);
  const missing = spacetime.voyages.length - shown.length + spacetime.omitted;
  return {
    servers: spacetime.lanes.map((lane) => ({ name: lane.server, lives: livesOf(lane) })),
    messages: shown.map((voyage) => ({
      key: `${voyage.id} ${voyage.sentBy}`,
      id: voyage.id,
      sentAt: voyage.sentAt,
      text: sentenceOf(voyage),
    })),
    more: missing > 0 ? counted(spacetimeWords.omitted, missing) : null,
  };
}

function livesOf(lane: Lane): string[] {
  return lane.spans.map((span) =>
    fill(spacetimeWords.life, {
      from: round(span.from),
      to: round(span.to),
      role: span.up && span.role ? words.roles[span.role] : words.roles.down,
      term: span.term,
    }),
  );
}

function sentenceOf(voyage: Voyage): string {
  const operands = {
    from: voyage.from,
    to: voyage.to,
    kind: words.glyphs[glyphOf(voyage)],
    short: voyage.short ? ` ${voyage.short}` : "",
    sent: round(voyage.sentAt),
    ended: round(voyage.endedAt),
  };
  return fill(spacetimeWords.fates[voyage.fate], operands);
}

function round(time: number): number {
  return Math.round(time * 10) / 10;
}
