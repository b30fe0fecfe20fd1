// Every step of these stories, as it is drawn: between them they show what there is to draw. A scene that changes,
// changes these files: look at the difference, and if it is meant, write them anew with "npx vitest run web/trials -u".
import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clusterInWords, ledgerInWords, timelineInWords } from "./describe.ts";
import { clusterOf, ledgerOf, PHONE, timelineOf, WIDE } from "./scenes.ts";
import { openTrial } from "./trial.ts";

const FOLDER = "web/trials/pictures";
const STORIES = ["default", "minority-leader", "split-vote"];
const stories = STORIES.map((scenario) => [scenario, openTrial({ scenario })] as const);

async function expectPicture(file: string, lines: string[]): Promise<void> {
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`pictures/${file}`);
}

describe.each(stories)("%s", (scenario, trial) => {
  it.each(trial.story.steps)("$id", async ({ id }) => {
    const world = trial.worldAtStep(id);
    await expectPicture(`${scenario}/${id}.wide.txt`, [
      `"${world.sentence.text}"`,
      "",
      ...clusterInWords(clusterOf(world, WIDE)),
      "",
      ...ledgerInWords(ledgerOf(trial, world)),
    ]);
    await expectPicture(`${scenario}/${id}.phone.txt`, clusterInWords(clusterOf(world, PHONE)));
  });

  it("the whole story on its timeline", async () => {
    await expectPicture(`${scenario}/timeline.txt`, timelineInWords(timelineOf(trial)));
  });
});

it("keeps no picture of a step that is gone", () => {
  const wanted = stories.flatMap(([scenario, { story }]) => [
    `${scenario}/timeline.txt`,
    ...story.steps.flatMap(({ id }) => [
      `${scenario}/${id}.wide.txt`,
      `${scenario}/${id}.phone.txt`,
    ]),
  ]);
  // The very first run writes them when it is over.
  const kept = (existsSync(FOLDER) ? readdirSync(FOLDER, { recursive: true }) : [])
    .map((name) => String(name).replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".txt"));
  expect(kept.filter((name) => !wanted.includes(name))).toEqual([]);
});
