import type { QuorumFrame, QuorumHalfFrame, ServerFrame } from "../engine/door.ts";
import { fill, words } from "../words/words.ts";
import type { Box } from "./geometry.ts";

/** Who has agreed to something, as the one glyph for votes, commits and reads. */
export type QuorumPicture = {
  /** "votes", or the index that is being committed. */
  caption: string;
  /** Filled yes, crossed no, hollow no answer; yes comes first, so that the filled run grows towards the notch. */
  pips: { voter: string; answer: "yes" | "no" | "none" }[];
  /** The notch stands after this many pips. */
  needed: number;
  /** While two sets of servers hold: the old one, which must agree as well. */
  old: Omit<QuorumPicture, "old"> | null;
};

/**
 * A row of pips as `svg/quorum.ts` draws it, in units of the stage: a pip's radius, from one to the next, and about how
 * wide a letter of the word before them is.
 */
export const PIPS = { radius: 10, step: 25, letter: 7 };
export const SMALL_PIPS = { radius: 7.5, step: 19, letter: 6.5 };
const BEFORE_PIPS = 5;

/** How far the rows of a server at `x` move to the side, so that neither end of them leaves the drawing. */
export function asideOf(quorum: QuorumPicture, x: number, box: Box, compact: boolean): number {
  const { radius, step, letter } = compact ? SMALL_PIPS : PIPS;
  const reaches = [quorum, quorum.old ?? quorum].map(({ caption, pips }) => {
    const half = (step * (pips.length - 1)) / 2 + radius;
    return { left: half + BEFORE_PIPS + letter * caption.length, right: half };
  });
  const left = Math.max(...reaches.map((one) => one.left)) - x;
  const right = x + Math.max(...reaches.map((one) => one.right)) - box.width;
  return Math.ceil(Math.max(0, left)) - Math.ceil(Math.max(0, right));
}

const PIP_ORDER = { yes: 0, no: 1, none: 2 } as const;

export function quorumOf(server: ServerFrame, quorum: QuorumFrame): QuorumPicture {
  const [fresh, old] = quorum.halves;
  const caption = captionOf(server, quorum);
  if (!fresh || !old) return { caption, ...halfOf(server.id, quorum), old: null };
  const joint = (template: string) => fill(template, { about: caption });
  return {
    caption: joint(words.quorum.new),
    ...halfOf(server.id, fresh),
    old: { caption: words.quorum.old, ...halfOf(server.id, old) },
  };
}

function halfOf(owner: string, half: QuorumHalfFrame): Pick<QuorumPicture, "pips" | "needed"> {
  const pips = half.voters.map((voter) => ({ voter: voter.id, answer: voter.answer }));
  pips.sort((one, other) => {
    if (one.answer !== other.answer) return PIP_ORDER[one.answer] - PIP_ORDER[other.answer];
    return Number(other.voter === owner) - Number(one.voter === owner);
  });
  return { pips, needed: half.needed };
}

function captionOf(server: ServerFrame, quorum: QuorumFrame): string {
  if (quorum.kind === "read") return words.quorum.read;
  if (quorum.kind === "commit") return fill(words.quorum.commit, { index: quorum.index ?? "" });
  return server.role === "precandidate" ? words.quorum.preVotes : words.quorum.votes;
}
