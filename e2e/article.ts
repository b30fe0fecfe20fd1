import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page, Route } from "@playwright/test";
import { Playground } from "./playground.ts";

type Article = { body: string; head?: string; policy?: string; path?: string };

/** An article of somebody else's beside the site's files, with one or several playgrounds in it. Gives back its address. */
export async function publish(page: Page, article: Article): Promise<string> {
  const { body, head = "", policy, path = "articles/consensus.html" } = article;
  const text = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>An article</title>${head}</head>
  <body>
    <h1>Consensus</h1>
    <script type="module" src="../raft-playground.js"></script>
    ${body}
  </body>
</html>`;
  const headers = policy ? { "content-security-policy": policy } : {};
  await page.route(`**/${path}`, (route) =>
    route.fulfill({ contentType: "text/html", body: text, headers }),
  );
  return `./${path}`;
}

/** The same, opened. */
export async function read(page: Page, body: string, head = ""): Promise<Playground> {
  return Playground.open(page, await publish(page, { body, head }));
}

/** The engine waits until it is let through. */
export async function holdEngine(page: Page): Promise<() => void> {
  return hold(page, "**/*.wasm");
}

/** Whatever runs in a playground waits: its outline alone is there. */
export async function holdInside(page: Page): Promise<() => void> {
  return hold(page, INSIDE);
}

/** The script of whatever runs in a playground. */
export const INSIDE = "**/assets/inside-*.js";

async function hold(page: Page, files: string): Promise<() => void> {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route(files, async (route) => {
    await gate;
    await route.continue();
  });
  return () => open();
}

/** The site's files as a host serves them that lets other origins read them, as public hosts do. */
export async function shareWithEverybody(page: Page): Promise<void> {
  await page.route(/\.(js|css|wasm|json)$/, async (route: Route) => {
    try {
      const response = await route.fetch();
      const headers = { ...response.headers(), "access-control-allow-origin": "*" };
      await route.fulfill({ response, headers });
    } catch (failure) {
      // A test can end while something that it does not need is still on its way.
      if (!/disposed|closed/.test(String(failure))) throw failure;
    }
  });
}

/** A page of another origin, on a port of its own: browsers let no page that claims to be elsewhere ask for what is here. */
export async function publishElsewhere(
  text: string,
): Promise<{ address: string; close: () => void }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
