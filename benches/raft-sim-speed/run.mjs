// node benches/raft-sim-speed/run.mjs             measures everything: some minutes
// node benches/raft-sim-speed/run.mjs --rounds 3  each so many times instead of 9
// node benches/raft-sim-speed/run.mjs --cpu       in time of the processor, on a machine that has other things to do
//
// Two tables: the simulator beside the event queue it stands on, natively and as WebAssembly in Node, and seeking in
// runs of ten thousand, a hundred thousand and a million events.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { median, quantile, say } from "../../bench/table.mjs";
import { main, read, run, Sorry } from "../../scripts/run.mjs";

const manifest = ["--manifest-path", join(import.meta.dirname, "Cargo.toml")];
const WASM = "wasm32-unknown-unknown";
// The order of Work::ALL.
const works = ["queue", "bare", "judged", "recorded", "elections"];
const onProcessor = process.argv.includes("--cpu");
const sizes = [10_000, 100_000, 1_000_000];

/** A process that answers every line with a line of JSON. */
function correspondent(program) {
  const child = spawn(program, onProcessor ? ["--cpu"] : [], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Sorry(`The measuring program ended at "${line}".`);
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}

/** Node's own threads, such as its compiler's, are in the time of the processor. */
const clock = () => {
  const { user, system } = process.cpuUsage();
  return onProcessor ? (user + system) / 1e6 : performance.now() / 1000;
};

const seconds = (work) => {
  const start = clock();
  work();
  return clock() - start;
};

async function wasmEngine(path) {
  const { instance } = await WebAssembly.instantiate(await readFile(path), {});
  const { work, units, record, seek, memory } = instance.exports;
  return {
    work(name) {
      let events = 0;
      const took = seconds(() => {
        events = work(works.indexOf(name));
      });
      return { seconds: took, events, units: units() };
    },
    scrub(size, count) {
      let events = 0;
      const took = seconds(() => {
        events = record(size);
      });
      const times = Array.from({ length: count }, () => seconds(seek) * 1000);
      return { events, seconds: took, times, megabytes: memory.buffer.byteLength / 1e6 };
    },
  };
}

const speed = ({ events, seconds }) => events / seconds;

/** Every work once, the same machine in the same weather. */
async function round(native, wasm) {
  const measured = {};
  for (const name of works) {
    measured[name] = { native: await native.ask(`work ${name}`), wasm: wasm.work(name) };
  }
  return measured;
}

async function compareWorks(native, wasm, rounds) {
  await round(native, wasm); // Node compiles what is called often better than what is not.
  const all = [];
  for (let count = 0; count < rounds; count++) all.push(await round(native, wasm));
  say("| where | what | M events/s | simulated s/s, or elections/s | × the queue alone |");
  say("|---|---|---|---|---|");
  for (const where of ["native", "wasm"]) {
    for (const name of works) {
      const of = (figure) => median(all.map((one) => figure(one[name][where])));
      const ratio = median(all.map((one) => speed(one.queue[where]) / speed(one[name][where])));
      const units = name === "queue" ? "" : Math.round(of((one) => one.units / one.seconds));
      say(
        `| ${where.padEnd(6)} | ${name.padEnd(9)} | ${(of(speed) / 1e6).toFixed(2)} | ${units} | ${ratio.toFixed(1)} |`,
      );
    }
  }
  const { events, units } = all[0].bare.native;
  say(`\n${(events / units).toFixed(0)} events a simulated second; a heartbeat every 50 ms.`);
  const elections = median(all.map(({ elections: { wasm } }) => (wasm.seconds / wasm.units) * 1e4));
  say(`10,000 elections in WebAssembly: ${(elections * 1000).toFixed(0)} ms (budget: 250 ms).`);
}

async function compareSeeks(open, wasmPath, count) {
  say("| where | events | recorded in s | median ms | 95 % | max | memory MB |");
  say("|---|---|---|---|---|---|---|");
  for (const size of sizes) {
    // A process and an instance for each: memory is never given back.
    const native = open();
    const wasm = await wasmEngine(wasmPath);
    const there = await native.ask(`scrub ${size} ${count}`);
    native.close();
    const here = wasm.scrub(size, count);
    for (const [where, { events, seconds: took, times, megabytes }] of [
      ["native", there],
      ["wasm", here],
    ]) {
      const ms = [0.5, 0.95, 1].map((share) => quantile(times, share).toFixed(2));
      say(
        `| ${where} | ${events} | ${took.toFixed(2)} | ${ms.join(" | ")} | ${megabytes.toFixed(1)} |`,
      );
    }
  }
  say("\nBudget: 95 % within a frame, 16 ms; 200 MB.");
}

await main(async () => {
  const words = process.argv.slice(2);
  const rounds = words.includes("--rounds") ? Number(words[words.indexOf("--rounds") + 1]) : 9;
  run("cargo", ["build", "--release", ...manifest]);
  run("cargo", ["build", "--release", "--lib", "--target", WASM, ...manifest]);
  const sentence = "Cargo does not understand the benchmark's manifest.";
  const about = read("cargo", ["metadata", "--format-version", "1", ...manifest], sentence);
  const built = (...path) => join(JSON.parse(about).target_directory, ...path);
  const open = () => correspondent(built("release", "speed"));
  const wasmPath = built(WASM, "release", "raft_sim_speed.wasm");

  say("\n## Beside the event queue alone\n");
  const native = open();
  await compareWorks(native, await wasmEngine(wasmPath), rounds);
  native.close();
  say("\n## Seeking\n");
  await compareSeeks(open, wasmPath, 1000);
});
