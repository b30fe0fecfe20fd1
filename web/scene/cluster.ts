import type { World } from "../state/world.ts";
import { type ClientPicture, picturesOfClients } from "./client.ts";
import type { Box, Layout } from "./geometry.ts";
import { placeLabels } from "./labels.ts";
import { type LinkPicture, picturesOfLinks } from "./link.ts";
import { type MarkPicture, markOf } from "./mark.ts";
import { type MessagePicture, picturesOfMessages } from "./message.ts";
import { picturesOfServers, type ServerPicture } from "./server.ts";
import type { ClusterView } from "./view.ts";
import { pictureOfWall, type WallPicture } from "./wall.ts";

/** The whole cluster at one moment, as plain data: what is where and how it looks, without a pixel or a colour. */
export type ClusterScene = {
  box: Box;
  compact: boolean;
  wall: WallPicture | null;
  mark: MarkPicture | null;
  links: LinkPicture[];
  clients: ClientPicture[];
  servers: ServerPicture[];
  messages: MessagePicture[];
};

/** `now` may lie between two events: only messages and arcs depend on it. */
export function clusterScene(
  world: World,
  layout: Layout,
  view: ClusterView,
  now: number,
): ClusterScene {
  // Nobody inside the network sees a wall.
  const wall = view.seenBy === null ? pictureOfWall(world, layout) : null;
  const messages = picturesOfMessages(world, layout, view, now);
  const servers = picturesOfServers(world, layout, view, now);
  placeLabels(messages, layout, wall, servers);
  return {
    box: layout.box,
    compact: layout.compact,
    wall,
    mark: markOf(world, layout),
    links: picturesOfLinks(world, layout, view),
    clients: picturesOfClients(world, layout, view),
    servers,
    messages,
  };
}
