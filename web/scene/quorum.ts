import type { QuorumFrame, QuorumHalfFrame, ServerFrame } from "../engine/door.ts";
import { fill, words } from "../words/words.ts";
import { type Box, CALM, type Layout } from "./geometry.ts";

/** Who has agreed to something, as the one glyph for votes, commits and reads. */
export type QuorumPicture = {
  /** "votes", or the index that is being committed. */
  caption: string;
  /** Filled yes, crossed no, hollow no answer; yes comes first, so that the filled run grows towards the notch. */
  pips: { voter: string; answer: "yes" | "no" | "none" }[];
  /** The notch stands after this many pips. */
  needed: number;
  look: Pips;
  /** While two sets of servers hold: the old one, which must agree as well. */
  old: Omit<QuorumPicture, "old"> | null;
};

/**
 * How the pips of a quorum stand, in units of the stage: the radius of one, from one to the next, about how wide a
 * letter of the word before them is, whether each has its name, and whether a majority fills a row of its own.
 */
export type Pips = {
  radius: number;
  step: number;
  letter: number;
  named: boolean;
  folded: boolean;
};

/** What pips need to know of the drawing. */
type Room = Pick<Layout, "compact" | "box">;

const PIPS: Pips = { radius: 10, step: 25, letter: 7, named: true, folded: false };
const SMALL_PIPS: Pips = { radius: 7.5, step: 19, letter: 6.5, named: true, folded: false };
/** In one row nine of them would hide the servers beside: when the first row is full, it is a majority. */
const FOLDED_PIPS: Pips = { radius: 8, step: 19, letter: 7, named: true, folded: true };
/** Where there is room for neither, a count is left. Who it was is said on the server's card. */
const BARE_PIPS: Pips = { radius: 5, step: 12, letter: 6.5, named: false, folded: false };

/** About how wide the word before the pips is, and how much of the drawing a row may take before it lies over others. */
const SHORT_WORD = 40;
const ROW_REACH = 0.38;

/** `joint`: there is another set of them, which needs the place of a second row. */
export function pipsFor(count: number, { compact, box }: Room, joint: boolean): Pips {
  if (count > CALM) return compact || joint ? BARE_PIPS : FOLDED_PIPS;
  if (!compact) return PIPS;
  const row = count * SMALL_PIPS.step + SHORT_WORD;
  return row > ROW_REACH * box.width ? BARE_PIPS : SMALL_PIPS;
}

const BEFORE_PIPS = 5;
/** From so far out on, as a share of half of the drawing, a row stands beside its server altogether. */
const OUTERMOST = 0.5;

/** How much of its half a row moves outwards at the very side: it hides no server then, and no client either. */
export const LEAN = 0.65;

/** Where servers stand close, a row would lie over the next one: how far it moves outwards, from −1 to 1. */
export function leanOf(x: number, box: Box): number {
  const middle = box.width / 2;
  return Math.max(-1, Math.min(1, (x - middle) / (middle * OUTERMOST)));
}

/** Another server, with its rings. */
type Disc = { x: number; radius: number };

/**
 * How far the rows of a server at `x` move to the side: outwards in a crowd, else clear of the `discs` that are as high up
 * as they are; but neither end leaves the drawing.
 */
export function asideOf(
  quorum: QuorumPicture,
  x: number,
  box: Box,
  discs: readonly Disc[] = [],
): number {
  const reaches = [quorum, quorum.old ?? quorum].map(({ caption, pips, needed, look }) => {
    const { radius, step, letter, folded } = look;
    const half = (step * ((folded ? needed : pips.length) - 1)) / 2 + radius;
    return { left: half + BEFORE_PIPS + letter * caption.length, right: half };
  });
  const [left, right] = [
    Math.max(...reaches.map((one) => one.left)),
    Math.max(...reaches.map((one) => one.right)),
  ];
  const crowded = quorum.pips.length > CALM;
  const lean = crowded ? leanOf(x, box) : 0;
  const aside = crowded
    ? Math.round(lean * LEAN * (lean > 0 ? left : right))
    : clearOf(discs, x, left, right);
  return Math.max(Math.ceil(left - x), Math.min(Math.floor(box.width - right - x), aside)) || 0;
}

function clearOf(discs: readonly Disc[], x: number, left: number, right: number): number {
  const overLeft = discs.map((disc) => (disc.x < x ? disc.x + disc.radius - x + left : 0));
  const overRight = discs.map((disc) => (disc.x > x ? x + right - disc.x + disc.radius : 0));
  return Math.ceil(Math.max(0, ...overLeft)) - Math.ceil(Math.max(0, ...overRight));
}

const PIP_ORDER = { yes: 0, no: 1, none: 2 } as const;

export function quorumOf(server: ServerFrame, quorum: QuorumFrame, room: Room): QuorumPicture {
  const [fresh, old] = quorum.halves;
  const caption = captionOf(server, quorum);
  const half = (voters: QuorumHalfFrame) => ({
    ...halfOf(server.id, voters),
    look: pipsFor(voters.voters.length, room, Boolean(old)),
  });
  if (!fresh || !old) return { caption, ...half(quorum), old: null };
  const joint = (template: string) => fill(template, { about: caption });
  return {
    caption: joint(words.quorum.new),
    ...half(fresh),
    old: { caption: words.quorum.old, ...half(old) },
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
