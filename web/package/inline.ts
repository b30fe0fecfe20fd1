import editor from "packed:editor";
import engine from "packed:engine";
import workbench from "packed:workbench";
import "../element/defined.ts";
import { setWasmSource } from "../engine/source.ts";
import { unpack } from "./unpack.ts";

// `raft-playground/inline`: all in one script, also for pages that are opened from disk. A second copy of the script
// on one page has an engine of its own, and sets its own sources.
setWasmSource(() => unpack(engine), "engine");
setWasmSource(() => unpack(workbench), "workbench");
setWasmSource(() => unpack(editor), "editor");
