import type {
  AgreementFrame,
  ClientFrame,
  ExerciseFrame,
  Frame,
  MessageFrame,
  ServerFrame,
  Setting,
} from "../engine/door.ts";

/** What a frame leaves out where nothing has changed. */
type Sparse = "servers" | "clients" | "messages" | "agreements" | "exercise" | "setting";

/** The last frame, made whole: frames carry only what changed, a world carries everything. */
export type World = Omit<Frame, Sparse> &
  Setting & {
    servers: ReadonlyMap<string, ServerFrame>;
    clients: readonly ClientFrame[];
    messages: readonly MessageFrame[];
    /** How many more messages are on their way than these, which arrive first. */
    beyond: number;
    agreements: readonly AgreementFrame[];
    /** null: the scenario asks for nothing. */
    exercise: ExerciseFrame | null;
  };

const NOTHING_SET: Setting = {
  serverIds: [],
  cuts: [],
  sides: null,
  loss: 0,
  faulty: [],
  longestTimeout: 0,
  scriptArmed: false,
  violations: [],
  deviations: [],
  troubles: [],
  configuration: null,
};

/** What has not changed stays the same object. */
export function merge(before: World | null, frame: Frame): World {
  const { setting, ...news } = frame;
  const kept: Setting = setting ?? before ?? NOTHING_SET;
  return {
    ...kept,
    ...news,
    servers: mergeServers(before, frame, kept),
    clients: mergeClients(before, frame),
    messages: mergeMessages(before, frame),
    beyond: frame.messages.beyond,
    agreements: frame.agreements ?? before?.agreements ?? [],
    exercise: frame.exercise ?? before?.exercise ?? null,
  };
}

/** When something changes that only the engine knows of: an event, or a link that goes down now and then does or comes back. */
export function changesAt({ nextEventAt, faulty }: World): number | null {
  const moments = faulty.flatMap(({ flap }) => (flap ? [flap.until] : []));
  if (nextEventAt !== null) moments.push(nextEventAt);
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** The engine counts whole microseconds: what is nearer than half of one is now. */
const SAME_MOMENT = 0.0005;

/** Whether something has to happen by this moment. Whoever asks the engine for the moment makes it happen. */
export function isDue(world: World, moment: number): boolean {
  const next = changesAt(world);
  return next !== null && next - moment <= SAME_MOMENT;
}

function mergeServers(
  before: World | null,
  frame: Frame,
  { serverIds }: Setting,
): ReadonlyMap<string, ServerFrame> {
  const changed = new Map(frame.servers.map((server) => [server.id, server]));
  const servers = new Map<string, ServerFrame>();
  for (const id of serverIds) {
    const server = changed.get(id) ?? before?.servers.get(id);
    if (server) servers.set(id, server);
  }
  return servers;
}

function mergeClients(before: World | null, frame: Frame): readonly ClientFrame[] {
  if (!before || before.clients.length === 0) return frame.clients;
  if (frame.clients.length === 0) return before.clients;
  const changed = new Map(frame.clients.map((client) => [client.id, client]));
  return before.clients.map((client) => changed.get(client.id) ?? client);
}

/** In the order of sending. Hundreds may be on their way: a list costs a tenth of what a map does, frame after frame. */
function mergeMessages(before: World | null, frame: Frame): readonly MessageFrame[] {
  const { added, removed, all } = frame.messages;
  if (all || !before) return added;
  if (added.length === 0 && removed.length === 0) return before.messages;
  const gone = new Set(removed);
  const news = new Map(added.map((message) => [message.id, message]));
  const messages: MessageFrame[] = [];
  for (const message of before.messages) {
    if (gone.has(message.id)) continue;
    messages.push(news.get(message.id) ?? message);
    news.delete(message.id);
  }
  messages.push(...news.values());
  return messages;
}

export function messageOf({ messages }: World, id: string): MessageFrame | undefined {
  return messages.find((message) => message.id === id);
}

/** The server the page speaks of as "the leader": of those that say they lead, the one of the newest term. */
export function leaderOf(world: World): ServerFrame | null {
  let leader: ServerFrame | null = null;
  for (const server of world.servers.values()) {
    if (server.role === "leader" && (!leader || server.term > leader.term)) leader = server;
  }
  return leader;
}
