/** `import "raft-playground"`: the tag has its meaning. */
export { RaftPlayground } from "../element/defined.ts";
export { setWasmSource } from "../engine/source.ts";
