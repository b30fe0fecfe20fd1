import { expect, test } from "@playwright/test";
import { leansOn } from "../web/film/ink.ts";
import { findings } from "./axe.ts";
import { darkest, decoded, placeOf, readSvg, through } from "./decoded.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";
import { type File, Studio } from "./studio.ts";

// Pictures and films of a run, taken away as files and looked at by whatever else the browser has for them.

test("nothing of it is there before somebody asks for it", ANY_SCREEN, async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  const playground = await Playground.open(page);
  const own = () => fetched.filter((url) => /pictures-/.test(url));
  expect(own()).toEqual([]);
  await playground.panel("Export");
  await expect.poll(own).not.toEqual([]);
});

test(
  "an SVG stands on its own, says what it shows, and leads to the moment",
  ANY_SCREEN,
  async ({ page }) => {
    const studio = await Studio.open(page, "./", 300);
    await studio.show("Cluster", "Logs", "Space-time");
    const file = await studio.make("SVG picture");
    expect(file.name).toBe("raft-default-300ms.svg");
    expect(leansOn(file.data.toString("utf8"))).toEqual([]);
    const svg = await readSvg(page, file);
    expect(svg.broken).toBeNull();
    expect(svg.title).toBe("Three servers, one list, at 300 ms");
    expect(svg.about).toContain("The next heartbeat says so");
    expect(svg.texts).toContain("Raft Playground · Three servers, one list · t = 300 ms · seed 7");
    expect(svg.texts.filter((text) => text === "x=1")).toHaveLength(3);
    const { first } = await decoded(page, file, "image/svg+xml", [{ x: 2, y: 2 }]);
    expect(first).toMatchObject({ width: 800, colours: ["fbfaf7"] });
    expect(first.height).toBeGreaterThan(800);

    const again = await studio.make();
    expect(again.data.equals(file.data), "the same wish gives the same picture").toBe(true);

    await page.goto("about:blank");
    const there = await Playground.open(page, svg.link);
    expect((await there.state()).time).toBe(300);
  },
);

test(
  "a picture is as large and as dark as it was asked for, and goes into a text with its link",
  ANY_SCREEN,
  async ({ page }) => {
    const studio = await Studio.open(page, "./", 300);
    await studio.choose("Colours", "Dark");
    await studio.choose("Width", "1200 pixels");
    const file = await studio.make("PNG picture");
    const { first } = await decoded(page, file, "image/png", [{ x: 3, y: 3 }]);
    expect(first).toMatchObject({ width: 1200, colours: ["14161a"] });

    await page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await studio.playground.button("Copy Markdown").click();
    const markdown = studio.part.locator("textarea").first();
    await expect(markdown).toHaveValue(
      /^\[!\[The next heartbeat .*\]\(raft-default-300ms\.png\)\]\(http.*#/,
    );
    await studio.playground.button("Copy HTML").click();
    await expect(studio.part.locator("textarea").nth(1)).toHaveValue(
      new RegExp(
        `width="1200" height="${first.height}" style="max-width: 100%; height: auto" alt="The next heartbeat`,
      ),
    );
  },
);

test("a picture of another moment is of that moment", ANY_SCREEN, async ({ page }) => {
  const studio = await Studio.open(page, "./", 300);
  await studio.part.getByRole("checkbox", { name: "As on the screen" }).uncheck();
  await studio.part.getByLabel("Moment, in ms").fill("100");
  await studio.part.getByLabel("Moment, in ms").blur();
  const file = await studio.make();
  expect(file.name).toBe("raft-default-100ms.svg");
  expect((await readSvg(page, file)).title).toContain("at 100 ms");
  expect((await studio.playground.state()).time, "the screen stays where it is").toBe(300);
});

test("a GIF has the frames it promises, keeps the colours of terms, and is the same each time", async ({
  page,
}) => {
  const studio = await Studio.open(page, "./", 300);
  await studio.choose("As", "GIF film");
  await studio.stretch(180, 240);
  await studio.choose("Speed", "1×");
  await studio.choose("Width", "560 pixels");
  await expect(studio.part).toContainText("12 frames, 1.2 s.");
  const file = await studio.make();
  expect(file.name).toBe("raft-default-180-240ms.gif");
  // Within the disc of n1, left of its name.
  const film = await decoded(page, file, "image/gif", [
    { x: 280, y: 140 },
    { x: 2, y: 2 },
  ]);
  expect(film.frames).toBe(12);
  expect(film.repeats).toBe(Number.POSITIVE_INFINITY);
  expect(film.first.width).toBe(560);
  expect(film.first.digest).not.toBe(film.last.digest);
  for (const frame of [film.first, film.last]) expect(frame.colours[1]).toBe("fbfaf7");
  expect(film.first.colours[0]).toBe(film.last.colours[0]);
  await expect(studio.part.locator(".made")).toBeVisible();

  const again = await studio.make();
  expect(again.data.equals(file.data), "the same wish gives the same film").toBe(true);
  expect((await studio.playground.state()).time, "the screen stays where it is").toBe(300);
});

test("a WebM plays, from the first frame to the last", ANY_SCREEN, async ({ page }) => {
  const studio = await Studio.open(page, "./", 300);
  await studio.choose("As", "WebM film");
  await studio.stretch(180, 240);
  await studio.choose("Speed", "1×");
  await studio.choose("Width", "560 pixels");
  const file = await studio.make();
  expect(file.name).toBe("raft-default-180-240ms.webm");
  const film = await decoded(page, file, "video/webm");
  expect(film.first.width).toBe(560);
  expect(film.lasts).toBeCloseTo(1.2, 2);
  expect(film.first.digest).not.toBe(film.last.digest);
  await expect(studio.part.locator("video")).toBeVisible();
});

test(
  "a film begins and ends with the pictures of its first and last moment",
  ANY_SCREEN,
  async ({ page }) => {
    const studio = await Studio.open(page, "./", 240);
    await studio.choose("As", "GIF film");
    await studio.stretch(180, 240);
    await studio.choose("Speed", "4×");
    const colours = async (file: File, type: string) => {
      const places = Array.from({ length: 80 }, (_, at) => ({ x: 10 * at, y: 290 }));
      return decoded(page, file, type, places);
    };
    const film = await colours(await studio.make(), "image/gif");
    const still = await colours(await studio.make("PNG picture"), "image/png");
    const near = (one: string, other: string) =>
      [0, 2, 4].every((at) => {
        const part = (colour: string) => Number.parseInt(colour.slice(at, at + 2), 16);
        return Math.abs(part(one) - part(other)) < 24;
      });
    const alike = still.last.colours.filter((one, at) => near(one, film.last.colours[at] ?? ""));
    expect(alike.length).toBeGreaterThan(76);
  },
);

test("where a rule is broken, every picture and film says that it is not Raft", async ({
  page,
}) => {
  test.setTimeout(90_000);
  const studio = await Studio.open(page, "./#half-elects", 60);
  const svg = await studio.make("SVG picture");
  expect(svg.name).toBe("raft-half-elects-not-raft-60ms.svg");
  const { texts, about } = await readSvg(page, svg);
  expect(texts).toContain("not Raft");
  expect(texts).toContain("This is not Raft: half-elects");
  expect(about).toContain("This is not Raft: half-elects");
  const mark = through(await placeOf(page, svg, "not Raft"));
  const png = await decoded(page, await studio.make("PNG picture"), "image/png", mark);
  expect(darkest(png.first.colours)).toBeLessThan(80);

  // In a film it is in every frame; how high that is follows from what is said in all of it.
  await studio.choose("As", "GIF film");
  await studio.stretch(40, 60);
  const film = await studio.make();
  const size = (await decoded(page, film, "image/gif")).first;
  const lower = size.height - png.first.height;
  const there = mark.map(({ x, y }) => ({ x, y: y + lower }));
  for (const [file, type] of [
    [film, "image/gif"],
    [await studio.make("WebM film"), "video/webm"],
  ] as const) {
    const { first, last } = await decoded(page, file, type, there);
    expect(darkest(first.colours), type).toBeLessThan(110);
    expect(darkest(last.colours), type).toBeLessThan(110);
    expect(file.name).toContain("not-raft-40-60ms");
  }

  // And where the cluster is not in the picture.
  await studio.show("Logs");
  expect((await readSvg(page, await studio.make("SVG picture"))).texts).toContain("not Raft");
});

test(
  "what is too much is refused with what would help, and what has begun can be stopped",
  ANY_SCREEN,
  async ({ page }) => {
    const studio = await Studio.open(page, "./", 300);
    await studio.choose("As", "GIF film");
    await studio.stretch(0, 90_000);
    await expect(studio.part.getByRole("alert")).toContainText("Expected: at most 600");
    await expect(studio.makes()).toBeDisabled();
    await studio.stretch(300, 200);
    await expect(studio.part.getByRole("alert")).toContainText("Expected: an end after 300 ms");
    await studio.show();
    await expect(studio.part.getByRole("alert")).toContainText("Expected: at least one of");
    await studio.show("Cluster");
    await studio.stretch(0, 600);
    await studio.choose("Speed", "½×");
    await expect(studio.part.getByRole("alert")).toHaveCount(0);
    await studio.makes().click();
    await expect(studio.part.getByRole("progressbar")).toBeVisible();
    await studio.playground.button("Cancel").click();
    await expect(studio.part.getByRole("status").first()).toContainText("Cancelled.");
    await expect(studio.part.getByRole("link")).toHaveCount(0);
  },
);

test(
  "where a page forbids images of its own, an SVG can be made all the same",
  ANY_SCREEN,
  async ({ page }) => {
    await page.route(/\/(index\.html)?$/, async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replaceAll(" blob:", "");
      await route.fulfill({ response, body: html });
    });
    const playground = await Playground.open(page);
    await playground.seek(300);
    await playground.panel("Export");
    const studio = new Studio(playground);
    await expect(studio.part.getByRole("alert")).toContainText("img-src must allow blob:");
    const file = await studio.make("SVG picture");
    expect((await readSvg(page, file)).broken).toBeNull();
    await studio.choose("As", "PNG picture");
    await studio.makes().click();
    await expect(studio.part.getByRole("alert")).toContainText("An SVG can be made all the same.");
  },
);

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(60_000);
    await page.emulateMedia({ colorScheme });
    const studio = await Studio.open(page, "./", 300);
    await studio.choose("As", "GIF film");
    await studio.stretch(290, 300);
    expect(await findings(page), "the form").toEqual([]);
    await studio.make();
    expect(await findings(page), "the film").toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
  });
}
