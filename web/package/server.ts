/** Stands for the element where pages are made and none is shown: importing it there must not fail. */
export class RaftPlayground {
  constructor() {
    throw new Error(
      "<raft-playground> lives in a browser; raft-playground/engine runs clusters anywhere",
    );
  }
}

export { setWasmSource } from "../engine/source.ts";
