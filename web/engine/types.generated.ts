// Generated from crates/raft-session/src/dto.rs. Do not edit: see crates/raft-session/tests/typescript.rs.

/**
 * A place in a run: a moment, and how many events have happened at that moment.
 */
export type Position = { 
/**
 * Milliseconds.
 */
time: number, 
/**
 * Events that have happened at that moment.
 */
processed: number, };

/**
 * Everything that is on the screen now, as far as it has changed.
 */
export type Frame = { 
/**
 * Pass it back to get only what has changed since.
 */
version: number, 
/**
 * The branch.
 */
branch: number, 
/**
 * The place in the run.
 */
position: Position, 
/**
 * How many events have happened.
 */
events: number, 
/**
 * How many marks the whole branch has on the time line: when it has changed, so has the line.
 */
marks: number, 
/**
 * Until then nothing changes but the positions of messages and timer arcs.
 */
nextEventAt: number | null, 
/**
 * The furthest simulated moment of this branch.
 */
end: number, 
/**
 * The servers that have changed.
 */
servers: Array<ServerFrame>, 
/**
 * The clients that have changed.
 */
clients: Array<ClientFrame>, 
/**
 * The messages on their way, as far as they have changed.
 */
messages: MessagesFrame, 
/**
 * What is happening, in a sentence.
 */
sentence: Sentence, 
/**
 * The step of the story in force; -1 before the first.
 */
step: number, 
/**
 * Whether the reader has acted in this branch.
 */
freePlay: boolean, 
/**
 * Whether the story stands at a question.
 */
waitingForAnswer: boolean, 
/**
 * How far each log agrees with the leader's, in the order of the servers; empty while nobody
 * leads. None: as before.
 */
agreements: Array<AgreementFrame> | null, 
/**
 * How the exercise stands. None: as before, or there is none.
 */
exercise: ExerciseFrame | null, 
/**
 * What seldom changes. None: as before.
 */
setting: Setting | null, };

/**
 * What stays as it is for most of a run.
 */
export type Setting = { 
/**
 * The names of all servers.
 */
serverIds: Array<string>, 
/**
 * Links that are cut by themselves, in one direction each.
 */
cuts: Array<LinkFrame>, 
/**
 * The sides of a partition.
 */
sides: Array<SideFrame> | null, 
/**
 * How likely a message is lost, in percent.
 */
loss: number, 
/**
 * Links with something wrong, in one direction each.
 */
faulty: Array<FaultyLinkFrame>, 
/**
 * The longest election timeout that can be drawn, in milliseconds: the scale of timer arcs.
 */
longestTimeout: number, 
/**
 * Whether steps of the story can still come in this branch.
 */
scriptArmed: boolean, 
/**
 * Properties that have been violated.
 */
violations: Array<ViolationFrame>, 
/**
 * Rules that are broken on purpose. If there are any, this is not Raft.
 */
deviations: Array<string>, 
/**
 * What did not go as the scenario says.
 */
troubles: Array<string>, 
/**
 * The members as the leader has them; with no leader, as the newest configuration that a
 * running server uses has them.
 */
configuration: ConfigurationFrame | null, };

/**
 * How far a server's log agrees with that of the leader of the newest term.
 */
export type AgreementFrame = { 
/**
 * The server. If it is down, its log is the one on its disk.
 */
server: string, 
/**
 * The last index up to which the two logs are the same.
 */
agrees: number, 
/**
 * How many entries of the leader it lacks.
 */
behind: number, };

/**
 * Whether the cluster can go on.
 */
export type OutlookFrame = { 
/**
 * Whether it can, and whether it does.
 */
kind: OutlookKind, 
/**
 * What holds of the whole in a sentence, and then what is missing, one by one.
 */
said: Array<string>, };

/**
 * Whether the cluster can go on, and whether it does.
 */
export type OutlookKind = "quiet" | "possible" | "impossible" | "stalled";

/**
 * A server.
 */
export type ServerFrame = { 
/**
 * Its name.
 */
id: string, 
/**
 * Whether it runs. If not, term, vote and log are those on its disk.
 */
up: boolean, 
/**
 * Its role.
 */
role: RoleFrame | null, 
/**
 * Its term.
 */
term: number, 
/**
 * Its vote in that term.
 */
votedFor: string | null, 
/**
 * Whom it believes to lead.
 */
leader: string | null, 
/**
 * Its election timer; a leader has none.
 */
timer: TimerFrame | null, 
/**
 * Its log.
 */
log: LogFrame, 
/**
 * When a leader's next heartbeat is due.
 */
heartbeatAt: number | null, 
/**
 * The votes of a candidate or of a leader that has just won, or who has a leader's oldest
 * uncommitted entry.
 */
quorum: QuorumFrame | null, 
/**
 * What a leader knows of the others.
 */
progress: Array<ProgressFrame> | null, 
/**
 * Its state machine.
 */
stateMachine: { [key in string]: string } | null, 
/**
 * Which life it lives, counted from 1.
 */
incarnation: number, 
/**
 * How many of its writes are on their way to disk.
 */
writing: number, 
/**
 * What it is in the configuration that it uses itself; null: it is outside, or down.
 */
membership: MembershipFrame | null, 
/**
 * The last entry that its snapshot replaces.
 */
snapshot: EntryFrame | null, 
/**
 * To whom this leader is handing its office over.
 */
transfer: string | null, 
/**
 * What is wrong with it; null: nothing.
 */
faults: ServerFaultsFrame | null, };

/**
 * What is wrong with a server, its disk and its clock.
 */
export type ServerFaultsFrame = { 
/**
 * Whether it stands still.
 */
paused: boolean, 
/**
 * Until when it is busy with what it has done, or stalls; may be over.
 */
busyUntil: number, 
/**
 * Where it will crash.
 */
trap: CrashPoint | null, 
/**
 * How slowly it works.
 */
process: ProcessFaults, 
/**
 * What is wrong with its disk.
 */
disk: DiskFaults, 
/**
 * Until when its disk stalls by chance, if it does.
 */
diskStallsUntil: number | null, 
/**
 * Whether what its disk holds is damaged: it will not start from that.
 */
damaged: boolean, 
/**
 * How its clock differs from the world's.
 */
clock: ClockFrame | null, };

/**
 * A clock that differs. At `now` it is ahead by `ahead + (now − since) · ratePpm / 10⁶`.
 */
export type ClockFrame = { 
/**
 * Since when it runs like this.
 */
since: number, 
/**
 * By how much it was ahead then; below zero: behind.
 */
ahead: number, 
/**
 * By how many millionths it runs fast; below zero: slow.
 */
ratePpm: number, };

/**
 * A role.
 */
export type RoleFrame = "follower" | "precandidate" | "candidate" | "leader";

/**
 * An election timer. Full at `started_at`, empty at `fires_at`.
 */
export type TimerFrame = { 
/**
 * When it was full; may lie before the beginning.
 */
startedAt: number, 
/**
 * When it runs out.
 */
firesAt: number, };

/**
 * A log, without its entries.
 */
export type LogFrame = { 
/**
 * The index of the first entry that is, or would be, in the log.
 */
first: number, 
/**
 * The index of the last entry; one below `first` if there is none.
 */
last: number, 
/**
 * The last entry that this server knows to be committed.
 */
commit: number | null, 
/**
 * The last entry that its state machine has applied.
 */
applied: number | null, 
/**
 * The last entry on its disk.
 */
durable: number, 
/**
 * Changes when the entries change, and perhaps when the run has jumped in time.
 */
version: number, };

/**
 * Voters and their answers.
 */
export type QuorumFrame = { 
/**
 * What it is about.
 */
kind: QuorumKind, 
/**
 * The entry that is to be committed, or that a read must see.
 */
index: number | null, 
/**
 * How many yes are needed.
 */
needed: number, 
/**
 * The voters.
 */
voters: Array<VoterFrame>, 
/**
 * The same for each half of a joint configuration, the incoming one first: each needs its own
 * majority. Empty if there is one configuration.
 */
halves: Array<QuorumHalfFrame>, };

/**
 * One half of a joint configuration.
 */
export type QuorumHalfFrame = { 
/**
 * How many yes are needed.
 */
needed: number, 
/**
 * The voters.
 */
voters: Array<VoterFrame>, };

/**
 * What a quorum is about.
 */
export type QuorumKind = "votes" | "commit" | "read";

/**
 * How a leader sends to a follower.
 */
export type ProgressState = "probe" | "replicate" | "snapshot";

/**
 * What a server is in its own configuration.
 */
export type MembershipFrame = "voter" | "incoming" | "outgoing" | "demoted" | "learner";

/**
 * The members of the cluster.
 */
export type ConfigurationFrame = { 
/**
 * The voters; of a joint configuration the new ones.
 */
incoming: Array<string>, 
/**
 * The old voters of a joint configuration; else empty.
 */
outgoing: Array<string>, 
/**
 * Who receives the log and does not vote.
 */
learners: Array<string>, };

/**
 * A voter and its answer.
 */
export type VoterFrame = { 
/**
 * Its name.
 */
id: string, 
/**
 * Its answer.
 */
answer: AnswerFrame, };

/**
 * An answer of a voter.
 */
export type AnswerFrame = "yes" | "no" | "none";

/**
 * What a leader knows of a follower.
 */
export type ProgressFrame = { 
/**
 * The follower.
 */
server: string, 
/**
 * The next entry to send.
 */
next: number, 
/**
 * The last entry that the follower is known to have.
 */
match: number, 
/**
 * How the leader sends to it.
 */
state: ProgressState, };

/**
 * Messages on their way, as far as they have changed. Of very many those that arrive first.
 */
export type MessagesFrame = { 
/**
 * New or changed messages; all of them if `all` is set.
 */
added: Array<MessageFrame>, 
/**
 * The names of messages that are no longer on their way.
 */
removed: Array<string>, 
/**
 * Whether `added` is the whole set.
 */
all: boolean, 
/**
 * How many more are on their way.
 */
beyond: number, };

/**
 * A message on its way. Its place on the link is (now − sentAt) / (dueAt − sentAt).
 */
export type MessageFrame = { 
/**
 * Its name, the same in all branches.
 */
id: string, 
/**
 * The sender.
 */
from: string, 
/**
 * The receiver.
 */
to: string, 
/**
 * Its kind.
 */
kind: MessageKind, 
/**
 * The sender's term; clients have none.
 */
term: number | null, 
/**
 * When it left.
 */
sentAt: number, 
/**
 * When it arrives, or is lost.
 */
dueAt: number, 
/**
 * Why it will not arrive, if that is certain.
 */
doomed: DoomFrame | null, 
/**
 * Whether a hand holds it.
 */
held: boolean, 
/**
 * Whether it is a copy of another message.
 */
copy: boolean, 
/**
 * A reply's yes or no.
 */
accepted: boolean | null, 
/**
 * The entries it carries.
 */
entries: Array<EntryFrame>, 
/**
 * The golden line.
 */
line: string, 
/**
 * A label of a few characters.
 */
short: string, };

/**
 * What kind of message.
 */
export type MessageKind = "RequestVote" | "RequestVoteReply" | "AppendEntries" | "AppendEntriesReply" | "RequestPreVote" | "RequestPreVoteReply" | "TimeoutNow" | "ReadIndex" | "ReadIndexReply" | "InstallSnapshot" | "InstallSnapshotReply" | "Forward" | "ClientRequest" | "ClientReply";

/**
 * Why a message will not arrive.
 */
export type DoomFrame = "loss" | "cut" | "dropped";

/**
 * An entry's id.
 */
export type EntryFrame = { 
/**
 * Its index.
 */
index: number, 
/**
 * Its term.
 */
term: number, };

/**
 * A link, in one direction.
 */
export type LinkFrame = { 
/**
 * The sender.
 */
from: string, 
/**
 * The receiver.
 */
to: string, };

/**
 * A link with something wrong, in one direction. To or from a client as well.
 */
export type FaultyLinkFrame = { 
/**
 * The sender.
 */
from: string, 
/**
 * The receiver.
 */
to: string, 
/**
 * How long messages travel, if not as at the beginning.
 */
latency: string | null, 
/**
 * What is wrong.
 */
faults: LinkFaults, 
/**
 * Where it is down now and then: how it is now.
 */
flap: FlapFrame | null, };

/**
 * A link that is down now and then.
 */
export type FlapFrame = { 
/**
 * Whether it is down.
 */
down: boolean, 
/**
 * Until when it stays as it is.
 */
until: number, };

/**
 * What is wrong with a link. Chances are percentages, "5%"; spans are "5ms" or "5ms..15ms".
 */
export type LinkFaults = {
  shape?: "uniform" | "exponential" | "long_tail",
  slow_down?: number,
  loss?: string,
  late?: string, late_by?: string,
  twice?: string, twice_after?: string,
  spacing?: string,
  capacity?: number,
  flap?: string, flap_every?: string,
  blocked?: Array<MessageKind>,
  jam?: boolean,
};

/**
 * How slowly a server works.
 */
export type ProcessFaults = { busy?: string, stall?: string, stall_for?: string };

/**
 * What is wrong with a disk.
 */
export type DiskFaults = {
  sync?: string,
  stall?: string, stall_for?: string,
  stalled?: boolean,
  survive?: string,
  torn?: string,
  reordered?: string,
  lying?: string,
  damage?: string,
};

/**
 * Where a server can be made to crash.
 */
export type CrashPoint = "before_output" | "before_persist" | "after_persist" | "before_answer";

/**
 * A side of a partition.
 */
export type SideFrame = { 
/**
 * Its servers.
 */
servers: Array<string>, 
/**
 * How many of the voters they are; of a joint configuration, of each half, the incoming one
 * first. Empty while no server runs that could say who votes.
 */
voters: Array<SideVotersFrame>, 
/**
 * Whether they are a majority of all voters, and so can elect and commit.
 */
majority: boolean, };

/**
 * How many of a set of voters are on one side of a partition.
 */
export type SideVotersFrame = { 
/**
 * The voters on this side.
 */
here: number, 
/**
 * All voters.
 */
all: number, };

/**
 * A client.
 */
export type ClientFrame = { 
/**
 * Its name.
 */
id: string, 
/**
 * The operation that waits for an answer.
 */
operation: OperationFrame | null, 
/**
 * How many operations wait for their turn.
 */
waiting: number, 
/**
 * The last finished operations, oldest first.
 */
answers: Array<AnsweredFrame>, };

/**
 * An operation that waits for an answer.
 */
export type OperationFrame = { 
/**
 * Its name.
 */
id: string, 
/**
 * What is asked for.
 */
text: string, 
/**
 * The server that was asked last.
 */
server: string, 
/**
 * When it began.
 */
invokedAt: number, 
/**
 * When the client loses patience, or asks again.
 */
timesOutAt: number, 
/**
 * How many times it has asked.
 */
attempt: number, };

/**
 * A finished operation.
 */
export type AnsweredFrame = { 
/**
 * Its name.
 */
id: string, 
/**
 * What was asked for.
 */
text: string, 
/**
 * What came of it.
 */
outcome: OutcomeFrame, 
/**
 * The value that a read returned.
 */
value: string | null, 
/**
 * When.
 */
at: number, 
/**
 * Who answered.
 */
server: string | null, };

/**
 * What came of an operation.
 */
export type OutcomeFrame = "ok" | "failed" | "unknown";

/**
 * What is happening, in words.
 */
export type Sentence = { 
/**
 * What it is about.
 */
kind: SentenceKind, 
/**
 * The sentence.
 */
text: string, 
/**
 * The golden line of the event.
 */
detail: string | null, 
/**
 * The rule behind it.
 */
rule: string | null, 
/**
 * The section of the Raft paper that states the rule.
 */
section: string | null, };

/**
 * What a sentence is about.
 */
export type SentenceKind = "story" | "violation" | "leader" | "commit" | "answer" | "fault" | "refusal" | "vote" | "rest";

/**
 * A violated property.
 */
export type ViolationFrame = { 
/**
 * Its name.
 */
property: string, 
/**
 * What happened, in a sentence.
 */
text: string, 
/**
 * The guilty event's place.
 */
at: Position, 
/**
 * The guilty event's number.
 */
event: number, 
/**
 * The number of the earlier event that it contradicts, if there is one.
 */
contradicts: number | null, 
/**
 * The servers and entries involved, and the clients whose operations are, the guilty one first.
 */
about: Array<SubjectFrame>, 
/**
 * The operations involved, the guilty one first.
 */
operations: Array<string>, 
/**
 * Whether it had been promised: what clients see is, as far as they have asked for it.
 */
promised: boolean, };

/**
 * A story.
 */
export type Story = { 
/**
 * Its name in the gallery.
 */
name: string | null, 
/**
 * Its title.
 */
title: string, 
/**
 * What it shows.
 */
summary: string, 
/**
 * Where it ends.
 */
until: number, 
/**
 * The steps that say something, in order.
 */
steps: Array<StoryStep>, 
/**
 * Settings that cannot work, or hardly, in a sentence each.
 */
warnings: Array<string>, 
/**
 * What the reader shall bring about by hand.
 */
exercise: Exercise | null, };

/**
 * A step of a story.
 */
export type StoryStep = { 
/**
 * Its name in links.
 */
id: string, 
/**
 * What it says.
 */
say: string | null, 
/**
 * Where it comes in the unchanged run.
 */
at: Position | null, 
/**
 * Seconds to watch from here to the next step.
 */
pace: number | null, 
/**
 * A question at which the story stops.
 */
question: Question | null, };

/**
 * A question.
 */
export type Question = { 
/**
 * The question.
 */
text: string, 
/**
 * What one may answer.
 */
answers: Array<string>, 
/**
 * What is right, and why.
 */
reveal: string, 
/**
 * Whether it can be seen happening: `showAnswer` does what it takes.
 */
shows: boolean, };

/**
 * What a reader shall bring about by hand.
 */
export type Exercise = { 
/**
 * What is to be done, in Markdown.
 */
task: string, 
/**
 * What has to be true, all of it at one moment.
 */
goals: Array<string>, 
/**
 * What must not happen on the way.
 */
avoid: Array<string>, 
/**
 * The last moment that counts.
 */
until: number, 
/**
 * At most so many actions; none: as many as one likes.
 */
actions: number | null, 
/**
 * The kinds of actions that may be used, as scenarios spell them; empty: all but those of `without`.
 */
only: Array<string>, 
/**
 * The kinds of actions that may not be used.
 */
without: Array<string>, 
/**
 * So many rules have to be broken on purpose.
 */
brokenRules: number, 
/**
 * Help, from the first to the last.
 */
hints: Array<string>, 
/**
 * Why it is so: what the reader is told once it is solved.
 */
because: string, };

/**
 * How an exercise stands at a moment of a branch.
 */
export type ExerciseFrame = { 
/**
 * Whether each goal is reached; once it is solved: all.
 */
reached: Array<boolean>, 
/**
 * How many actions the hand has made.
 */
actions: number, 
/**
 * How many rules are broken on purpose.
 */
brokenRules: number, 
/**
 * Where it was solved.
 */
solved: Position | null, 
/**
 * Why it can no longer be solved in this branch.
 */
failed: ExerciseFailure | null, };

/**
 * Why an exercise can no longer be solved in a branch.
 */
export type ExerciseFailure = { 
/**
 * Where.
 */
at: Position, 
/**
 * What kind of failure.
 */
why: ExerciseFailureKind, 
/**
 * The kind of action that is not allowed.
 */
action: string | null, 
/**
 * Which of the things to avoid has happened.
 */
avoided: number | null, };

/**
 * What kind of failure.
 */
export type ExerciseFailureKind = "late" | "many" | "action" | "avoided";

/**
 * An entry of a log.
 */
export type LedgerEntry = { 
/**
 * Its index.
 */
index: number, 
/**
 * Its term.
 */
term: number, 
/**
 * What kind of entry.
 */
kind: EntryKind, 
/**
 * The command; a no-op has none.
 */
command: string | null, };

/**
 * What kind of entry.
 */
export type EntryKind = "command" | "noop" | "configuration" | "open_session" | "expire_sessions";

/**
 * An event in the list.
 */
export type EventRow = { 
/**
 * Its number, counted from 1.
 */
ordinal: number, 
/**
 * The place just after it.
 */
position: Position, 
/**
 * The golden line.
 */
line: string, 
/**
 * Whether it tells something, or is routine.
 */
telling: boolean, 
/**
 * The servers it concerns.
 */
servers: Array<string>, 
/**
 * The event that caused it; 0 if it came from outside.
 */
cause: number, };

/**
 * What is painted on the time line.
 */
export type Timeline = { 
/**
 * The furthest simulated moment.
 */
end: number, 
/**
 * Who led when.
 */
terms: Array<TermBand>, 
/**
 * What happened when.
 */
marks: Array<TimelineMark>, };

/**
 * A term, from its first candidate to the next term's.
 */
export type TermBand = { 
/**
 * The term.
 */
term: number, 
/**
 * From.
 */
from: number, 
/**
 * To.
 */
to: number, 
/**
 * Its leader, if it had one.
 */
leader: string | null, };

/**
 * Something that happened.
 */
export type TimelineMark = { 
/**
 * Its place.
 */
at: Position, 
/**
 * What it was.
 */
kind: MarkKind, 
/**
 * The golden words for it.
 */
text: string, };

/**
 * What is marked.
 */
export type MarkKind = "election" | "leader" | "commit" | "crash" | "restart" | "fault" | "action" | "answer" | "violation" | "step";

/**
 * A branch.
 */
export type Branch = { 
/**
 * Its number; 0 is the story.
 */
id: number, 
/**
 * The branch it grew from.
 */
parent: number | null, 
/**
 * Where it grew from.
 */
at: Position | null, 
/**
 * What the reader calls it; before that, the first thing that is different in it.
 */
name: string, 
/**
 * How many actions are its own.
 */
actions: number, 
/**
 * How far it has been followed.
 */
end: number, 
/**
 * Whether it is on the screen.
 */
current: boolean, };

/**
 * In which order clients' operations can be taken to have taken effect, of all that is known of a run.
 */
export type Linearization = { 
/**
 * When operations took effect: those of a stretch of time, as many as can be shown, key by key. Each
 * key's are in order, and the orders of all keys are one in time.
 */
points: Array<LinearizationPoint>, 
/**
 * How many operations of the stretch there are besides those that can be shown.
 */
omitted: number, 
/**
 * The answer that has no place, if there is one. What came later is in no order any more.
 */
misfit: Misfit | null, 
/**
 * The keys whose order was found by a search, because what the servers executed does not explain
 * every answer.
 */
found: Array<string>, 
/**
 * The keys of which nobody knows whether there is an order: the search was given up.
 */
undecided: Array<string>, 
/**
 * Whether it was judged at all: not if the servers held something at first that nobody knows of.
 */
judged: boolean, };

/**
 * The moment at which an operation can be taken to have taken effect.
 */
export type LinearizationPoint = { 
/**
 * The operation's name.
 */
operation: string, 
/**
 * When.
 */
at: number, 
/**
 * The number of the event.
 */
ordinal: number, };

/**
 * An operation whose answer fits into no order.
 */
export type Misfit = { 
/**
 * Its name.
 */
operation: string, 
/**
 * What it is about.
 */
key: string, 
/**
 * What was answered; none: that there is nothing.
 */
answered: string | null, 
/**
 * What the key holds after all that could be placed; none: nothing.
 */
holds: string | null, 
/**
 * The operation that made it hold that, if a client asked for it.
 */
since: string | null, 
/**
 * Whether there should have been an order: clients without sessions, or with reads that may be stale, are
 * promised none.
 */
promised: boolean, };

/**
 * What became of the actions that were taken along into this run.
 */
export type Kept = { 
/**
 * How many were done here as well.
 */
kept: number, 
/**
 * Those that make no sense here.
 */
lost: Array<LostAction>, 
/**
 * The same, as a list of actions that can be opened again.
 */
json: string, };

/**
 * An action that makes no sense in this run.
 */
export type LostAction = { 
/**
 * When it was done.
 */
time: number, 
/**
 * What was done, in golden words.
 */
action: string, 
/**
 * Why it cannot be done here.
 */
reason: string, };

/**
 * In what two runs differ: this one, which comes first in every pair, and the other one.
 */
export type Comparison = { 
/**
 * Up to here they were compared.
 */
until: number, 
/**
 * Whether that is as far as was asked for: more events than one comparison looks at end it
 * early.
 */
complete: boolean, 
/**
 * How many events are the same in both: by name, time and golden line.
 */
same: number, 
/**
 * How many events of each are not.
 */
differing: [number, number], 
/**
 * The last event before the first difference that both have. None: there is no such event, or
 * no difference.
 */
last: ComparedEvent | null, 
/**
 * The first event of each that the other has not, or not so. Both none: it is the same run.
 */
first: [ComparedEvent | null, ComparedEvent | null], 
/**
 * What came out differently, the most important first.
 */
differences: Array<Difference>, 
/**
 * How many more there are.
 */
more_differences: number, 
/**
 * The first events that are not the same, in order.
 */
events: Array<EventPair>, 
/**
 * How many more there are.
 */
more_events: number, };

/**
 * An event of one of two runs.
 */
export type ComparedEvent = { 
/**
 * What it is about, by a name that means the same in both runs: a message, a write, a server
 * or a client whose timer ran out. Empty for what a hand did.
 */
id: string, 
/**
 * Its number in its run.
 */
ordinal: number, 
/**
 * The place just after it.
 */
position: Position, 
/**
 * The golden line.
 */
line: string, };

/**
 * An event of one run, of the other, or of both with something else in it.
 */
export type EventPair = { 
/**
 * In this run and in the other one.
 */
sides: [ComparedEvent | null, ComparedEvent | null], };

/**
 * Something that came out differently.
 */
export type Difference = { 
/**
 * What kind of thing.
 */
kind: DifferenceKind, 
/**
 * Which one: a term, an entry, an operation, a property, a server.
 */
what: string, 
/**
 * How it came out in this run and in the other one; none where there is no such thing.
 */
sides: [Outcome | null, Outcome | null], 
/**
 * Whether it came out the same, only at another moment.
 */
only_when: boolean, };

/**
 * What kind of thing came out differently.
 */
export type DifferenceKind = "violation" | "leader" | "entry" | "answer" | "end";

/**
 * How something came out in one of two runs.
 */
export type Outcome = { 
/**
 * When; none for how a server is in the end.
 */
at: Position | null, 
/**
 * What became of it.
 */
fate: Fate, 
/**
 * More of it, in golden words: the leader, the entry's command, the value that was read.
 */
text: string, };

/**
 * How something came out.
 */
export type Fate = "so" | "committed" | "open" | "lost" | "done" | "failed" | "unknown" | "waiting";

/**
 * The public state of a run: what hosts and textbooks read.
 */
export type PublicState = { 
/**
 * Milliseconds.
 */
time: number, 
/**
 * The digest of everything that has happened.
 */
digest: string, 
/**
 * The servers by name.
 */
servers: { [key in string]: PublicServer }, 
/**
 * The messages on their way.
 */
messages: Array<PublicMessage>, 
/**
 * Violated properties.
 */
violations: Array<PublicViolation>, };

/**
 * A server as textbooks write it.
 */
export type PublicServer = { 
/**
 * Its role, or `down`.
 */
state: PublicRole, 
/**
 * Its term.
 */
term: number, 
/**
 * Its vote.
 */
votedFor: string | null, 
/**
 * Its log.
 */
log: Array<LedgerEntry>, 
/**
 * The last entry it knows to be committed; null while it is down.
 */
commitIndex: number | null, 
/**
 * The last applied entry; null while it is down.
 */
lastApplied: number | null, 
/**
 * The last entry on its disk.
 */
durableIndex: number, 
/**
 * Its keys and values; null while it is down.
 */
stateMachine: { [key in string]: string } | null, 
/**
 * Whether it stands still.
 */
paused: boolean, };

/**
 * A server's state in one word.
 */
export type PublicRole = "precandidate" | "candidate" | "follower" | "leader" | "down";

/**
 * A message on its way.
 */
export type PublicMessage = { 
/**
 * Its name.
 */
id: string, 
/**
 * The sender.
 */
from: string, 
/**
 * The receiver.
 */
to: string, 
/**
 * Its kind.
 */
kind: MessageKind, 
/**
 * The sender's term.
 */
term: number | null, 
/**
 * When it left.
 */
sentAt: number, 
/**
 * When it arrives, or is lost.
 */
dueAt: number, 
/**
 * Why it will not arrive, if that is certain.
 */
doomed: DoomFrame | null, 
/**
 * Whether a hand holds it.
 */
held: boolean, };

/**
 * A violated property.
 */
export type PublicViolation = { 
/**
 * Its name.
 */
property: string, 
/**
 * What happened.
 */
text: string, 
/**
 * When.
 */
time: number, };

/**
 * What happened in a stretch of time, as far as it is known.
 */
export type Spacetime = { 
/**
 * From this moment.
 */
from: number, 
/**
 * To this moment, both included.
 */
to: number, 
/**
 * The servers, in the order of their names.
 */
lanes: Array<Lane>, 
/**
 * Messages on their way at some time in the stretch, in the order of sending, as many as can
 * be shown.
 */
voyages: Array<Voyage>, 
/**
 * How many more messages there were.
 */
omitted: number, 
/**
 * Clients' operations that overlap the stretch.
 */
operations: Array<OperationSpan>, 
/**
 * When a partition stood.
 */
walls: Array<Wall>, };

/**
 * A server over time.
 */
export type Lane = { 
/**
 * The server.
 */
server: string, 
/**
 * What it was when, without holes up to the end of what is known.
 */
spans: Array<LaneSpan>, 
/**
 * What happened to it. Where there is too much of it, writes and commits are left out.
 */
moments: Array<LaneMoment>, };

/**
 * A stretch in which a server did not change.
 */
export type LaneSpan = { 
/**
 * From.
 */
from: number, 
/**
 * To.
 */
to: number, 
/**
 * Whether it ran. If not, the term is the one on its disk.
 */
up: boolean, 
/**
 * Its role; none while it was down.
 */
role: RoleFrame | null, 
/**
 * Its term.
 */
term: number, };

/**
 * Something that happened to a server.
 */
export type LaneMoment = { 
/**
 * When.
 */
at: number, 
/**
 * The event's number.
 */
ordinal: number, 
/**
 * What it was.
 */
kind: MomentKind, 
/**
 * Signs, names and numbers only: a term (`t2`), an entry (`3`), entries (`4–6`).
 */
text: string, };

/**
 * What can happen to a server.
 */
export type MomentKind = "timeout" | "persisted" | "committed" | "truncated" | "crashed" | "restarted" | "won";

/**
 * A message from its sending to its end.
 */
export type Voyage = { 
/**
 * Its name, the same in all branches.
 */
id: string, 
/**
 * The sender.
 */
from: string, 
/**
 * The receiver.
 */
to: string, 
/**
 * Its kind.
 */
kind: MessageKind, 
/**
 * The sender's term; clients have none.
 */
term: number | null, 
/**
 * When it left.
 */
sentAt: number, 
/**
 * When it arrived or was lost; when it is due, if it is still on its way.
 */
endedAt: number, 
/**
 * What became of it.
 */
fate: FateFrame, 
/**
 * A reply's yes or no.
 */
accepted: boolean | null, 
/**
 * The entries it carries.
 */
entries: Array<EntryFrame>, 
/**
 * A label of a few characters.
 */
short: string, 
/**
 * The number of the event that sent it.
 */
sentBy: number, 
/**
 * The number of the event in which it arrived or was lost; none while it is on its way.
 */
endedBy: number | null, };

/**
 * What became of a message.
 */
export type FateFrame = "delivered" | "flying" | "loss" | "cut" | "dropped" | "down";

/**
 * A client's operation from its beginning to its end.
 */
export type OperationSpan = { 
/**
 * The client.
 */
client: string, 
/**
 * The operation's name.
 */
id: string, 
/**
 * What was asked for.
 */
text: string, 
/**
 * When it began.
 */
from: number, 
/**
 * When it ended; none if that is not known yet.
 */
to: number | null, 
/**
 * What came of it.
 */
outcome: OutcomeFrame | null, 
/**
 * The value that a read returned.
 */
value: string | null, };

/**
 * A partition, as long as it stood.
 */
export type Wall = { 
/**
 * From.
 */
from: number, 
/**
 * To; the end of the stretch, or of what is known, if it stood longer.
 */
to: number, 
/**
 * The sides: `n1 n2 | n3 n4 n5`.
 */
text: string, };

/**
 * A question about the present moment.
 */
export type WhyQuestion =
  | { server: string, fact: FactKind }
  | { server: string, entry: number }
  | { message: string }
  | { operation: string }
  | { event: number }
  | { violated: string };

/**
 * A question about what is not so at the present moment.
 */
export type WhyNotQuestion =
  | { not: "leader" }
  | { not: "commit", entry: number, server?: string }
  | { not: "answer", operation: string }
  | { not: "current", server: string };

/**
 * A fact of a server that one can ask about.
 */
export type FactKind = "role" | "term" | "vote" | "commit" | "applied" | "durable" | "log" | "leader" | "timer";

/**
 * The answer: the event that made it so, what made that happen, and so on. Empty if it was so from
 * the start.
 */
export type Why = { 
/**
 * First the event that made it so.
 */
chain: Array<WhyLink>, 
/**
 * Whether the chain goes on.
 */
more: boolean, };

/**
 * One event of a chain of causes.
 */
export type WhyLink = { 
/**
 * Its number.
 */
ordinal: number, 
/**
 * Whether it is no trigger but the beginning of a wait: a timer that had run since then ran out
 * in the link before this one.
 */
waited: boolean, 
/**
 * The place just after it.
 */
position: Position, 
/**
 * The golden line.
 */
line: string, 
/**
 * Whether it tells something, or is routine.
 */
telling: boolean, 
/**
 * The servers it concerns.
 */
servers: Array<string>, 
/**
 * The message and the entries it concerns.
 */
about: Array<SubjectFrame>, 
/**
 * The event in a sentence, if it tells something.
 */
sentence: string | null, 
/**
 * The rule behind it.
 */
rule: string | null, 
/**
 * The section of the Raft paper that states the rule.
 */
section: string | null, 
/**
 * Other events without which it would not be so.
 */
also: Array<WhyAlso>, };

/**
 * Another event that was needed: a further vote, a further acknowledgement, what held up or kept
 * away a message. Or the event that set an obstacle up.
 */
export type WhyAlso = { 
/**
 * Its number.
 */
ordinal: number, 
/**
 * The place just after it.
 */
position: Position, 
/**
 * The golden line.
 */
line: string, 
/**
 * The event in a sentence, if it tells something.
 */
sentence: string | null, };

/**
 * The answer: what stands in the way. Empty if nothing does, because it is so.
 */
export type WhyNot = { 
/**
 * First what alone would have to change.
 */
obstacles: Array<ObstacleFrame>, 
/**
 * Whether it comes by itself, if nothing more goes wrong.
 */
passes: boolean, };

/**
 * One thing that stands in the way.
 */
export type ObstacleFrame = { 
/**
 * Its key in the catalogue.
 */
key: string, 
/**
 * The obstacle in a sentence.
 */
text: string, 
/**
 * The rule that makes it one.
 */
rule: string | null, 
/**
 * The section of the Raft paper that states the rule.
 */
section: string | null, 
/**
 * What it concerns, the most important first.
 */
about: Array<SubjectFrame>, 
/**
 * Whether it only says more of an earlier one: who is missing for which reason.
 */
part: boolean, 
/**
 * Whether it passes by itself, if nothing more goes wrong.
 */
passes: boolean, 
/**
 * The event that set it up, where one did.
 */
origin: WhyAlso | null, };

/**
 * Something that can be pointed at.
 */
export type SubjectFrame = { "kind": "server", 
/**
 * Its name.
 */
id: string, } | { "kind": "client", 
/**
 * Its name.
 */
id: string, } | { "kind": "message", 
/**
 * Its name.
 */
id: string, } | { "kind": "link", 
/**
 * The one with the lower number.
 */
a: string, 
/**
 * The other one.
 */
b: string, } | { "kind": "entry", 
/**
 * Its index.
 */
index: number, 
/**
 * Its term.
 */
term: number, };

/**
 * What a search found.
 */
export type Found = { 
/**
 * Events whose lines contain the text.
 */
rows: Array<EventRow>, 
/**
 * The number of the event at which to go on; none at the end.
 */
next: number | null, };
