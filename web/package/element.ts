/** `raft-playground/element`: the class, for pages that want another tag for it. */
export { RaftPlayground } from "../element/raft-playground.ts";
export { setWasmSource } from "../engine/source.ts";
