import type { Sentence, Timeline } from "../engine/door.ts";
import { counted, words } from "../words/words.ts";

/** The sentence on the screen, and what has gone by unread since it was put there. */
export type Reading = {
  shown: Sentence;
  sinceWall: number;
  sinceTime: number;
  unread: number;
  waiting: string;
};

const READABLE_FOR = 1500;
/** So many sentences in one reading are a blur: then the page counts instead of telling. */
const BLUR = 4;

export function startReading(sentence: Sentence, wall: number, time: number): Reading {
  return { shown: sentence, sinceWall: wall, sinceTime: time, unread: 0, waiting: sentence.text };
}

/** While playing a sentence stays readable for a moment; the story and violations never wait. */
export function read(
  before: Reading,
  sentence: Sentence,
  moment: { wall: number; time: number; playing: boolean },
  marks: Timeline["marks"],
): Reading {
  if (sentence.text === before.shown.text) return { ...before, unread: 0, waiting: sentence.text };
  const urgent = !moment.playing || sentence.kind === "story" || sentence.kind === "violation";
  const news = sentence.text === before.waiting ? 0 : 1;
  const unread = before.unread + news;
  if (!urgent && moment.wall - before.sinceWall < READABLE_FOR) {
    return { ...before, unread, waiting: sentence.text };
  }
  const blurred = !urgent && unread >= BLUR;
  const shown = blurred ? summary(sentence, before.sinceTime, moment.time, marks) : sentence;
  return {
    shown,
    sinceWall: moment.wall,
    sinceTime: moment.time,
    unread: 0,
    waiting: sentence.text,
  };
}

function summary(sentence: Sentence, from: number, to: number, marks: Timeline["marks"]): Sentence {
  const forms = words.sentence.summary;
  const passed = marks.filter((mark) => mark.at.time > from && mark.at.time <= to);
  const counts = (Object.keys(forms) as (keyof typeof forms)[])
    .map((kind) => [kind, passed.filter((mark) => mark.kind === kind).length] as const)
    .filter(([, count]) => count > 0);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  // One thing is better told than counted.
  if (total < 2) return sentence;
  return {
    ...sentence,
    text: counts.map(([kind, count]) => counted(forms[kind], count)).join(", "),
  };
}
