import compareWords from "words:compare";
import type { Comparison, ServerFrame } from "../engine/door.ts";
import type { World } from "../state/world.ts";
import { fill } from "../words/words.ts";
import { serverTroubles } from "./faults.ts";
import type { LedgerScene } from "./ledger.ts";
import { wordOf } from "./server.ts";

/** A server that is not as it is in the other run at the same moment, and how it is in each, in words. */
export type Contrast = { server: string; sides: [string, string] };

/** Which servers differ at this moment. Who is there in one run only differs as well. */
export function contrasts(one: World, two: World): Contrast[] {
  const ids = [...new Set([...one.serverIds, ...two.serverIds])];
  return ids.flatMap((server) => {
    const sides: [string, string] = [
      inWords(one.servers.get(server)),
      inWords(two.servers.get(server)),
    ];
    return sides[0] === sides[1] ? [] : [{ server, sides }];
  });
}

/** What can be seen of a server: its role, its term, how far its log and what it knows to be committed reach, what is wrong. */
function inWords(server: ServerFrame | undefined): string {
  if (!server) return compareWords.absent;
  const { last, commit } = server.log;
  const said = { role: wordOf(server), term: server.term, last, commit: commit ?? 0 };
  const state = fill(server.up ? compareWords.server : compareWords.down, said);
  return [state, ...serverTroubles(server.faults)].join(", ");
}

/** Two ledgers in which every entry is marked that the other one has not, or not so. */
export function besideEachOther(one: LedgerScene, two: LedgerScene): [LedgerScene, LedgerScene] {
  return [marked(one, two), marked(two, one)];
}

function marked(scene: LedgerScene, other: LedgerScene): LedgerScene {
  const rows = scene.rows.map((row) => {
    const theirs = other.rows.find((one) => one.server === row.server)?.cells ?? [];
    const terms = new Map(theirs.map((cell) => [cell?.index, cell && `${cell.term} ${cell.text}`]));
    const cells = row.cells.map((cell) => {
      if (!cell) return null;
      const differs = terms.get(cell.index) !== `${cell.term} ${cell.text}`;
      if (!differs) return cell.apart ? { ...cell, apart: false } : cell;
      return { ...cell, apart: true, description: `${cell.description}, ${compareWords.cell}` };
    });
    return { ...row, cells };
  });
  return { ...scene, rows };
}

/** Where two runs part, in a sentence. */
export function partingOf({ first, last, until }: Comparison): string {
  const [one, two] = first;
  if (!one && !two) return fill(compareWords.same, { time: Math.round(until) });
  const times = [one, two].flatMap((event) => (event ? [event.position.time] : []));
  const time = Math.round(Math.min(...times));
  return fill(last ? compareWords.parted : compareWords.neverTogether, { time });
}
