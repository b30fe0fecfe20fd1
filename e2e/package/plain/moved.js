import { setWasmSource } from "./raft-playground/dist/raft-playground.js";

// A script that is imported runs before this line, and no cluster is shown before the next frame.
setWasmSource(() => fetch("./elsewhere/engine.bin"));
