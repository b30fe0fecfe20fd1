/** How far it is, from 0 to 1, and whether it shall go on. */
export type Progress = { done(share: number): void; signal: AbortSignal };

/** Lets the page draw itself and hear its reader, who may have changed their mind. */
export async function turn({ signal }: Progress): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}
