/** What every first screen needs, in an article too. Panels are loaded when they are shown, and so are the site's tools. */
import "./ledger.ts";
import "./sentence.ts";
import "./timeline.ts";
import "./transport.ts";
import "./trouble.ts";
