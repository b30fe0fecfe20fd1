import type { Intent } from "../state/intents.ts";
import type { Player } from "./player.ts";

/** Intents that move the run or change it. False: the intent is about something else. */
export function steer(intent: Intent, player: Player, wall: number): boolean {
  switch (intent.want) {
    case "play":
      player.play(wall);
      return true;
    case "pause":
      player.pause();
      return true;
    case "toggle":
      if (player.playing) player.pause();
      else player.play(wall);
      return true;
    case "next":
      player.glide(1, player.strideOf(1), wall);
      return true;
    case "back":
      player.glide(-1, player.strideOf(-1), wall);
      return true;
    case "step":
      player.glide(intent.direction, intent.what, wall);
      return true;
    case "seek":
      player.seek(intent.to, wall);
      return true;
    case "go":
      player.go(intent.position, wall);
      return true;
    case "run-until":
      player.runUntil(intent.what, wall);
      return true;
    case "run-back":
      player.runBack(intent.what, wall);
      return true;
    case "rename-branch":
      player.renameBranch(intent.id, intent.name);
      return true;
    case "to-step-start":
      player.toStepStart(wall);
      return true;
    case "act":
      player.act(intent.action, wall);
      return true;
    case "release":
      player.act("release", wall);
      return true;
    case "to-bookmark":
      player.jump((engine) => {
        if (player.world.branch !== intent.bookmark.branch)
          engine.switchBranch(intent.bookmark.branch);
        engine.seekTo(intent.bookmark.position);
      }, wall);
      return true;
    case "to-story":
      player.jump((engine) => engine.backToStory(), wall);
      return true;
    case "reset":
      player.jump((engine) => engine.reset(), wall);
      return true;
    case "branch":
      player.jump((engine) => engine.switchBranch(intent.id), wall);
      return true;
    case "choose-answer":
      player.guess(intent.answer);
      return true;
    default:
      return false;
  }
}
