// npm start: from a fresh clone to the playground in a browser.
import { buildSite } from "./build.mjs";
import { main } from "./run.mjs";
import { setUpBuild } from "./setup.mjs";

await main(async () => {
  setUpBuild();
  buildSite();
  // Not before the set-up: in a fresh clone there is no Vite yet.
  const { preview } = await import("vite");
  // If the port is taken, Vite goes on to the next free one.
  const server = await preview({ preview: { port: 4173, strictPort: false }, logLevel: "warn" });
  const [address] = server.resolvedUrls.local;
  console.log(`\nRaft Playground is at ${address}   (Ctrl-C stops it)`);
});
