// The door between the engine (Rust, wasm) and the page: only types live here, so every room may import them.
// What the engine answers is generated from its own types; what it is asked is written below.
import type {
  Branch,
  Comparison,
  CrashPoint,
  DiskFaults,
  DoomFrame,
  EventRow,
  Found,
  Frame,
  Kept,
  LedgerEntry,
  Linearization,
  LinkFaults,
  LinkFrame,
  MessageKind,
  OutlookFrame,
  Position,
  ProcessFaults,
  PublicState,
  RoleFrame,
  Spacetime,
  Story,
  Timeline,
  Why,
  WhyNot,
  WhyNotQuestion,
  WhyQuestion,
} from "./types.generated.ts";

export type * from "./types.generated.ts";

// One Action type for scenario step, hand, do(), terminal, link. Externally tagged, snake_case.
// A Target is "n1" | "leader" | "followers" | "all" | "rest" | a bound name, or a list of those.
export type Target = string | string[];
export type Action =
  | { crash: Target }
  | { restart: Target }
  | { time_out: Target }
  | { set_timer: { servers: Target; remaining: string } } // remaining: "40ms"
  | { drop: string } // message id
  | { deliver: string } // message id: it arrives now, or is lost now
  | { hold: string } // message id: it stays where it is until it is delivered or delayed
  | { delay: { message: string; by: string } } // by: "40ms"
  | { duplicate: string } // message id
  | { cut: Links }
  | { heal: Links }
  // Whatever is left out is not wrong from then on; without `links` it is about all of them.
  | { network: { links?: Links; latency?: string; faults?: LinkFaults } }
  | { client_links: { client?: string; servers?: Target; latency?: string; faults?: LinkFaults } }
  | { bridge: Target } // two halves, and these between them
  | "ring" // every server reaches a majority, each a different one
  | { partition: Target[] } // sides; "rest" completes
  | "heal_all"
  | { pause: Target }
  | { resume: Target }
  | { trap: { servers: Target; point?: CrashPoint } } // without a point: disarmed
  | { disk: { servers: Target; faults?: DiskFaults } }
  | { damage: Target }
  | { server: { servers: Target; faults?: ProcessFaults } }
  | { clock: { servers: Target; forward?: string; back?: string; rate_ppm?: number } }
  | { put: { client?: string; key: string; value: string; via?: string } }
  | { get: { client?: string; key: string; via?: string; reads?: Reads } }
  | { transfer: { from?: string; to: string } } // from: "leader" if nobody says
  | { forget_leader: Target }
  | { add: { client?: string; key: string; amount: number; via?: string } }
  | { take_snapshot: Target }
  | { wipe: Target } // crash, and lose the disk
  | { expire_sessions: string } // by that leader
  | { change: Change }
  | { leave_joint: string } // by that leader
  | { set_loss: string } // "5%"
  | { bind: { name: string; to: string } }
  | "release"; // let go of the story's remaining steps

export type Links = { from: Target; to: Target; one_way?: boolean };

// Another set of servers. How to get there: in one step or through both sets at once, as it needs; through both, and on
// by itself; through both, and on when told to.
export type Transition = "auto" | "implicit" | "explicit";
export type Change = {
  from?: string; // "leader" if nobody says
  add?: Target;
  learner?: Target;
  promote?: Target;
  demote?: Target;
  remove?: Target;
  transition?: Transition;
};

// How a read is served: through the log, by a majority's word, by lease, or with whatever is there.
export type Reads = "log" | "read_index" | "lease" | "stale";

// Bad input. `message` says what, where and what was expected.
export type Problem = {
  kind: "scenario" | "link" | "action" | "name" | "limit";
  message: string;
  path: string | null;
  expected: string | null;
};

// Where to run to: the next campaign, new leader, commit, end of a client's operation, arrival of a message, crash,
// moment without messages and writes, or violation. The last one of each, but for quiet, can be gone back to.
export type GoalName =
  | "election"
  | "leader"
  | "commit"
  | "answer"
  | "message"
  | "crash"
  | "quiet"
  | "violation";
// A goal can also be a condition as a scenario's step spells it, in JSON: {"elected":"n2"}.
export type Goal = GoalName | `{${string}`;

// What can be asked about causes: why something is, or why it is not.
export type Inquiry = WhyQuestion | WhyNotQuestion;

export type StepKind = "event" | "telling" | "story";

// One open run. All calls are synchronous; on bad input a call throws an EngineProblem and leaves the run untouched.
export interface Engine {
  frame(since: number | null): Frame;
  advance(toMs: number): void; // simulate to this moment (inclusive), forward only; cheap
  play(toMs: number): boolean; // the same, but it stops just after an event that breaks a promise; false: it did
  outlook(): OutlookFrame; // whether the cluster can go on from here, and does
  seek(ms: number): void; // any direction; lands after everything that happens up to ms
  seekTo(position: Position): void;
  step(direction: 1 | -1, what: StepKind): boolean; // false: nothing there
  act(action: Action): void; // at the present position; in the past it forks
  showAnswer(step: string): void; // does what shows the answer to that step's question
  ledger(server: string, from: number, to: number): LedgerEntry[]; // inclusive
  events(from: number, to: number): EventRow[]; // by ordinal, inclusive; clipped
  eventCount(): number;
  find(text: string, from: number): Found; // in golden lines, from that ordinal on
  spacetime(from: number, to: number): Spacetime; // ms, inclusive; only what is known
  // What a diagram that knows the run up to `known` has to add: of the messages those that were sent or ended since.
  spacetimeSince(known: number, to: number): Spacetime;
  // An order of clients' operations; the points are those of the stretch, and all that is known of the branch is judged.
  linearization(from: number, to: number): Linearization;
  why(question: WhyQuestion): Why; // about the present position
  whyNot(question: WhyNotQuestion): WhyNot; // likewise
  runUntil(what: Goal): boolean; // false: it gave up, and stands where it did
  runBack(what: GoalName): boolean; // false: there was none, and it stays
  compare(other: Engine, untilMs: number): Comparison; // this run and that one; both must come from this module
  timeline(known: number | null): Timeline; // only the marks after the first so many
  story(): Story;
  state(): PublicState;
  branches(): Branch[];
  switchBranch(id: number): void; // same time on the other branch (clipped to its end)
  renameBranch(id: number, name: string): void; // "": the name it had at first
  branchLink(id: number): string; // "#v1.…" fragment: that branch at its last action
  actionsJson(): string; // all that was done in this branch, to be opened with another run
  kept(): Kept | null; // what became of the actions that this run was opened with
  backToStory(): void; // to the root branch, at the position where the reader left it
  reset(): void; // the run from the start, no actions, other branches kept
  shareLink(): string; // "#v1.…" fragment: run and moment
  scenarioJson(): string; // the scenario of this run, with its seed and servers
  speak(voice: Voice): void; // from now on everything is told in that language
  seed(): string;
  digest(): string;
  free(): void;
}

// The words the engine narrates with, and the language they are in.
export type Voice = { language: string; narration: Readonly<Record<string, string>> };

// What to open: a gallery scenario, an inline one, or a whole run from a link's fragment.
export type Opening = {
  scenario?: string;
  json?: string;
  seed?: string;
  servers?: number;
  fragment?: string;
  // What was done in another run and shall be done in this one, as far as it can be.
  actions?: string;
};
// A text in a scenario is a string, or a table by language.
export type Text = string | Readonly<Record<string, string>>;

// For whom a scenario is.
export type Level = "newcomer" | "practitioner" | "expert";

// The gallery as `raft-cli gallery` prints it: the sections, and what is said of a scenario before it is opened.
export type PrintedGallery = {
  sections: readonly {
    id: string;
    title: Text;
    about: Text;
    numbered?: boolean; // a path, to be gone from the beginning
    scenarios: readonly string[];
  }[];
  scenarios: Readonly<Record<string, PrintedCard>>;
};

export type PrintedCard = {
  title: Text;
  summary?: Text;
  level?: Level;
  tags?: readonly string[];
  source?: string; // the first one it names
  steps: number; // how many sentences it tells
  seconds: number; // and how long that takes
  breaks?: readonly string[]; // the rules that it breaks on purpose
  fork?: Text; // what the same story with other rules is called
  asks?: boolean; // whether it asks the reader something
};

// A moment of a run, enough to draw it as small as a thumbnail. Without a role a server is down; `from` is the index of
// the first of its entries' terms, `way` is in percent.
export type Miniature = {
  servers: {
    id: string;
    role?: RoleFrame;
    term: number;
    log?: number[];
    from: number;
    commit: number;
    guilty?: boolean;
  }[];
  cuts?: LinkFrame[];
  messages?: {
    from: string;
    to: string;
    kind: MessageKind;
    term: number;
    way: number;
    laden?: boolean;
    doomed?: DoomFrame;
  }[];
};

// What a run can be written down as.
export type ExportFormat = "scenario" | "scenario-json" | "ndjson" | "mermaid" | "test" | "etcd";

// A scenario as text, TOML or JSON, as whoever writes one needs it.
export interface ScenarioFormat {
  check(text: string): Checked;
  spell(text: string): Spelled; // as canonical TOML; what cannot run is spelled all the same
  beginning(): string; // what to begin with, as TOML
  schema: object; // the JSON Schema of the format
}

// What there is to say about a text. `scenario` is JSON that can be opened; lines are counted from 1.
export type Checked = {
  scenario: string | null;
  title: string | null;
  steps: readonly WrittenStep[];
  problem: Misread | null;
};
export type Misread = Problem & { line: number | null };
// `tells`: whether it says something, and can be gone to. `does`: its actions in the golden notation.
export type WrittenStep = {
  id: string;
  line: number | null;
  tells: boolean;
  at: string | null;
  does: readonly string[];
};
export type Spelled = { text: string } | { problem: Misread };

export interface EngineModule {
  open(opening: Opening): Engine;
  // With the page comes one scenario; every other one is a file that is fetched by its name, and then stays.
  lacks(opening: Opening): string | null; // the name of the scenario that has to be fetched for it
  fetchScenario(name: string): Promise<void>;
  written(name: string): string | null; // a scenario that has been fetched, as JSON
  nameOfTitle(title: string): string | null; // likewise
  fetchGallery(): Promise<PrintedGallery>;
  fetchMiniatures(): Promise<Readonly<Record<string, Miniature>>>;
  freshSeed(): string;
  version(): string; // of the engine, as links and exports name it
  // What a link's fragment leads to, written down. Loads the workbench when it is first asked for.
  exportRun(fragment: string, format: ExportFormat): Promise<string>;
  // What reads and checks scenarios as they are written. Loaded when it is first asked for.
  format(): Promise<ScenarioFormat>;
}
