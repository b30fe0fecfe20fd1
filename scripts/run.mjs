// Starting programs on behalf of the other scripts. What can go wrong on a reader's machine ends
// in one sentence (a Sorry), never in a stack trace.
import { spawnSync } from "node:child_process";
import { realpathSync, statfsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export class Sorry extends Error {}

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Puts a folder of programs in front of all others, for this process and what it starts. */
export function usePrograms(folder) {
  process.env.PATH = [folder, process.env.PATH].join(delimiter);
}

// A fresh rustup is on the PATH of the next shell only.
export const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
process.env.PATH = [process.env.PATH, join(cargoHome, "bin")].join(delimiter);

/** Runs a program in the open, or stops with `sentence` if it ends with another code than those in `fine`. */
export function run(program, args, { env = {}, sentence, shell = false, fine = [0] } = {}) {
  const done = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: "inherit",
    shell,
  });
  if (done.signal === "SIGINT") process.exit(130);
  if (!fine.includes(done.status)) {
    throw new Sorry(withDisk(sentence ?? `This command failed: ${program} ${args.join(" ")}`));
  }
}

/** Compilers and browsers tell of a full disk in many ways, none of which names the cause first. */
function withDisk(sentence) {
  const { bavail, bsize } = statfsSync(root);
  const free = Math.round((bavail * bsize) / 1e6);
  if (free >= 1000) return sentence;
  return `${sentence}\n  Only ${free} MB are free on the disk of ${root}: all of "npm test" needs about 8 GB.`;
}

/** Runs the script of an npm package with this Node: no shell and no .cmd files in between. */
export function runNode(script, args, options) {
  run(process.execPath, [join(root, "node_modules", script), ...args], options);
}

/** What a program prints, or null if it is missing or fails. Its complaints are nobody's concern. */
export function ask(program, args) {
  const done = spawnSync(program, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return done.status === 0 ? done.stdout.trim() : null;
}

/** What a program prints; its complaints are shown, and a failure stops with `sentence`. */
export function read(program, args, sentence) {
  const done = spawnSync(program, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.signal === "SIGINT") process.exit(130);
  if (done.status !== 0) throw new Sorry(sentence);
  return done.stdout;
}

/** The frame of every script: a Sorry becomes its sentence and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Sorry)) throw error;
    console.error(`\n✗ ${error.message}`);
    process.exit(1);
  }
}

/** True for the script that was named on the command line, false for one that was imported. */
export function isMain(url) {
  return realpathSync(process.argv[1]) === fileURLToPath(url);
}
