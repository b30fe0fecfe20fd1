import { define } from "../controls/define.ts";
import { RaftPlayground } from "./raft-playground.ts";

// Gives the tag its meaning. Apart from the class: who wants another tag for it takes only that.
define("raft-playground", RaftPlayground);

// Another copy of this script is the same to whoever wrote the page; something else of that name is not.
if (!customElements.get("raft-playground")?.prototype.stepBack)
  // biome-ignore lint/suspicious/noConsole: whoever made the page looks there
  console.warn("<raft-playground> has been defined by this page itself: no cluster can come");

export { RaftPlayground };
