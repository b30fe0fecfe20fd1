import storiesWords from "words:stories";
import { counted, fill } from "./words.ts";

/** How long a story is: so many steps, and so much time at reading pace. */
export function lengthOf(steps: number, seconds: number): string {
  const { minutes, short, steps: forms } = storiesWords;
  const time =
    seconds < 60 ? fill(short, { seconds }) : fill(minutes, { minutes: Math.round(seconds / 60) });
  return `${counted(forms, steps)}, ${time}`;
}
