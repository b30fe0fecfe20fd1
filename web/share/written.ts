import type { ExportFormat } from "../engine/door.ts";

/** How a file of each format is called. */
const FILES: Record<ExportFormat, string> = {
  scenario: "raft-run.toml",
  "scenario-json": "raft-run.json",
  ndjson: "raft-run.ndjson",
  mermaid: "raft-run.mmd",
  test: "raft_run.rs",
  etcd: "raft-run.etcd.ndjson",
};

/** More than this is for files, not for eyes. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 20_000;

export function fileOf(format: ExportFormat): string {
  return FILES[format];
}

/** The beginning of a text, and how many lines that is of how many. */
export type Preview = { text: string; shown: number; lines: number };

export function previewOf(text: string): Preview {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const shown: string[] = [];
  let characters = 0;
  for (const line of lines.slice(0, MOST_LINES)) {
    characters += line.length;
    if (shown.length > 0 && characters > MOST_CHARACTERS) break;
    shown.push(line);
  }
  return { text: shown.join("\n"), shown: shown.length, lines: lines.length };
}

/** Thousands of bytes, as files are measured. */
export function kilobytes(text: string): string {
  return (new TextEncoder().encode(text).length / 1000).toFixed(1);
}
