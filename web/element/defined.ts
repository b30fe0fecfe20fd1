import { define } from "../controls/define.ts";
import { RaftPlayground } from "./raft-playground.ts";

// Gives the tag its meaning. Apart from the class: who wants another tag for it takes only that.
define("raft-playground", RaftPlayground);

export { RaftPlayground };
