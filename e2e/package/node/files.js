import { readFile } from "node:fs/promises";
import manifest from "raft-playground/custom-elements.json" with { type: "json" };
import events from "raft-playground/events.schema.json" with { type: "json" };
import own from "raft-playground/package.json" with { type: "json" };
import story from "raft-playground/scenarios/figure-8.json" with { type: "json" };
import gallery from "raft-playground/scenarios/index.json" with { type: "json" };
import schema from "raft-playground/schema.json" with { type: "json" };

const parts = ["raft", "workbench", "editor"].map(async (name) => {
  const bytes = await readFile(new URL(import.meta.resolve(`raft-playground/${name}.wasm`)));
  return WebAssembly.validate(bytes);
});
console.log(
  JSON.stringify({
    own: [own.name, own.dependencies ?? "none", own.scripts ?? "none"],
    manifest: manifest.schemaVersion,
    schemas: [schema.$schema, events.$schema],
    // A title can be a table by language.
    story: [
      JSON.stringify(story.title) === JSON.stringify(gallery.scenarios["figure-8"].title),
      story.format,
    ],
    wasm: await Promise.all(parts),
  }),
);
