import type { ClientFrame } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import { guiltAt } from "../state/guilt.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { type Emphasis, emphasisOf } from "./emphasis.ts";
import { type Layout, type Point, placeOf } from "./geometry.ts";
import { hidesClient, knowledgeOf } from "./knowledge.ts";
import type { ClusterView } from "./view.ts";

export type ClientPicture = Point & {
  key: string;
  name: string;
  /** What it waits for, or the last answer it got. */
  note: string;
  /** Which way the words run from its corner. */
  reads: "right" | "left";
  below: boolean;
  waiting: boolean;
  emphasis: Emphasis;
  /** One of its operations is involved in a promise that is broken at this moment. */
  guilty: boolean;
  veiled: boolean;
};

export function picturesOfClients(
  world: World,
  layout: Layout,
  view: ClusterView,
): ClientPicture[] {
  const knowledge = knowledgeOf(world, view.seenBy);
  return world.clients.map((client) => {
    const desk = placeOf(layout, client.id);
    const subject: Subject = { kind: "client", id: client.id };
    return {
      key: client.id,
      ...desk,
      name: client.id,
      note: noteOf(client),
      reads: desk.x < layout.box.width / 2 ? "right" : "left",
      below: desk.y < layout.box.height / 2,
      waiting: client.operation !== null,
      emphasis: emphasisOf(
        subject,
        view.cursor,
        (to) =>
          (to.kind === "server" && client.operation?.server === to.id) ||
          (to.kind === "link" && (to.a === client.id || to.b === client.id)) ||
          (to.kind === "operation" && to.client === client.id),
      ),
      guilty: view.seenBy === null && guiltAt(world).clients.has(client.id),
      veiled: hidesClient(knowledge, client),
    };
  });
}

export function noteOf(client: ClientFrame): string {
  if (client.operation) return fill(words.client.asks, { text: client.operation.text });
  const last = client.answers.at(-1);
  return last
    ? fill(words.client.outcomes[last.outcome], { text: last.text, value: last.value ?? "" })
    : "";
}
