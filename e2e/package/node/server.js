// Pages are made in Node by programs that import everything a page imports.
import { RaftPlayground, setWasmSource } from "raft-playground";
import "raft-playground/inline";
import * as element from "raft-playground/element";
import { connect } from "raft-playground/frame";

console.log(typeof setWasmSource, typeof connect, element.RaftPlayground === RaftPlayground);
try {
  new RaftPlayground();
} catch ({ message }) {
  console.log(message);
}
