// The door between the engine (Rust, wasm) and the page. Times are milliseconds of simulated time
// (three decimals). Everything is plain data: only types live here, so every room may import them.

export type Position = { time: number; processed: number };

export type Role = "follower" | "precandidate" | "candidate" | "leader";

export type ServerFrame = {
  id: string; // "n1"
  up: boolean; // false: crashed. Then term/votedFor/log describe what is on its disk, volatile fields are null
  role: Role | null; // null when down
  term: number;
  votedFor: string | null;
  leader: string | null; // whom it believes to be leader
  timer: { startedAt: number; firesAt: number } | null; // election timer (null: leader or down)
  log: LogFrame;
  quorum: QuorumFrame | null; // votes while candidate; acks of the oldest uncommitted entry while leader
  progress: ProgressFrame[] | null; // only a leader
  stateMachine: { [key: string]: string } | null;
  incarnation: number; // 1 at first boot, +1 at each restart
};
export type LogFrame = {
  first: number; // index of the first entry kept (1 while there are no snapshots)
  last: number; // 0 when empty
  commit: number | null; // as this server knows; null when down
  applied: number | null; // null when down
  durable: number; // last index on its disk
  version: number; // changes whenever an entry is appended or truncated: then fetch ledger()
};
export type QuorumFrame = {
  kind: "votes" | "commit";
  index: number | null;
  needed: number;
  voters: { id: string; answer: "yes" | "no" | "none" }[];
};
export type ProgressFrame = { server: string; next: number; match: number };

export type MessageKind =
  | "RequestVote"
  | "RequestVoteReply"
  | "AppendEntries"
  | "AppendEntriesReply"
  | "Forward"
  | "ClientRequest"
  | "ClientReply";
export type MessageFrame = {
  id: string; // "n1>n2:AppendEntries:3", stable in all branches
  from: string;
  to: string; // "n1" or "c1"
  kind: MessageKind;
  term: number | null; // null for client messages
  sentAt: number;
  dueAt: number; // position on the link = (now - sentAt) / (dueAt - sentAt)
  doomed: "loss" | "cut" | "dropped" | null; // it will not arrive; the end at dueAt is a cross
  accepted: boolean | null; // replies: yes / no
  entries: { index: number; term: number }[]; // AppendEntries; empty = heartbeat
  line: string; // golden line, e.g. "n1 → n3 AppendEntries t2 prev=4@1 [5@2] commit=4"
  short: string; // label at the glyph, e.g. "1–2", "?", "✓ 2", "x=1"
};

export type ClientFrame = {
  id: string; // "c1"
  operation: {
    id: string;
    text: string;
    server: string;
    invokedAt: number;
    timesOutAt: number;
    attempt: number;
  } | null;
  waiting: number; // further operations queued
  answers: {
    id: string;
    text: string;
    outcome: "ok" | "failed" | "unknown";
    value: string | null;
    at: number;
    server: string | null;
  }[]; // newest last, at most 5
};

export type Side = { servers: string[]; majority: boolean }; // majority: this side alone can elect and commit

export type SentenceKind =
  | "story"
  | "violation"
  | "leader"
  | "commit"
  | "answer"
  | "fault"
  | "refusal"
  | "vote"
  | "rest";
export type Sentence = {
  kind: SentenceKind;
  text: string; // one plain sentence, ready to show
  detail: string | null; // golden line of the event and the verdict with compared values
  rule: string | null; // the rule behind it, by id
  section: string | null; // e.g. "Raft paper §5.2"
};

export type Frame = {
  version: number; // pass back as `since`
  branch: number;
  position: Position;
  nextEventAt: number | null; // until then nothing changes but positions of messages and arcs
  end: number; // furthest simulated time of this branch (ms)
  servers: ServerFrame[]; // only those changed since `since` (all when since is null or after a seek)
  serverIds: string[]; // all, n1 first
  clients: ClientFrame[]; // all
  messages: { added: MessageFrame[]; removed: string[]; all: boolean }; // all=true: `added` is the whole set
  cuts: { from: string; to: string }[]; // directed links that are cut by hand
  sides: Side[] | null; // a partition; null = none
  sentence: Sentence;
  step: number; // index of the story step in force, -1 before the first
  scriptArmed: boolean; // a step of the story may still fire in this branch
  loss: number; // how likely a message is lost, percent
  troubles: string[]; // what did not go as the scenario says
  freePlay: boolean; // the reader has acted in this branch
  waitingForAnswer: boolean; // the story has stopped at a question: play must stop here once
  violations: { property: string; text: string; at: Position }[];
  deviations: string[]; // names of broken rules; not empty = "this is not Raft"
};

export type Story = {
  name: string | null; // gallery name, e.g. "default", null for an inline one
  title: string;
  summary: string;
  until: number; // natural end of the story, ms
  steps: StoryStep[]; // in order
};
export type StoryStep = {
  id: string; // slug
  say: string | null; // narration, plain text
  at: Position | null; // where it fires in the unchanged run (null: not reached)
  pace: number | null; // wall seconds from this step to the next at speed 1×
  question: { text: string; answers: string[]; reveal: string } | null;
};

export type LedgerEntry = {
  index: number;
  term: number;
  kind: "command" | "noop";
  command: string | null;
};
export type EventRow = {
  ordinal: number;
  position: Position;
  line: string;
  telling: boolean;
  servers: string[];
};
export type Timeline = {
  end: number;
  terms: { term: number; from: number; to: number; leader: string | null }[]; // painted bands
  marks: {
    at: Position;
    kind:
      | "election"
      | "leader"
      | "commit"
      | "crash"
      | "restart"
      | "fault"
      | "action"
      | "answer"
      | "violation"
      | "step";
    text: string;
  }[];
};
export type Branch = {
  id: number;
  parent: number | null;
  at: Position | null;
  name: string;
  end: number;
  current: boolean;
};

// The public state (the element's `state` property), DESIGN.md §8
export type PublicState = {
  time: number;
  digest: string;
  servers: {
    [id: string]: {
      state: "precandidate" | "candidate" | "follower" | "leader" | "down";
      term: number;
      votedFor: string | null;
      log: { index: number; term: number; kind: string; command: string | null }[];
      commitIndex: number | null;
      lastApplied: number | null;
      durableIndex: number;
      stateMachine: { [key: string]: string } | null;
    };
  };
  messages: {
    id: string;
    from: string;
    to: string;
    kind: string;
    term: number | null;
    sentAt: number;
    dueAt: number;
    doomed: string | null;
  }[];
  violations: { property: string; text: string; time: number }[];
};

// One Action type for scenario step, hand, do(), terminal, link. Externally tagged, snake_case.
// A Target is "n1" | "leader" | "followers" | "all" | "rest" | a bound name, or a list of those.
export type Target = string | string[];
export type Action =
  | { crash: Target }
  | { restart: Target }
  | { time_out: Target }
  | { set_timer: { servers: Target; remaining: string } } // remaining: "40ms"
  | { drop: string } // message id
  | { cut: { from: Target; to: Target; one_way?: boolean } }
  | { heal: { from: Target; to: Target; one_way?: boolean } }
  | { partition: Target[] } // sides; "rest" completes
  | "heal_all"
  | { put: { client?: string; key: string; value: string; via?: string } }
  | { get: { client?: string; key: string; via?: string } }
  | { set_loss: string } // "5%"
  | { bind: { name: string; to: string } }
  | "release"; // let go of the story's remaining steps

// Bad input. `message` says what, where and what was expected.
export type Problem = {
  kind: "scenario" | "link" | "action" | "name" | "limit";
  message: string;
  path: string | null;
  expected: string | null;
};

export type StepKind = "event" | "telling" | "story";

// One open run. All calls are synchronous; on bad input a call throws an EngineProblem and leaves the run untouched.
export interface Engine {
  frame(since: number | null): Frame;
  advance(toMs: number): void; // simulate to this moment (inclusive), forward only; cheap
  seek(ms: number): void; // any direction; lands after everything that happens up to ms
  seekTo(position: Position): void;
  step(direction: 1 | -1, what: StepKind): boolean; // false: nothing there
  act(action: Action): void; // at the present position; in the past it forks
  ledger(server: string, from: number, to: number): LedgerEntry[]; // inclusive
  events(from: number, to: number): EventRow[]; // by ordinal, inclusive; clipped
  eventCount(): number;
  timeline(): Timeline;
  story(): Story;
  state(): PublicState;
  branches(): Branch[];
  switchBranch(id: number): void; // same time on the other branch (clipped to its end)
  backToStory(): void; // to the root branch, at the position where the reader left it
  reset(): void; // the run from the start, no actions, other branches kept
  shareLink(): string; // "#v1.…" fragment: run and moment
  seed(): string;
  digest(): string;
  free(): void;
}

// What to open: a gallery scenario, an inline one, or a whole run from a link's fragment.
export type Opening = {
  scenario?: string;
  json?: string;
  seed?: string;
  servers?: number;
  fragment?: string;
};
export type GalleryItem = { name: string; title: string; summary: string };

export interface EngineModule {
  open(opening: Opening): Engine;
  gallery(): GalleryItem[];
  freshSeed(): string;
}
