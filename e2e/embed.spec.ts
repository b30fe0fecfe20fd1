import { expect, test } from "@playwright/test";
import { ANY_SCREEN, Playground } from "./playground.ts";

const ARTICLE = `<!doctype html>
<html lang="en">
  <head><title>An article</title></head>
  <body>
    <h1>Consensus</h1>
    <script type="module" src="../raft-playground.js"></script>
    <raft-playground scenario="minority-leader" autoplay="never"></raft-playground>
  </body>
</html>`;

test("one script and one tag put a cluster into an article", ANY_SCREEN, async ({ page }) => {
  await page.route("**/articles/consensus.html", (route) =>
    route.fulfill({ contentType: "text/html", body: ARTICLE }),
  );
  const playground = await Playground.open(page, "./articles/consensus.html");
  expect(Object.keys((await playground.state()).servers)).toHaveLength(5);
});
