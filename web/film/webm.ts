import { Bytes } from "./bytes.ts";

/** A compressed picture of a film. `at`: whole milliseconds from the beginning. */
export type Packet = { at: number; key: boolean; data: Uint8Array };

export type Track = {
  /** As WebM spells it: V_VP8 or V_VP9. */
  codec: "V_VP8" | "V_VP9";
  width: number;
  height: number;
  /** How long a frame stands, in milliseconds. */
  frame: number;
};

/** The elements of the format that a film of one track needs (RFC 8794, RFC 9559), by their ids. */
const ID = {
  EBML: 0x1a45dfa3,
  EBMLVersion: 0x4286,
  EBMLReadVersion: 0x42f7,
  EBMLMaxIDLength: 0x42f2,
  EBMLMaxSizeLength: 0x42f3,
  DocType: 0x4282,
  DocTypeVersion: 0x4287,
  DocTypeReadVersion: 0x4285,
  Segment: 0x18538067,
  SeekHead: 0x114d9b74,
  Seek: 0x4dbb,
  SeekID: 0x53ab,
  SeekPosition: 0x53ac,
  Info: 0x1549a966,
  TimestampScale: 0x2ad7b1,
  Duration: 0x4489,
  Title: 0x7ba9,
  MuxingApp: 0x4d80,
  WritingApp: 0x5741,
  Tracks: 0x1654ae6b,
  TrackEntry: 0xae,
  TrackNumber: 0xd7,
  TrackUID: 0x73c5,
  TrackType: 0x83,
  FlagLacing: 0x9c,
  CodecID: 0x86,
  DefaultDuration: 0x23e383,
  Video: 0xe0,
  PixelWidth: 0xb0,
  PixelHeight: 0xba,
  Cluster: 0x1f43b675,
  Timestamp: 0xe7,
  SimpleBlock: 0xa3,
  Cues: 0x1c53bb6b,
  CuePoint: 0xbb,
  CueTime: 0xb3,
  CueTrackPositions: 0xb7,
  CueTrack: 0xf7,
  CueClusterPosition: 0xf1,
} as const;

const TRACK = 1;
const VIDEO = 1;
const BY = "Raft Playground";

/** Puts the pictures of a film into a file that can be played and searched. A cluster begins at every key frame. */
export function webmOf(
  track: Track,
  packets: readonly Packet[],
  title: string,
): Uint8Array<ArrayBuffer> {
  const last = packets.at(-1);
  const info = element(
    ID.Info,
    number(ID.TimestampScale, 1_000_000),
    element(ID.Duration, double((last?.at ?? 0) + track.frame)),
    text(ID.Title, title),
    text(ID.MuxingApp, BY),
    text(ID.WritingApp, BY),
  );
  const tracks = element(ID.Tracks, entryOf(track));
  const clusters = clustersOf(packets);
  // What says where everything is has the same length wherever that is: its numbers have eight bytes.
  const seekLength = seekHead(0, 0, 0).length;
  const infoAt = seekLength;
  const tracksAt = infoAt + info.length;
  let at = tracksAt + tracks.length;
  const points: Uint8Array[] = [];
  for (const { time, bytes } of clusters) {
    const place = element(
      ID.CueTrackPositions,
      number(ID.CueTrack, TRACK),
      number(ID.CueClusterPosition, at),
    );
    points.push(element(ID.CuePoint, number(ID.CueTime, time), place));
    at += bytes.length;
  }
  const body = [
    seekHead(infoAt, tracksAt, at),
    info,
    tracks,
    ...clusters.map(({ bytes }) => bytes),
    element(ID.Cues, ...points),
  ];
  return joined([HEADER, element(ID.Segment, ...body)]);
}

function entryOf({ codec, width, height, frame }: Track): Uint8Array {
  return element(
    ID.TrackEntry,
    number(ID.TrackNumber, TRACK),
    number(ID.TrackUID, TRACK),
    number(ID.TrackType, VIDEO),
    number(ID.FlagLacing, 0),
    text(ID.CodecID, codec),
    number(ID.DefaultDuration, Math.round(frame * 1e6)),
    element(ID.Video, number(ID.PixelWidth, width), number(ID.PixelHeight, height)),
  );
}

function clustersOf(packets: readonly Packet[]): { time: number; bytes: Uint8Array }[] {
  const clusters: Packet[][] = [];
  for (const packet of packets) {
    if (packet.key || clusters.length === 0) clusters.push([packet]);
    else clusters.at(-1)?.push(packet);
  }
  return clusters.map((own) => {
    const time = own[0]?.at ?? 0;
    const blocks = own.map(({ at, key, data }) => {
      const since = at - time;
      const head = [0x80 | TRACK, (since >> 8) & 255, since & 255, key ? 0x80 : 0];
      return element(ID.SimpleBlock, Uint8Array.from(head), data);
    });
    return { time, bytes: element(ID.Cluster, number(ID.Timestamp, time), ...blocks) };
  });
}

function seekHead(info: number, tracks: number, cues: number): Uint8Array {
  const seek = (id: number, at: number) =>
    element(ID.Seek, element(ID.SeekID, bytesOfId(id)), element(ID.SeekPosition, eight(at)));
  return element(ID.SeekHead, seek(ID.Info, info), seek(ID.Tracks, tracks), seek(ID.Cues, cues));
}

/** An element: its id, how long it is, what is in it. */
function element(id: number, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return joined([bytesOfId(id), sizeOf(length), ...content]);
}

function number(id: number, value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256);
  return element(id, Uint8Array.from(bytes));
}

function text(id: number, value: string): Uint8Array {
  return element(id, new TextEncoder().encode(value));
}

function double(value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return new Uint8Array(bytes.buffer);
}

function eight(value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigUint64(0, BigInt(value));
  return new Uint8Array(bytes.buffer);
}

/** An id says by its first bits how long it is. */
function bytesOfId(id: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

/** Always in eight bytes: nothing has to be measured twice. */
function sizeOf(length: number): Uint8Array {
  const bytes = eight(length);
  bytes[0] = 0x01;
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Bytes();
  for (const part of parts) all.all(part);
  return all.done();
}

const HEADER = element(
  ID.EBML,
  number(ID.EBMLVersion, 1),
  number(ID.EBMLReadVersion, 1),
  number(ID.EBMLMaxIDLength, 4),
  number(ID.EBMLMaxSizeLength, 8),
  text(ID.DocType, "webm"),
  number(ID.DocTypeVersion, 4),
  number(ID.DocTypeReadVersion, 2),
);
