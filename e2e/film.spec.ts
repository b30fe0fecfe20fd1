import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { leansOn } from "../web/film/ink.ts";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// Pictures and films of a run, taken away as files and looked at by whatever else the browser has for them.

type Format = "SVG picture" | "PNG picture" | "GIF film" | "WebM film";
type File = { name: string; data: Buffer };

/** The part "Picture and film", as a reader uses it. */
class Studio {
  readonly page: Page;
  readonly part: Locator;
  readonly playground: Playground;

  constructor(playground: Playground) {
    this.playground = playground;
    this.page = playground.page;
    this.part = this.page.locator("raft-pictures");
  }

  static async open(page: Page, address: string, moment: number): Promise<Studio> {
    const playground = await Playground.open(page, address);
    await playground.seek(moment);
    await playground.panel("Export");
    const studio = new Studio(playground);
    await expect(studio.preview()).toBeVisible();
    return studio;
  }

  preview(): Locator {
    return this.part.locator(".preview");
  }

  async choose(name: string, label: string): Promise<void> {
    await this.part.getByRole("combobox", { name, exact: true }).selectOption({ label });
  }

  async show(...parts: string[]): Promise<void> {
    for (const name of ["Cluster", "Logs", "Space-time"])
      await this.part.getByRole("checkbox", { name, exact: true }).setChecked(parts.includes(name));
  }

  async stretch(from: number, to: number): Promise<void> {
    await this.part.getByLabel("From, in ms").fill(String(from));
    await this.part.getByLabel("To, in ms").fill(String(to));
    await this.part.getByLabel("To, in ms").blur();
  }

  makes(): Locator {
    return this.part.getByRole("button", { name: /^Make the/ });
  }

  /** Makes it, and gives back the file that a reader would get. */
  async make(format?: Format): Promise<File> {
    if (format) await this.choose("As", format);
    await this.makes().click();
    const link = this.part.getByRole("link", { name: /^Download raft-/ });
    await expect(link).toBeVisible({ timeout: 60_000 });
    const [download] = await Promise.all([this.page.waitForEvent("download"), link.click()]);
    return { name: download.suggestedFilename(), data: readFileSync(await download.path()) };
  }
}

/** A frame as it was decoded: its size, and the colours at some places, as six digits. */
type Seen = { width: number; height: number; colours: string[]; digest: string };
type Place = { x: number; y: number };

/** Decodes a picture or a film in the page, with what the browser has for it, and looks at its first and last frame. */
function decoded(page: Page, { data }: File, type: string, places: readonly Place[] = []) {
  const run = async ({ bytes, type, places }: { bytes: string; type: string; places: Place[] }) => {
    const buffer = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    const look = async (image: CanvasImageSource, width: number, height: number): Promise<Seen> => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) throw new Error("no canvas");
      context.drawImage(image, 0, 0);
      const colours = places.map(({ x, y }) => {
        const { data } = context.getImageData(x, y, 1, 1);
        return [...data.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("");
      });
      const all = context.getImageData(0, 0, width, height).data;
      const hash = await crypto.subtle.digest("SHA-256", all);
      return { width, height, colours, digest: new Uint8Array(hash).join() };
    };
    if (type === "image/gif") {
      const decoder = new ImageDecoder({ data: buffer, type });
      await Promise.all([decoder.tracks.ready, decoder.completed]);
      const frames = decoder.tracks.selectedTrack?.frameCount ?? 0;
      const seen = async (frameIndex: number) => {
        const { image } = await decoder.decode({ frameIndex });
        return look(image, image.displayWidth, image.displayHeight);
      };
      const repeats = decoder.tracks.selectedTrack?.repetitionCount ?? 0;
      return { frames, repeats, lasts: 0, first: await seen(0), last: await seen(frames - 1) };
    }
    const address = URL.createObjectURL(new Blob([buffer], { type }));
    if (type === "video/webm") {
      const video = document.createElement("video");
      video.muted = true;
      video.src = address;
      await new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(new Error(video.error?.message));
      });
      const first = await look(video, video.videoWidth, video.videoHeight);
      video.currentTime = video.duration - 0.01;
      await new Promise((resolve) => {
        video.onseeked = resolve;
      });
      const last = await look(video, video.videoWidth, video.videoHeight);
      return { frames: 0, repeats: 0, lasts: video.duration, first, last };
    }
    const image = new Image();
    image.src = address;
    await image.decode();
    const one = await look(image, image.naturalWidth, image.naturalHeight);
    return { frames: 1, repeats: 0, lasts: 0, first: one, last: one };
  };
  return page.evaluate(run, { bytes: data.toString("base64"), type, places: [...places] });
}

/** Reads an SVG as XML: whether it is, what it says of itself, and where its link leads to. */
function readSvg(page: Page, { data }: File) {
  return page.evaluate((text) => {
    const xml = new DOMParser().parseFromString(text, "image/svg+xml");
    const text_ = (selector: string) => xml.querySelector(selector)?.textContent ?? "";
    return {
      broken: xml.querySelector("parsererror")?.textContent ?? null,
      title: text_("title"),
      about: text_("desc"),
      link: xml.querySelector("a")?.getAttribute("href") ?? "",
      texts: [...xml.querySelectorAll("text")].map((one) => one.textContent ?? ""),
    };
  }, data.toString("utf8"));
}

/** Where in a drawing a word stands, in pixels. */
function placeOf(page: Page, { data }: File, word: string): Promise<Place & { width: number }> {
  return page.evaluate(
    ({ text, word }) => {
      const xml = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      const svg = document.importNode(xml, true);
      document.body.prepend(svg);
      const all = [...svg.querySelectorAll("text")];
      const found = all.find((one) => one.textContent?.startsWith(word));
      const [box, around] = [found?.getBoundingClientRect(), svg.getBoundingClientRect()];
      svg.remove();
      if (!box) throw new Error(`no "${word}" in ${all.map((one) => one.textContent).join()}`);
      return { x: box.x - around.x, y: box.y + box.height / 2 - around.y, width: box.width };
    },
    { text: data.toString("utf8"), word },
  );
}

/** The places that a line through a word goes over. */
function through({ x, y, width }: Place & { width: number }): Place[] {
  return Array.from({ length: Math.floor(width) }, (_, at) => ({
    x: Math.round(x + at),
    y: Math.round(y),
  }));
}

function darkest(colours: readonly string[]): number {
  return Math.min(...colours.map((one) => Number.parseInt(one.slice(0, 2), 16)));
}

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
      new RegExp(`width="1200" height="${first.height}" alt="The next heartbeat`),
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
