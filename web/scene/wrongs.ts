import faultWords from "words:faults";
import tryItWords from "words:tryIt";
import type { Action, FaultyLinkFrame, ServerFrame } from "../engine/door.ts";
import { link, type Subject } from "../state/cursor.ts";
import { alike, allLinks, setRight } from "../state/fault-actions.ts";
import { NO_FAULTS, SOUND } from "../state/faults.ts";
import { apartFromCut, clientLink, isClient, isCut } from "../state/links.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { describeMessage } from "./describe.ts";
import { clockTroubles, diskTroubles, linkTroubles, processTroubles } from "./faults.ts";

/** Something that is wrong, and what ends it; nothing does where the scenario itself is like that. */
export type Wrong = {
  key: string;
  who: string;
  what: string;
  subject: Subject | null;
  end: { name: string; actions: Action[] } | null;
  /** Whether ending it costs something that cannot be had back. */
  costly: boolean;
};

/** Up to so many links are named; of more it is said how many. */
const NAMED_AT_MOST = 4;

/** Everything that is wrong at a moment: the network, then the servers, then what is held. */
export function wrongsOf(world: World, now: number): Wrong[] {
  return [
    ...walls(world),
    ...cuts(world),
    ...loss(world),
    ...links(world),
    ...[...world.servers.values()].flatMap((server) => ofServer(server, now)),
    ...held(world),
  ];
}

/** What ends all of it at once, apart from what would cost a disk. */
export function endOfAll(wrongs: readonly Wrong[]): Action[] {
  return wrongs.flatMap(({ end, costly }) => (costly ? [] : (end?.actions ?? [])));
}

function wrong(
  who: string,
  what: string,
  subject: Subject | null,
  actions: Action[] | null,
  name: string = faultWords.end,
): Wrong {
  const end = actions && { name, actions };
  return { key: `${who} ${what}`, who, what, subject, end, costly: false };
}

function walls({ sides }: World): Wrong[] {
  if (!sides) return [];
  const what = sides.map((side) => side.servers.join(" ")).join(" | ");
  return [wrong(faultWords.partition, what, null, ["heal_all"], tryItWords.healAll)];
}

function cuts({ cuts }: World): Wrong[] {
  const both = (from: string, to: string) =>
    cuts.some((other) => other.from === to && other.to === from);
  return cuts
    .filter(({ from, to }) => !(both(from, to) && from > to))
    .map(({ from, to }) => {
      const whole = both(from, to);
      const heal = { heal: { from, to, ...(whole ? {} : { one_way: true }) } };
      return wrong(nameOf(from, to, whole), faultWords.cut, link(from, to), [heal]);
    });
}

function nameOf(from: string, to: string, both: boolean): string {
  return both ? fill(faultWords.between, { a: from, b: to }) : fill(faultWords.way, { from, to });
}

function loss({ loss: percent }: World): Wrong[] {
  if (percent === 0) return [];
  const what = fill(faultWords.allLoss, { percent });
  return [wrong(faultWords.all, what, null, [{ set_loss: "0%" }])];
}

/** Links with the same faults are told of together. */
function links(world: World): Wrong[] {
  const between = world.faulty.filter(
    ({ from, to }) => !isClient(world, from) && !isClient(world, to),
  );
  // The same both ways, as far as it is not a cut.
  const clients = world.faulty.filter(({ from }) => isClient(world, from));
  return [
    ...alikes(between).map((group) => ofLinks(world, group)),
    ...alikes(clients).map((group) => ofClients(world, group)),
  ];
}

function ofClients(world: World, group: Group): Wrong {
  const [first] = group;
  const { from, to } = first;
  const [there, back] = [isCut(world, from, to), isCut(world, to, from)];
  const way = there ? nameOf(from, to, false) : nameOf(to, from, false);
  const cut =
    there && back
      ? [faultWords.cut]
      : there || back
        ? [fill(faultWords.who, { who: way, what: faultWords.cut })]
        : [];
  const what = [...cut, ...linkTroubles(apartFromCut(world, from, to))].join("; ");
  if (group.length === world.clients.length * world.serverIds.length)
    return wrong(faultWords.clients, what, null, [{ client_links: {} }]);
  const who =
    group.length > NAMED_AT_MOST
      ? fill(faultWords.many, { count: group.length })
      : group.map((one) => nameOf(one.from, one.to, true)).join(", ");
  const actions = group.map((one) => clientLink({ client: one.from, server: one.to }, SOUND));
  return wrong(who, what, group.length === 1 ? link(from, to) : null, actions);
}

type Group = readonly [FaultyLinkFrame, ...FaultyLinkFrame[]];

function alikes(faulty: readonly FaultyLinkFrame[]): Group[] {
  const groups: [FaultyLinkFrame, ...FaultyLinkFrame[]][] = [];
  for (const one of faulty) {
    const same = ({ latency, faults }: FaultyLinkFrame) => ({ latency, ...faults });
    const group = groups.find(([first]) => alike(same(first), same(one)));
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

const troublesOf = ([first]: Group) => linkTroubles(first).join("; ");

function ofLinks(world: World, group: Group): Wrong {
  const what = troublesOf(group);
  if (group.length === allLinks(world).length)
    return wrong(faultWords.all, what, null, [{ network: {} }]);
  const back = (one: FaultyLinkFrame) =>
    group.some((other) => other.from === one.to && other.to === one.from);
  const named = group.filter((one) => !(back(one) && one.from > one.to));
  const names = named.map((one) => nameOf(one.from, one.to, back(one)));
  const actions = named.map(
    (one): Action => ({
      network: { links: { from: one.from, to: one.to, ...(back(one) ? {} : { one_way: true }) } },
    }),
  );
  const who =
    names.length > NAMED_AT_MOST
      ? fill(faultWords.many, { count: group.length })
      : names.join(", ");
  const [only] = named;
  return wrong(who, what, named.length === 1 && only ? link(only.from, only.to) : null, actions);
}

function ofServer(server: ServerFrame, now: number): Wrong[] {
  const { id, up } = server;
  const subject: Subject = { kind: "server", id };
  const faults = server.faults ?? NO_FAULTS;
  const found: Wrong[] = [];
  const add = (troubles: string[], action: Action, name?: string) => {
    if (troubles.length > 0)
      found.push(wrong(id, troubles.join("; "), subject, [action], name ?? faultWords.end));
  };
  if (faults.damaged)
    found.push({
      ...wrong(id, words.wrong.damaged, subject, [{ wipe: id }], faultWords.wipe),
      costly: true,
    });
  // Who is down with a damaged disk does not start: that is said by the disk.
  else if (!up) add([faultWords.crashed], { restart: id }, faultWords.restart);
  const { paused, trap, process } = faults;
  const part = (of: Partial<typeof faults>) => processTroubles({ ...NO_FAULTS, ...of });
  if (paused) add(part({ paused }), { resume: id }, faultWords.resume);
  if (trap) add(part({ trap }), { trap: { servers: id } }, faultWords.disarm);
  add(part({ process }), { server: { servers: id } });
  add(clockTroubles(faults), setRight(id, faults.clock, now), faultWords.setRight);
  add(diskTroubles({ ...faults, damaged: false }), { disk: { servers: id } });
  return found;
}

/** What waits because its link is jammed or its receiver stands still goes on by itself when that ends. */
function held(world: World): Wrong[] {
  return world.messages
    .filter(({ held }) => held)
    .map((message) => ({
      ...wrong(
        describeMessage(message),
        faultWords.heldMessage,
        { kind: "message", id: message.id },
        [{ deliver: message.id }],
        faultWords.letGo,
      ),
      key: message.id,
    }));
}
