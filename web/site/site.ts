import { worksOffline } from "./offline.ts";

/** What the pages around the playground do: stories, documents, examples. */
worksOffline();
