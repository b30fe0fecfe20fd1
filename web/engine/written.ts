import type { EngineModule } from "./door.ts";
import { EngineProblem } from "./problems.ts";

/**
 * A scenario as somebody wrote it, as JSON. TOML is read by what comes with the editor, and only then. What is no scenario
 * is told so by the engine, with its place.
 */
export async function jsonOf(text: string, module: EngineModule): Promise<string> {
  // Some editors begin a file with a mark of its order of bytes.
  if (text.trimStart().startsWith("{")) return text.replace(/^\uFEFF/, "");
  const { scenario, problem } = (await module.format()).check(text);
  if (problem) throw new EngineProblem(problem);
  return scenario ?? text;
}
