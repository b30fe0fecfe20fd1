import type { Story } from "../engine/door.ts";
import { brokenPromises } from "../state/guilt.ts";
import { leaderOf, type World } from "../state/world.ts";
import type { RaftPlaygroundEvents } from "./events.ts";
import type { Player } from "./player.ts";
import type { Ruling } from "./ruling.ts";

/** Tells the host page what matters in a run: ready, stepchange, leaderchange, violation, solved. */
export class Milestones {
  #host: HTMLElement;
  #leader = "";
  #violations: ReadonlySet<string> = new Set();
  #step = "";
  #solution = "";

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  ready(player: Player): void {
    const { story, engine } = player;
    this.#tell("ready", { scenario: story.name, title: story.title, seed: engine.seed() });
  }

  look(player: Player, ruling: Ruling | null): void {
    const { world, story } = player;
    this.#lookForStep(world, story);
    const leader = leaderOf(world);
    const now = leader ? `${leader.id} ${leader.term}` : "";
    if (now !== this.#leader) {
      this.#leader = now;
      this.#tell("leaderchange", {
        leader: leader?.id ?? null,
        term: leader?.term ?? null,
        time: world.position.time,
      });
    }
    this.#lookForViolations(world);
    this.#lookForSolution(player, ruling);
  }

  /**
   * Told once for each solution: whoever goes back and forth over its moment has not solved it anew. Some exercises ask
   * for other rules: the story's name is that of the gallery all the same.
   */
  #lookForSolution({ world, isOwn }: Player, ruling: Ruling | null): void {
    const { exercise, branch } = world;
    const solved = exercise?.solved;
    if (!solved) return;
    const now = `${branch} ${solved.time} ${solved.processed}`;
    if (now === this.#solution) return;
    this.#solution = now;
    this.#tell("solved", {
      scenario: ruling?.name || null,
      time: solved.time,
      actions: exercise.actions,
      own: isOwn,
    });
  }

  /** A step that has no sentence is nothing that a host page could tell of. Who left the story is at no step. */
  #lookForStep(world: World, { name, steps }: Story): void {
    const step = world.freePlay ? undefined : steps[world.step];
    const now = step ? `${name}/${step.id}` : "";
    if (now === this.#step) return;
    this.#step = now;
    this.#tell("stepchange", {
      step: step?.id ?? null,
      number: step ? world.step + 1 : null,
      steps: steps.length,
      time: world.position.time,
    });
  }

  /** A branch has what was broken before it began: that has been told. */
  #lookForViolations(world: World): void {
    const told = this.#violations;
    const names = new Set<string>();
    for (const { property, text, at } of brokenPromises(world.violations)) {
      const name = `${property} ${at.time} ${at.processed}`;
      names.add(name);
      if (!told.has(name)) this.#tell("violation", { property, text, time: at.time });
    }
    this.#violations = names;
  }

  #tell<Name extends keyof RaftPlaygroundEvents>(
    name: Name,
    detail: RaftPlaygroundEvents[Name]["detail"],
  ): void {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
