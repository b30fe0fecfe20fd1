import type { ClientPicture } from "../scene/client.ts";
import type { ClusterScene } from "../scene/cluster.ts";
import type { TermFill } from "../scene/fill.ts";
import type { Point } from "../scene/geometry.ts";
import type { LedgerCell, LedgerScene } from "../scene/ledger.ts";
import type { LinkPicture } from "../scene/link.ts";
import type { MessagePicture } from "../scene/message.ts";
import type { ServerPicture } from "../scene/server.ts";
import type { TimelineScene } from "../scene/timeline.ts";
import type { WallPicture } from "../scene/wall.ts";

// Scenes as text: one line for each thing on the screen, so that a difference reads like a sentence about the picture.
// What is as it usually is, is left out; whole units are enough for a place.

type Part = string | null | false;

function line(...parts: Part[]): string {
  return parts.filter((part) => part).join("  ");
}

const at = ({ x, y }: Point) => `${Math.round(x)},${Math.round(y)}`;
const hue = (fill: TermFill) => `hue ${fill.hue}${fill.pattern > 0 ? `/${fill.pattern}` : ""}`;
const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
const quoted = (text: string | null) => (text ? `"${text}"` : null);

export function clusterInWords(scene: ClusterScene): string[] {
  const { box, wall } = scene;
  return [
    line(`cluster ${box.width} × ${box.height}`, scene.compact && "compact"),
    ...(wall ? wallInWords(wall) : []),
    ...scene.links.filter((link) => link.state !== "whole").map(linkInWords),
    ...scene.clients.map(clientInWords),
    ...scene.servers.map(serverInWords),
    ...scene.messages.map(messageInWords),
  ];
}

function wallInWords(wall: WallPicture): string[] {
  return [
    ...wall.strokes.map((stroke) =>
      line("wall", `${at(stroke.from)} … ${at(stroke.to)}`, `by ${at(stroke.bend)}`),
    ),
    ...wall.labels.map((label) =>
      line("side", at(label), label.majority && "majority", quoted(label.text)),
    ),
  ];
}

function linkInWords(link: LinkPicture): string {
  return line(link.key, link.state, ...link.crosses.map((cross) => `× ${at(cross)}`));
}

function clientInWords(client: ClientPicture): string {
  const words = `words to the ${client.reads}, ${client.below ? "below" : "above"}`;
  return line(client.name, at(client), client.waiting && "waits", quoted(client.note), words);
}

function serverInWords(server: ServerPicture): string {
  const { quorum } = server;
  return line(
    server.key,
    at(server),
    server.term,
    server.outline,
    server.badge,
    hue(server.fill),
    server.arc !== null && `arc ${percent(server.arc)}`,
    server.disk !== null && `disk ${server.disk}`,
    quorum &&
      `${quorum.caption}: ${quorum.pips.map((pip) => `${pip.voter} ${pip.answer}`).join(", ")}; needs ${quorum.needed}`,
    server.emphasis !== "plain" && server.emphasis,
    quoted(server.description),
  );
}

function messageInWords({ key, look, ...place }: MessagePicture): string {
  return line(
    key,
    at(place),
    look.glyph,
    hue(look.fill),
    look.stripes.length > 0 && `stripes ${look.stripes.map(hue).join(", ")}`,
    quoted(look.inscription),
    look.accepted !== null && (look.accepted ? "yes" : "no"),
    look.label && `label ${quoted(look.label)}`,
    look.doomed && "doomed",
    look.cross && `cross ${at(look.cross)}`,
  );
}

export function ledgerInWords(scene: LedgerScene): string[] {
  return [
    line(`ledger ${scene.columns.join(" ")}`, scene.rule !== null && `rule after ${scene.rule}`),
    ...scene.rows.map((row) =>
      line(
        row.server,
        row.badge,
        row.term,
        row.cells.map((cell) => (cell ? cellInWords(cell) : "·")).join(" "),
        row.match !== null && `● ${row.match}`,
        row.next !== null && `▲ ${row.next}`,
        row.storeGone ? "store gone" : row.store.length > 0 && `store ${row.store.join(", ")}`,
      ),
    ),
  ];
}

/** [x=1 t1 solid ✓]: what, of which term, as its edge looks. */
function cellInWords(cell: LedgerCell): string {
  const looks: Part[] = [
    cell.text,
    `t${cell.term}`,
    cell.border,
    cell.hatched && "hatched",
    cell.applied && "✓",
    cell.struck && "struck",
    cell.apart && "≠",
  ];
  return `[${looks.filter((look) => look).join(" ")}]`;
}

export function timelineInWords(scene: TimelineScene): string[] {
  return [
    "timeline",
    ...scene.bands.map((band) =>
      line(`${percent(band.from)} … ${percent(band.to)}`, hue(band.fill), quoted(band.label)),
    ),
    ...scene.marks.map((mark) => line(percent(mark.x), mark.sign || mark.kind, mark.text)),
    ...scene.steps.map((step) => line(percent(step.x), "step", step.key)),
  ];
}
