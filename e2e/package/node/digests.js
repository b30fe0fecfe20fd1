import { loadEngine } from "raft-playground/engine";

const engine = await loadEngine();
const { scenarios } = await engine.gallery();
for (const name of Object.keys(scenarios)) {
  const run = (await engine.open(name)).toEnd();
  console.log(name, run.eventCount, run.digest);
  run.free();
}
