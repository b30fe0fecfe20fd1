/** What the first screen needs. Panels that wait behind a tab are loaded when they are shown. */
import "./client-form.ts";
import "./copy-link.ts";
import "./ledger.ts";
import "./notice.ts";
import "./panels.ts";
import "./question.ts";
import "./sentence.ts";
import "./speed.ts";
import "./timeline.ts";
import "./transport.ts";
import "./trouble.ts";
import "./try-it.ts";
