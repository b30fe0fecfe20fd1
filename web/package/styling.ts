// How host pages style the element. Nothing imports this: the custom-elements manifest and the readme are made from it.

/** What can be styled by `raft-playground::part(…)`. */
export type RaftPlaygroundParts = {
  /** The title of the scenario, or the heading that the author has given. */
  heading: HTMLHeadingElement;
  /** The sentence that says what is happening. */
  sentence: HTMLElement;
  /** The picture of the cluster. */
  stage: HTMLElement;
  /** The servers' logs. */
  log: HTMLElement;
  /** The painted time line. */
  timeline: HTMLElement;
  /** The buttons that play and step. */
  bar: HTMLElement;
  /** The link that opens this moment in the playground. */
  link: HTMLAnchorElement;
  /** The author's line below. */
  caption: HTMLParagraphElement;
};

/** What can be set on the element, as in `raft-playground { --inset: 0 }`. */
export type RaftPlaygroundStyle = {
  /** The margin between the element's edge and what is in it. */
  "--inset": string;
  /** Typeface of buttons, labels and lists. */
  "--font": string;
  /** Typeface of what is told: titles and sentences. */
  "--font-voice": string;
  /** Typeface of what is quoted: entries, events, values. */
  "--font-mono": string;
  /** The ground, a solid colour: writing on dark buttons has it, too. In light and in dark; so are the colours below. */
  "--paper": string;
  /** What lies on it: cards, buttons. */
  "--raised": string;
  /** What is let into it. */
  "--sunken": string;
  /** Writing and lines that matter. */
  "--ink": string;
  /** Writing that explains. */
  "--ink-soft": string;
  /** Hairlines. */
  "--line": string;
  /** Outlines. */
  "--line-strong": string;
  /** The one red: a broken promise. */
  "--violated": string;
  /** How round corners are. */
  "--radius": string;
};
