import whyWords from "words:why";
import type {
  FactKind,
  Inquiry,
  ServerFrame,
  WhyNotQuestion,
  WhyQuestion,
} from "../engine/door.ts";
import type { Fact } from "../state/changes.ts";
import { brokenPromises } from "../state/guilt.ts";
import { leaderOf, messageOf, type World } from "../state/world.ts";
import { fill } from "../words/words.ts";
import { describeMessage } from "./describe.ts";

/** What can be asked, and how one would say it. The answers come from the engine. */

const ASKED: Record<Fact, FactKind> = {
  role: "role",
  term: "term",
  votedFor: "vote",
  log: "log",
  commit: "commit",
  applied: "applied",
  durable: "durable",
  // Keys and values are what they are because of the last entry that was applied.
  stateMachine: "applied",
};

/** null: that fact is gone with the memory of a crashed server, so there is nothing to ask about. */
export function questionOfFact(server: ServerFrame, fact: Fact): WhyQuestion | null {
  const asked = ASKED[fact];
  if (asked === "commit" && server.log.commit === null) return null;
  if (asked === "applied" && server.log.applied === null) return null;
  return { server: server.id, fact: asked };
}

export function questionInWords(question: Inquiry, world: World): string {
  const { questions } = whyWords;
  if ("not" in question) return notInWords(question, world);
  if ("message" in question) {
    const message = messageOf(world, question.message);
    return fill(questions.message, {
      message: message ? describeMessage(message) : question.message,
    });
  }
  if ("operation" in question)
    return fill(questions.operation, { text: textOfOperation(question.operation, world) });
  if ("event" in question) return questions.event;
  if ("violated" in question) return fill(questions.violated, { property: question.violated });
  if ("entry" in question)
    return fill(questions.entry, { server: question.server, index: question.entry });
  const server = world.servers.get(question.server);
  return server ? factInWords(question.fact, server) : questions.event;
}

function factInWords(fact: FactKind, server: ServerFrame): string {
  const { questions } = whyWords;
  const about = (template: string, more: Record<string, string | number> = {}) =>
    fill(template, { server: server.id, term: server.term, ...more });
  const { log } = server;
  switch (fact) {
    case "role":
      return about(questions[(server.up && server.role) || "down"]);
    case "term":
      return about(questions.term);
    case "vote":
      return server.votedFor === null
        ? about(questions.noVote)
        : about(questions.vote, { candidate: server.votedFor });
    case "commit":
      return log.commit
        ? about(questions.commit, { index: log.commit })
        : about(questions.noCommit);
    case "applied":
      return log.applied
        ? about(questions.applied, { index: log.applied })
        : about(questions.noApplied);
    case "durable":
      return about(questions.durable, { index: log.durable });
    case "leader":
      return about(questions.belief);
    case "timer":
      return about(questions.timer);
    case "log":
      return log.last > 0 ? about(questions.log, { index: log.last }) : about(questions.emptyLog);
  }
}

function notInWords(question: WhyNotQuestion, world: World): string {
  const { nots } = whyWords;
  switch (question.not) {
    case "leader":
      return nots.leader;
    case "commit":
      return question.server
        ? fill(nots.commitAt, { index: question.entry, server: question.server })
        : fill(nots.commit, { index: question.entry });
    case "answer":
      return fill(nots.answer, {
        client: question.operation.split("#")[0] ?? "",
        text: textOfOperation(question.operation, world),
      });
    case "current":
      return fill(nots.current, { server: question.server });
  }
}

function textOfOperation(id: string, world: World): string {
  for (const { operation, answers } of world.clients) {
    const found = [operation, ...answers].find((one) => one?.id === id);
    if (found) return found.text;
  }
  return id;
}

/** What is worth asking just now, at most three: who leads or wants to, what is committed, what a client was told, who is down. */
export function readyQuestions(world: World): WhyQuestion[] {
  const servers = [...world.servers.values()];
  const leader = leaderOf(world);
  const running = leader ?? servers.find((one) => one.up && one.role !== "follower");
  const knowing = servers
    .filter((one) => (one.log.commit ?? 0) > 0)
    .sort((one, other) => (other.log.commit ?? 0) - (one.log.commit ?? 0))[0];
  const answer = world.clients
    .flatMap((client) => client.answers)
    .sort((one, other) => other.at - one.at)[0];
  const fallen = servers.find((one) => !one.up);
  const voted = servers.find((one) => one.votedFor !== null && one.votedFor !== one.id);
  const broken = brokenPromises(world.violations).at(-1);
  const questions: (WhyQuestion | null | undefined)[] = [
    broken && { violated: broken.property },
    running && { server: running.id, fact: "role" },
    knowing && { server: knowing.id, fact: "commit" },
    answer && { operation: answer.id },
    fallen && { server: fallen.id, fact: "role" },
    voted && { server: voted.id, fact: "vote" },
  ];
  const worthy = questions.filter((one) => one !== null && one !== undefined).slice(0, 3);
  const [first] = servers;
  return worthy.length === 0 && first ? [{ server: first.id, fact: "role" }] : worthy;
}

/** What is not so just now and could be: nobody leads, something is not committed, somebody has no answer. */
export function missing(world: World): WhyNotQuestion[] {
  const leader = leaderOf(world);
  const questions: WhyNotQuestion[] = leader ? [] : [{ not: "leader" }];
  const fullest = leader ?? longest([...world.servers.values()]);
  const entry = fullest && uncommitted(fullest, world);
  if (fullest && entry) questions.push(commitOf(fullest, entry, world));
  for (const { operation } of world.clients)
    if (operation) questions.push({ not: "answer", operation: operation.id });
  return questions.slice(0, 4);
}

/** What one could miss at this server. */
export function missingAt(server: ServerFrame, world: World): WhyNotQuestion[] {
  const leader = leaderOf(world);
  const questions: WhyNotQuestion[] = leader ? [] : [{ not: "leader" }];
  const entry = uncommitted(server, world);
  if (entry) questions.push(commitOf(server, entry, world));
  if (leader && leader.id !== server.id && server.log.last < leader.log.last)
    questions.push({ not: "current", server: server.id });
  return questions;
}

/** So many of those who have an entry are asked about: a row of buttons, not a wall. */
const HOLDERS_ASKED = 3;

/** What can be asked about an entry that these servers have: why it is committed or not, and how each came by it. */
export function questionsOfEntry(
  index: number,
  holders: readonly string[],
  world: World,
): Inquiry[] {
  const knowing = [...world.servers.values()].filter(({ log }) => (log.commit ?? 0) >= index);
  const exactly = knowing.find(({ log }) => log.commit === index);
  const questions: Inquiry[] = holders
    .slice(0, HOLDERS_ASKED)
    .map((server) => ({ server, entry: index }));
  if (exactly) questions.unshift({ server: exactly.id, fact: "commit" });
  else if (knowing.length === 0 && holders.length > 0)
    questions.unshift({ not: "commit", entry: index });
  return questions;
}

function commitOf(server: ServerFrame, entry: number, world: World): WhyNotQuestion {
  const leads = leaderOf(world)?.id === server.id;
  return leads ? { not: "commit", entry } : { not: "commit", entry, server: server.id };
}

/** The first entry that a server does not know to be committed. A server that is down knows nothing of that: then what others know. */
function uncommitted({ log }: ServerFrame, world: World): number | null {
  const known = [...world.servers.values()].map((one) => one.log.commit ?? 0);
  const next = (log.commit ?? Math.max(0, ...known)) + 1;
  return next <= log.last ? next : null;
}

function longest(servers: readonly ServerFrame[]): ServerFrame | null {
  return [...servers].sort((one, other) => other.log.last - one.log.last)[0] ?? null;
}
