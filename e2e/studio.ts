import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { Playground } from "./playground.ts";

export type Format = "SVG picture" | "PNG picture" | "GIF film" | "WebM film";
export type File = { name: string; data: Buffer };

/** The part "Picture and film", as a reader uses it. */
export class Studio {
  readonly page: Page;
  readonly part: Locator;
  readonly playground: Playground;

  constructor(playground: Playground) {
    this.playground = playground;
    this.page = playground.page;
    this.part = this.page.locator("raft-pictures");
  }

  static async open(page: Page, address: string, moment: number): Promise<Studio> {
    const playground = await Playground.open(page, address);
    await playground.seek(moment);
    await playground.panel("Export");
    const studio = new Studio(playground);
    await expect(studio.preview()).toBeVisible();
    return studio;
  }

  preview(): Locator {
    return this.part.locator(".preview");
  }

  async choose(name: string, label: string): Promise<void> {
    await this.part.getByRole("combobox", { name, exact: true }).selectOption({ label });
  }

  async show(...parts: string[]): Promise<void> {
    for (const name of ["Cluster", "Logs", "Space-time"])
      await this.part.getByRole("checkbox", { name, exact: true }).setChecked(parts.includes(name));
  }

  async stretch(from: number, to: number): Promise<void> {
    await this.part.getByLabel("From, in ms").fill(String(from));
    await this.part.getByLabel("To, in ms").fill(String(to));
    await this.part.getByLabel("To, in ms").blur();
  }

  makes(): Locator {
    return this.part.getByRole("button", { name: /^Make the/ });
  }

  /** Makes it, and gives back the file that a reader would get. */
  async make(format?: Format): Promise<File> {
    if (format) await this.choose("As", format);
    await this.makes().click();
    const link = this.part.getByRole("link", { name: /^Download raft-/ });
    await expect(link).toBeVisible({ timeout: 60_000 });
    const [download] = await Promise.all([this.page.waitForEvent("download"), link.click()]);
    return { name: download.suggestedFilename(), data: readFileSync(await download.path()) };
  }
}
