import type { Locator, Page } from "@playwright/test";
import { Playground } from "./playground.ts";

// What tests of faults do with the cards of servers, links and clients.

/** The default story at a moment in its first seconds. */
export async function open(page: Page, moment = 200): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.seek(moment);
  return playground;
}

/** The card that is open. */
export const card = (page: Page): Locator => page.locator("raft-popover .card");

/** Opens, or closes, a part of the card. */
export const fold = (page: Page, name: string): Promise<void> =>
  card(page).locator("summary").filter({ hasText: name }).first().click();

/** Turns a knob of the card. */
export const choose = (page: Page, knob: string, setting: string): Promise<string[]> =>
  card(page).getByRole("combobox", { name: knob, exact: true }).selectOption({ label: setting });
