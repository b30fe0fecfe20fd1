// What host pages in TypeScript write.
import type { RaftPlayground, SolvedDetail } from "raft-playground";
import { connect, type ReadyDetail, type Remote } from "raft-playground/frame";

const element: RaftPlayground = document.createElement("raft-playground");
element.speed = 2;
element.step = 3;
element.seed = undefined;
const speed: string | null = element.speed;
element.addEventListener("solved", ({ detail }) => {
  const { scenario, time, actions }: SolvedDetail = detail;
  element.caption = `${scenario} at ${time} ms with ${actions}, ${speed} times as fast`;
});

const remote: Remote = await connect(document.querySelector("iframe"));
remote.on("leaderchange", ({ leader, term }) => {
  element.heading = `${leader?.toUpperCase()} in ${term?.toFixed()}`;
});
remote.on("ready", (detail: ReadyDetail) => {
  element.heading = detail.title;
});
await remote.set("speed", 2);
await remote.set("loop", false);
