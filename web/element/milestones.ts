import type { Story } from "../engine/door.ts";
import { brokenPromises } from "../state/guilt.ts";
import { leaderOf, type World } from "../state/world.ts";
import type { Player } from "./player.ts";

/** Tells the host page what matters in a run: ready, stepchange, leaderchange, violation, solved. */
export class Milestones {
  #host: HTMLElement;
  #run: World["branch"] | null = null;
  #leader = "";
  #violations = 0;
  #step = "";
  #solution = "";

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  ready(player: Player): void {
    const { story, engine } = player;
    this.#tell("ready", { scenario: story.name, title: story.title, seed: engine.seed() });
  }

  look({ world, story }: Player): void {
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
    this.#lookForSolution(world);
  }

  /** Told once for each solution: whoever goes back and forth over its moment has not solved it anew. */
  #lookForSolution({ exercise, branch }: World): void {
    const solved = exercise?.solved;
    if (!solved) return;
    const now = `${branch} ${solved.time} ${solved.processed}`;
    if (now === this.#solution) return;
    this.#solution = now;
    this.#tell("solved", { time: solved.time, actions: exercise.actions });
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

  #lookForViolations(world: World): void {
    const known = world.branch === this.#run ? this.#violations : 0;
    const broken = brokenPromises(world.violations);
    for (const violation of broken.slice(known)) {
      this.#tell("violation", {
        property: violation.property,
        text: violation.text,
        time: violation.at.time,
      });
    }
    this.#run = world.branch;
    this.#violations = broken.length;
  }

  #tell(name: string, detail: object): void {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
