// Which programs a snippet of shell would start, found out by the shell itself: it runs the snippet, and each program has
// a stand-in that notes what it was given. There are no other programs, so that no snippet does anything.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Sorry } from "../run.mjs";

const [WORD, LINE] = ["\x1f", "\x1e"];

const note = (name, more = "") => `#!/bin/sh
{
  printf '%s' ${name}
  for word; do printf '\\037%s' "$word"; done
  ${more}
  printf '\\n'
} >>"$NOTES"
`;

const STAND_INS = {
  ...Object.fromEntries(["raft-cli", "cargo", "npm", "npx", "node"].map((one) => [one, note(one)])),
  // It is told by its input what to do.
  parallel: note("parallel", `while read -r line; do printf '\\036%s' "$line"; done`),
  seq: '#!/bin/sh\nnumber=$1\nwhile [ "$number" -le "$2" ]; do echo "$number"; number=$((number + 1)); done\n',
};

/** The programs that the text starts, in order: a list of words each. */
export function callsOf(text, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), "raft-snippet-"));
  try {
    for (const [name, body] of Object.entries(STAND_INS)) {
      writeFileSync(join(folder, name), body);
      chmodSync(join(folder, name), 0o755);
    }
    const notes = join(folder, "notes");
    writeFileSync(notes, "");
    const done = spawnSync("/bin/sh", ["-euc", text], {
      cwd: folder,
      encoding: "utf8",
      env: { ...env, PATH: [folder].join(delimiter), NOTES: notes },
    });
    if (done.status !== 0) {
      throw new Sorry(
        `The shell does not get to the end of this (programs it knows: ${Object.keys(STAND_INS).join(", ")}): ${done.stderr.trim()}\n${text}`,
      );
    }
    return readFileSync(notes, "utf8").split("\n").filter(Boolean).flatMap(spread);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What GNU parallel starts for each line of its input, or the call itself. */
function spread(noted) {
  const [call, ...lines] = noted.split(LINE);
  const [program, ...words] = call.split(WORD);
  if (program !== "parallel") return [[program, ...words]];
  let own = 0;
  // The options that it is given here take a value each.
  while (words[own]?.startsWith("--")) own += 2;
  return lines.map((line) => words.slice(own).map((word) => word.replaceAll("{}", line)));
}
