import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The prepared projects. */
export const TRIED = fileURLToPath(new URL("../../target/npm-tried", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".css": "text/css",
  // .wasm is not there on purpose: many a host does not know it either.
};

export type Served = { address: string; close(): Promise<void> };

/** A static host: the folder below a path of its own, so that nothing works only at the root. */
export async function serve(folder: string, headers: Record<string, string> = {}): Promise<Served> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const inside = normalize(pathname.replace(/^\/site\//, "/")).replace(/\/$/, "/index.html");
    const type = TYPES[extname(inside)] ?? "application/octet-stream";
    try {
      if (!pathname.startsWith("/site/")) throw new Error("outside of the site");
      const body = await readFile(join(folder, inside));
      response.writeHead(200, { "content-type": type, ...headers }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html>Nothing here");
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/site/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
