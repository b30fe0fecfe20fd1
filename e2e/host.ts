import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};

export type Host = {
  /** Where the site is, with a slash at its end. */
  readonly address: string;
  /** Puts another folder in its place, as a new version is put there. */
  serve(folder: string): void;
  /** Files that it has for once otherwise than they are in the folder. */
  readonly changed: Map<string, string>;
  /** What it says with every file besides. */
  readonly headers: Map<string, string>;
  close(): void;
};

/**
 * A static host that has the site in a subfolder: it finds a folder's index.html, leads to the folder where the slash is
 * missing, and has 404.html for everything else. Nothing outside the subfolder is there.
 */
export async function hostAt(folder: string, subfolder = "/some/where/"): Promise<Host> {
  let served = folder;
  const changed = new Map<string, string>();
  const headers = new Map<string, string>();
  const found = async (place: string) => changed.get(place) ?? readFile(join(served, place));
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const place = normalize(decodeURIComponent(pathname)).slice(subfolder.length);
    const send = (status: number, name: string, body: string | Buffer) =>
      response
        .writeHead(status, {
          "content-type": TYPES[extname(name)] ?? "application/octet-stream",
          // Without it a script cannot be used in other people's pages: most static hosts say so.
          "access-control-allow-origin": "*",
          ...Object.fromEntries(headers),
        })
        .end(body);
    try {
      if (!pathname.startsWith(subfolder)) throw new Error("outside");
      const file = place === "" || place.endsWith("/") ? `${place}index.html` : place;
      send(200, file, await found(file));
    } catch {
      const within = pathname.startsWith(subfolder);
      const inside = within && (await found(`${place}/index.html`).catch(() => null));
      if (inside) response.writeHead(301, { location: `${pathname}/` }).end();
      else send(404, "404.html", await found("404.html").catch(() => "nothing"));
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${subfolder}`,
    serve: (another) => {
      served = another;
    },
    changed,
    headers,
    close: () => server.close(),
  };
}
