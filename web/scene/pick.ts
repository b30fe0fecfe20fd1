import { link, type Subject } from "../state/cursor.ts";
import type { ClusterScene } from "./cluster.ts";
import { distance, distanceToSegment, type Point } from "./geometry.ts";

const MESSAGE_REACH = 22;
const SERVER_REACH = 22;
const LINK_REACH = 12;
const CLIENT_REACH = 24;

/** What lies under a finger, nearest first: servers win inside their disc, messages win over links. */
export function subjectsAt(scene: ClusterScene, point: Point): Subject[] {
  const found: { subject: Subject; rank: number }[] = [];
  for (const server of scene.servers) {
    const beyond = distance(server, point) - server.radius;
    if (beyond <= 0)
      found.push({ subject: { kind: "server", id: server.key }, rank: -100 + beyond });
    else if (beyond <= Math.max(6, SERVER_REACH - server.radius)) {
      found.push({ subject: { kind: "server", id: server.key }, rank: beyond });
    }
  }
  for (const message of scene.messages) {
    const away = distance(message, point);
    if (away <= MESSAGE_REACH)
      found.push({ subject: { kind: "message", id: message.key }, rank: away - 50 });
  }
  for (const client of scene.clients) {
    const away = distance(client, point);
    if (away <= CLIENT_REACH)
      found.push({ subject: { kind: "client", id: client.key }, rank: away });
  }
  // Near its ends a link belongs to the server.
  const nearServer = scene.servers.some((one) => distance(one, point) <= one.radius + LINK_REACH);
  for (const one of scene.links) {
    const away = distanceToSegment(point, one.from, one.to);
    if (away <= LINK_REACH && !nearServer)
      found.push({ subject: link(one.a, one.b), rank: 50 + away });
  }
  return found.sort((one, other) => one.rank - other.rank).map((one) => one.subject);
}

/** Where a subject is on the screen: a popover stands beside it. */
export function placeOfSubject(
  scene: ClusterScene,
  subject: Subject,
): (Point & { reach: number }) | null {
  switch (subject.kind) {
    case "server": {
      const server = scene.servers.find((one) => one.key === subject.id);
      return server ? { x: server.x, y: server.y, reach: server.radius + 14 } : null;
    }
    case "message": {
      const message = scene.messages.find((one) => one.key === subject.id);
      return message ? { x: message.x, y: message.y, reach: 22 } : null;
    }
    case "client": {
      const client = scene.clients.find((one) => one.key === subject.id);
      return client ? { x: client.x, y: client.y, reach: 22 } : null;
    }
    case "link": {
      const found = scene.links.find((one) => one.a === subject.a && one.b === subject.b);
      return found
        ? { x: (found.from.x + found.to.x) / 2, y: (found.from.y + found.to.y) / 2, reach: 18 }
        : null;
    }
    case "entry":
    case "operation":
      return null;
  }
}
