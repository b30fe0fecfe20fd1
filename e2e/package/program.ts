import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TRIED } from "./serve.ts";

const tools = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** What they say is compared. */
const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };

/** A script of one of our packages: the projects bring along nothing but the package that is tried. */
export const tool = (script: string): string => join(tools, script);

export type Ended = { code: number | null; said: string };

/** Runs a script with this Node in a project. */
export function node(project: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: join(TRIED, project), env });
    let said = "";
    const hear = (text: Buffer) => {
      said += text.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said: said.trim() }));
  });
}

/** Starts a server of a project, and waits until it says where it is. */
export async function start(
  project: string,
  ...args: string[]
): Promise<{ address: string; stop(): void }> {
  const child = spawn(process.execPath, args, { cwd: join(TRIED, project), env });
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
    });
    child.stdout.on("data", (text: Buffer) => {
      said += text.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) resolve(found[0]);
    });
    child.on("close", (code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
  return { address, stop: () => child.kill() };
}
