import type { Comparison, Engine, EngineModule, Kept, Opening } from "../engine/door.ts";
import { type Against, firstChoice, turned } from "../state/comparing.ts";
import { comparisonFragment } from "../state/comparison-link.ts";
import type { Sight } from "../state/logs.ts";
import { rulesOf } from "../state/rules.ts";
import type { Player } from "./player.ts";
import { Twin } from "./twin.ts";

/** The run on the screen and another one beside it, in step on one clock. */
export class Comparing {
  readonly against: Against;
  readonly twin: Twin;
  /** What could not be done in the other run as well. */
  readonly kept: Kept | null;
  compared: Comparison;
  /** Of what the comparison is: of which branch, with how many actions, up to which moment. */
  #of = "";
  /** What the reader had done when the other run was opened. */
  #done: string;
  #player: Player;

  /** Opens the other run. What cannot be opened throws, and nothing has happened. */
  constructor(module: EngineModule, player: Player, against: Against, wall: number) {
    const engine = player.synchronised();
    this.#done = engine.actionsJson();
    const opening = openingOf(engine, against, this.#done);
    this.against = against;
    this.#player = player;
    this.twin = new Twin(module.open(opening), wall);
    this.kept = this.twin.engine.kept();
    this.compared = this.#compare();
    this.keepStep(wall);
  }

  /** Brings the other run to the moment of the reader's, and compares them anew if there is more to compare. */
  keepStep(wall: number): void {
    this.twin.follow(this.#player.now, wall);
    if (!this.#player.moving && this.#now() !== this.#of) this.compared = this.#compare();
  }

  lookAt(sight: Sight): void {
    this.twin.lookAt(sight);
  }

  /** Of a run that came with a link: what it is called where it was opened. */
  get name(): string {
    const branches = this.twin.engine.branches();
    return branches.find((branch) => branch.current)?.name ?? "";
  }

  /** What leads to this comparison at this moment. */
  get fragment(): string {
    const engine = this.#player.synchronised();
    const { branch, position } = this.#player.world;
    const { against } = this;
    const beside =
      against.kind === "branch"
        ? ({ kind: "run", fragment: engine.branchLink(against.id) } as const)
        : against;
    return comparisonFragment(engine.branchLink(branch), position, beside);
  }

  /** With itself a branch need not be compared; a run under another rule must be told what was done since. */
  get isStale(): boolean {
    const { against } = this;
    if (against.kind === "branch") return this.#player.world.branch === against.id;
    return against.kind === "rule" && this.#done !== this.#player.engine.actionsJson();
  }

  end(): void {
    this.twin.engine.free();
  }

  #now(): string {
    const { branch } = this.#player.world;
    const actions = this.#player.lists.branches.map((one) => one.actions).join();
    return `${branch} ${actions} ${this.#player.end}`;
  }

  #compare(): Comparison {
    this.#of = this.#now();
    return this.#player.engine.compare(this.twin.engine, this.#player.end);
  }
}

function openingOf(engine: Engine, against: Against, done: string): Opening {
  switch (against.kind) {
    case "branch":
      return { fragment: engine.branchLink(against.id) };
    case "run":
      return { fragment: against.fragment };
    case "rule": {
      const json = engine.scenarioJson();
      return turned(json, rulesOf(json), against.rule, done);
    }
  }
}

/** What stands beside the run on the screen, if anything does. */
export class SideBySide {
  comparing: Comparing | null = null;
  #sight: Sight | null = null;

  /** Opens another run beside the reader's. If it cannot be opened, what was there stays. */
  open(module: EngineModule, player: Player, against: Against | null, wall: number): void {
    const chosen =
      against ?? firstChoice(player.lists.branches, rulesOf(player.engine.scenarioJson()));
    const comparing = new Comparing(module, player, chosen, wall);
    this.end();
    this.comparing = comparing;
    if (this.#sight) comparing.lookAt(this.#sight);
  }

  /** Something was asked of the run on the screen: the one beside it must still belong to it. */
  keepStep(module: EngineModule | null, player: Player | null, wall: number): void {
    const { comparing } = this;
    if (!comparing || !module || !player) return;
    if (!comparing.isStale) comparing.keepStep(wall);
    else if (comparing.against.kind === "rule") this.open(module, player, comparing.against, wall);
    else this.end();
  }

  lookAt(sight: Sight): void {
    this.#sight = sight;
    this.comparing?.lookAt(sight);
  }

  end(): void {
    this.comparing?.end();
    this.comparing = null;
  }
}
