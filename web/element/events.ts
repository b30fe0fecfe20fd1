/** There is a run. */
export type ReadyDetail = {
  /** Name of the scenario in the gallery; null: it is none of the gallery. */
  scenario: string | null;
  title: string;
  /** Hexadecimal. */
  seed: string;
};

/** The story has come to a step, or has been left. */
export type StepChangeDetail = {
  /** The step's slug; null: at no step. */
  step: string | null;
  /** Counted from 1; null: at no step. */
  number: number | null;
  /** How many steps the story has. */
  steps: number;
  /** Milliseconds of simulated time. */
  time: number;
};

/** Another server leads, or none. */
export type LeaderChangeDetail = {
  leader: string | null;
  term: number | null;
  /** Milliseconds of simulated time. */
  time: number;
};

/** A promise was broken. */
export type ViolationDetail = {
  /** Name of the property, such as "Election Safety". */
  property: string;
  /** What happened, in a sentence. */
  text: string;
  /** Milliseconds of simulated time. */
  time: number;
};

/** What the scenario asks for has been brought about. */
export type SolvedDetail = {
  /** Its name in the gallery, also under other rules; null: it is not from there. */
  scenario: string | null;
  /** Milliseconds of simulated time. */
  time: number;
  /** How many actions it took. */
  actions: number;
  /** False: it came in a link, and the reader has done nothing. */
  own: boolean;
};

/** The element's size has changed, in CSS pixels. */
export type ResizeDetail = { width: number; height: number };

/** What `<raft-playground>` tells its host page. */
export type RaftPlaygroundEvents = {
  ready: CustomEvent<ReadyDetail>;
  stepchange: CustomEvent<StepChangeDetail>;
  leaderchange: CustomEvent<LeaderChangeDetail>;
  violation: CustomEvent<ViolationDetail>;
  solved: CustomEvent<SolvedDetail>;
  resize: CustomEvent<ResizeDetail>;
};
