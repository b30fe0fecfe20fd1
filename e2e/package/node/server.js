// Pages are made in Node by programs that import everything a page imports.
import { RaftPlayground, setWasmSource } from "raft-playground";
import "raft-playground/inline";
import * as element from "raft-playground/element";

console.log(typeof setWasmSource, element.RaftPlayground === RaftPlayground);
try {
  new RaftPlayground();
} catch ({ message }) {
  console.log(message);
}
