import type { LitElement } from "lit";
import type { Intent } from "../state/intents.ts";

/** What can be reached with the Tab key. */
const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
/** What is asked for may still be on its way: so many frames are waited for it. */
const FRAMES = 120;
/** Less of a panel than this, in pixels, is not worth opening it. */
const FEW_LINES = 100;

/** What takes the place of a part that goes with the deed, where that is elsewhere. */
const INSTEAD: Partial<Record<Intent["want"], string>> = {
  compare: "raft-compare",
  "stop-comparing": "raft-view-menu",
};

/**
 * After a deed: what it leads to comes into sight and gets the focus, and where the deed took away what had the focus,
 * something near gets it. `held`: what had the focus, and everything around that, from the inside out.
 */
export async function goOn(root: ParentNode, intent: Intent, held: readonly Node[]): Promise<void> {
  if (intent.want === "why") await toAnswer(root);
  else if (intent.want === "panel") await toPanel(root, held);
  else if (intent.want === "open") toBeginning(root);
  else await regain(root, INSTEAD[intent.want], held);
}

/** Whoever asks reads the answer next. */
async function toAnswer(root: ParentNode): Promise<void> {
  const why = await there(root, "raft-why");
  showPanels(root);
  why?.renderRoot.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
}

/** Another run begins at the top: whoever started it below, in the panels, does not see it from there. */
function toBeginning(root: ParentNode): void {
  root.querySelector(".voice")?.scrollIntoView({ block: "nearest" });
}

/** Who changes panels in the panels is there already, unless only their tabs are in sight. */
async function toPanel(root: ParentNode, held: readonly Node[]): Promise<void> {
  if (held.some((one) => one instanceof Element && one.localName === "raft-panels")) {
    if (showsTabsAlone(root)) showPanels(root);
    return regain(root, undefined, held);
  }
  const panels = await there(root, "raft-panels");
  showPanels(root);
  panels?.renderRoot.querySelector<HTMLElement>("[role=tabpanel]")?.focus({ preventScroll: true });
}

async function regain(
  root: ParentNode,
  instead: string | undefined,
  held: readonly Node[],
): Promise<void> {
  const other = instead && (await there(root, instead));
  // Somebody who has gone elsewhere meanwhile stays there.
  if (document.activeElement && document.activeElement !== document.body) return;
  for (const part of other ? [other] : held) {
    const stop = part.isConnected ? firstStop(part) : null;
    if (stop) {
      stop.focus();
      return;
    }
  }
}

/** The first one inside, through all shadows. */
function firstStop(part: Node): HTMLElement | null {
  const within = part instanceof Element ? part.shadowRoot : null;
  if (within) {
    const stop = firstStop(within);
    if (stop) return stop;
  }
  if (!(part instanceof Element || part instanceof ShadowRoot)) return null;
  for (const one of part.querySelectorAll<HTMLElement>("*")) {
    if (
      one.matches(STOPS) &&
      one.tabIndex >= 0 &&
      !one.matches(":disabled") &&
      one.checkVisibility()
    )
      return one;
    const stop = one.shadowRoot ? firstStop(one.shadowRoot) : null;
    if (stop) return stop;
  }
  return null;
}

/** A part of the element, as soon as it is there and has its contents. */
async function there(root: ParentNode, tag: string): Promise<LitElement | null> {
  for (let frame = 0; frame < FRAMES; frame++) {
    const part = root.querySelector<LitElement>(tag);
    if (part?.updateComplete) {
      await part.updateComplete;
      return part;
    }
    await new Promise(requestAnimationFrame);
  }
  return null;
}

/** Whether the column of the panels ends before anything of the one that is open. */
function showsTabsAlone(root: ParentNode): boolean {
  const column = root.querySelector(".right");
  const open = root.querySelector("raft-panels")?.shadowRoot?.querySelector("[role=tabpanel]");
  if (!column || !open || column.scrollHeight <= column.clientHeight) return false;
  const room = column.getBoundingClientRect().bottom - open.getBoundingClientRect().top;
  return room < FEW_LINES;
}

/** Where panels lie below the picture, or below the ledger beside it, an answer must not open out of sight. */
function showPanels(root: ParentNode): void {
  const panels = root.querySelector("raft-panels");
  const column = root.querySelector(".right");
  if (!panels || !column) return;
  // The column alone: what it is about stays in sight beside it.
  if (column.scrollHeight > column.clientHeight)
    column.scrollTop += panels.getBoundingClientRect().top - column.getBoundingClientRect().top;
  else panels.scrollIntoView({ block: "nearest" });
}
