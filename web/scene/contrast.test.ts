import { describe, expect, it } from "vitest";
import type { Engine } from "../engine/door.ts";
import { firstChoice, nameOfChoice, turned } from "../state/comparing.ts";
import { rulesOf } from "../state/rules.ts";
import { ledgerOf } from "../trials/scenes.ts";
import { openTrial, type Trial } from "../trials/trial.ts";
import { besideEachOther, contrasts, partingOf } from "./contrast.ts";

/** The default story, and the same with n2 crashed at 310 ms. */
function twoRuns(): [Trial, Trial] {
  const [plain, changed] = [openTrial({ scenario: "default" }), openTrial({ scenario: "default" })];
  changed.engine.seek(310);
  changed.engine.act({ crash: "n2" });
  return [plain, changed];
}

const compare = ([one, two]: [Trial, Trial]) => one.engine.compare(two.engine, 720);

describe("two runs beside each other", () => {
  it("names the servers that differ at this moment, and how each of them is", () => {
    const [plain, changed] = twoRuns();
    expect(contrasts(plain.worldAt(300), changed.worldAt(300))).toEqual([]);
    const found = contrasts(plain.worldAt(720), changed.worldAt(720));
    expect(found.find(({ server }) => server === "n2")?.sides).toEqual([
      "leader, term 2, log up to 2, commit 2",
      "crashed, log up to 1",
    ]);
  });

  it("tells apart a server that runs and one that is paused", () => {
    const [plain, changed] = twoRuns();
    changed.engine.seek(200);
    changed.engine.act({ pause: "n3" });
    expect(contrasts(plain.worldAt(200), changed.worldAt(200))).toMatchObject([
      {
        server: "n3",
        sides: [expect.not.stringContaining("paused"), expect.stringContaining(", paused")],
      },
    ]);
  });

  it("notices who is there in one run only", () => {
    const [plain] = twoRuns();
    const json = JSON.parse(plain.engine.scenarioJson()) as { cluster: object; steps: unknown };
    const more = openTrial({
      json: JSON.stringify({ ...json, cluster: { ...json.cluster, servers: 4 } }),
    });
    const found = contrasts(plain.worldAt(0), more.worldAt(0));
    expect(found.find(({ server }) => server === "n4")?.sides[0]).toBe("not there");
  });

  it("marks the entries that the other log has not, or not so", () => {
    const [plain, changed] = twoRuns();
    const ledgers = [plain, changed].map((trial) => ledgerOf(trial, trial.worldAt(720))) as [
      ReturnType<typeof ledgerOf>,
      ReturnType<typeof ledgerOf>,
    ];
    const [one, two] = besideEachOther(...ledgers);
    const row = (scene: typeof one, server: string) =>
      scene.rows.find((candidate) => candidate.server === server)?.cells ?? [];
    expect(row(one, "n2")[0]).toMatchObject({ index: 1, apart: false });
    expect(row(one, "n2")[1]).toMatchObject({ index: 2, apart: true });
    expect(row(one, "n2")[1]?.description).toContain("not so in the other run");
    expect(row(two, "n2")[1]).toBeNull();
  });

  it("says where they part", () => {
    expect(partingOf(compare(twoRuns()))).toBe("They part at 310 ms.");
    const same = openTrial({ scenario: "default" });
    const again = openTrial({ scenario: "default" });
    expect(partingOf(same.engine.compare(again.engine, 720))).toBe(
      "They are the same up to 720 ms.",
    );
  });

  it("begins with the branch that this one left", () => {
    const [, changed] = twoRuns();
    expect(firstChoice(changed.engine.branches(), null)).toEqual({ kind: "branch", id: 0 });
    changed.engine.backToStory();
    expect(firstChoice(changed.engine.branches(), null)).toEqual({ kind: "branch", id: 1 });
    const untouched = openTrial({ scenario: "default" }).engine.branches();
    expect(firstChoice(untouched, null)).toEqual({ kind: "rule", rule: "pre_vote" });
    expect(nameOfChoice({ kind: "branch", id: 3 })).toBe("branch 3");
  });

  it("turns one rule and takes along what was done", () => {
    const [, { engine }] = twoRuns();
    const opening = turned(engine.scenarioJson(), rules(engine), "pre_vote", engine.actionsJson());
    expect(rulesOf(opening.json ?? "")).toMatchObject({ pre_vote: true });
    expect(JSON.parse(opening.actions ?? "")).toEqual([
      { at: [310_000, expect.any(Number)], do: { crash: "n2" } },
    ]);
  });
});

function rules(engine: Engine) {
  return rulesOf(engine.scenarioJson());
}
