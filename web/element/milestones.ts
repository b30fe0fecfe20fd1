import { brokenPromises } from "../state/guilt.ts";
import { leaderOf, type World } from "../state/world.ts";
import type { Player } from "./player.ts";

/** Tells the host page what matters in a run: ready, leaderchange, violation. */
export class Milestones {
  #host: HTMLElement;
  #run: World["branch"] | null = null;
  #leader = "";
  #violations = 0;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  ready(player: Player): void {
    const { story, engine } = player;
    this.#tell("ready", { scenario: story.name, title: story.title, seed: engine.seed() });
  }

  look(world: World): void {
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
