// The page that stands in a frame of somebody else's: one playground, as its address says.
import "../element/defined.ts";
import type { RaftPlayground } from "../element/defined.ts";
import { Bridge, SETTABLE } from "./bridge.ts";

const address = new URL(location.href);
const playground = document.querySelector<RaftPlayground>("raft-playground");

/** null: what cannot be an origin must not end as "everybody". */
function originAllowed(): string | null {
  const wanted = address.searchParams.get("allow-origin");
  if (wanted === null) return "*";
  if (/^https?:\/\//.test(wanted) && URL.canParse(wanted)) return new URL(wanted).origin;
  // biome-ignore lint/suspicious/noConsole: whoever made the page around the frame looks there
  console.warn(
    `allow-origin="${wanted}": expected an origin like https://your.page; none is heard`,
  );
  return null;
}

if (playground) {
  for (const name of SETTABLE) {
    const value = address.searchParams.get(name);
    if (value !== null) playground.setAttribute(name, value);
  }
  // The address itself stays as it is: a frame that is loaded again shows what its author wrote.
  if (address.hash.length > 1) playground.setAttribute("link", address.hash);
  const lang = address.searchParams.get("lang");
  if (lang) document.documentElement.lang = lang;
  const theme = address.searchParams.get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.style.colorScheme = theme;
  const origin = originAllowed();
  if (parent !== window && origin !== null) new Bridge(playground, parent, origin).open();
}
