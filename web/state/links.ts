import type { Action, MessageKind } from "../engine/door.ts";
import { type LinkState, linkState } from "./faults.ts";
import type { World } from "./world.ts";

/**
 * Links between servers, and those of the clients. A partition never comes between a client and a server, and nothing
 * cuts their link but what is said of it: that it keeps back the requests, or the answers, or both.
 */

/** What is known of the network. */
export type Network = Pick<World, "clients" | "cuts" | "faulty">;

/** What a cut keeps back in each direction of a client's link: a client asks, a server answers. */
const ASKED: MessageKind = "ClientRequest";
const ANSWERED: MessageKind = "ClientReply";

export function isClient({ clients }: Network, id: string): boolean {
  return clients.some((client) => client.id === id);
}

/** Whether nothing at all gets from one end to the other, apart from any partition. */
export function isCut(world: Network, from: string, to: string): boolean {
  const kind = isClient(world, from) ? ASKED : isClient(world, to) ? ANSWERED : null;
  if (kind !== null) return (linkState(world, from, to).faults.blocked ?? []).includes(kind);
  return world.cuts.some((cut) => cut.from === from && cut.to === to);
}

/** Whether it is down by chance, for a while. */
export function isDown({ faulty }: Network, from: string, to: string): boolean {
  return faulty.some((one) => one.from === from && one.to === to && one.flap?.down === true);
}

/** What is wrong with a link besides a cut. */
export function apartFromCut(world: Network, from: string, to: string): LinkState {
  const state = linkState(world, from, to);
  if (!isClient(world, from) && !isClient(world, to)) return state;
  const { blocked: _, ...faults } = state.faults;
  return { ...state, faults };
}

export function cut(world: Network, from: string, to: string, oneWay: boolean): Action {
  const ends = clientAndServer(world, from, to);
  if (!ends) return { cut: { from, to, ...(oneWay ? { one_way: true } : {}) } };
  const kept = oneWay ? [from === ends.client ? ASKED : ANSWERED] : [ASKED, ANSWERED];
  return setClientLink(world, ends, (blocked) => [...new Set([...blocked, ...kept])]);
}

export function heal(world: Network, from: string, to: string, oneWay: boolean): Action {
  const ends = clientAndServer(world, from, to);
  if (!ends) return { heal: { from, to, ...(oneWay ? { one_way: true } : {}) } };
  const gone = oneWay ? [from === ends.client ? ASKED : ANSWERED] : [ASKED, ANSWERED];
  return setClientLink(world, ends, (blocked) => blocked.filter((one) => !gone.includes(one)));
}

type Ends = { client: string; server: string };
type Blocked = NonNullable<LinkState["faults"]["blocked"]>;

function clientAndServer(world: Network, one: string, other: string): Ends | null {
  if (isClient(world, one)) return { client: one, server: other };
  return isClient(world, other) ? { client: other, server: one } : null;
}

/** An action says everything that is wrong with a link from then on: the rest of it is said again. */
function setClientLink(world: Network, ends: Ends, change: (blocked: Blocked) => Blocked): Action {
  const { client, server } = ends;
  const { latency, faults } = linkState(world, client, server);
  const { blocked = [], ...others } = faults;
  const kept = change(blocked);
  return clientLink(ends, {
    latency,
    faults: kept.length > 0 ? { ...others, blocked: kept } : others,
  });
}

/** What shall be wrong with a client's link to a server, both ways. */
export function clientLink({ client, server }: Ends, { latency, faults }: LinkState): Action {
  const said = latency === null ? { faults } : { latency, faults };
  return { client_links: { client, servers: server, ...said } };
}
