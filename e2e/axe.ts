import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe objects to on the page as it is, a line each. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // The other mode puts together what is found in frames, on a second page: there are none, and it takes three times as long.
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"] })
    .analyze();
  return violations.map(
    (one) =>
      `${one.impact} ${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join("; ")}`,
  );
}
