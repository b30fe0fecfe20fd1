import { worksOffline } from "./offline.ts";
import { keepsProgress } from "./progress.ts";
import { switchesShade } from "./shade.ts";

/** What the pages of the site do, besides what they show: the playground's own, stories, documents, examples. */
worksOffline();
switchesShade();
keepsProgress();
