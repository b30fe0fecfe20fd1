import { EngineProblem, loadEngine } from "raft-playground/engine";

const engine = await loadEngine();
const run = (await engine.open()).seek(300);
const before = run.digest;
const gone = await engine.open("split-vote");
gone.free();
gone.free();
const circle = {};
circle.circle = circle;
const wishes = {
  "a name": () => engine.open("no-such-story"),
  "a path": () => engine.open("../package"),
  "a word": () => engine.open({ scenrio: "default" }),
  "two sources": () => engine.open({ scenario: "default", link: "#x" }),
  "a link": () => engine.open({ link: "https://example.org/#v1.d.AAAA" }),
  "a seed": () => engine.open({ seed: "7 of 9" }),
  servers: () => engine.open({ servers: 99 }),
  toml: () => engine.open({ text: 'format = 1\ntitle = "x"\nuntil = "soon"\n' }),
  json: () => engine.open({ json: { format: 1 } }),
  "a moment": () => run.seek(Number.NaN),
  "a step": () => run.seek({ step: "no-such-step" }),
  "an event": () => run.seek({ event: 4711 }),
  "an action": () => run.act({ crash: "n9" }),
  "a goal": () => run.runUntil("the end of time"),
  "an export": () => run.export("pdf"),
  nothing: () => engine.open(null),
  "a number": () => engine.open(5),
  "a list": () => engine.open([]),
  "no text": () => engine.open({ text: {} }),
  "no data": () => engine.open({ json: "{}" }),
  "a circle": () => engine.open({ json: circle }),
  "no servers": () => engine.open({ servers: 0 }),
  "no place": () => run.seek(),
  "no direction": () => run.step(5),
  "no goal": () => run.runUntil(),
  "no action": () => run.act(),
  "two actions": () => run.act({ crash: "n1", restart: "n2" }),
  "no other": () => run.compare({}),
  "nothing to check": () => engine.check(),
  "a freed run": () => gone.time,
  "its records": () => gone.records(),
};
for (const [what, wish] of Object.entries(wishes)) {
  try {
    await wish();
    console.log(`${what}: taken`);
  } catch (error) {
    console.log(
      `${what}: ${error instanceof EngineProblem ? "refused" : "broken"}, ${error.message}`,
    );
  }
}
console.log(run.digest === before ? "untouched" : "changed");
