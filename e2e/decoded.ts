import type { Page } from "@playwright/test";
import type { File } from "./studio.ts";

/** A frame as it was decoded: its size, and the colours at some places, as six digits. */
export type Seen = { width: number; height: number; colours: string[]; digest: string };
export type Place = { x: number; y: number };

/** Decodes a picture or a film in the page, with what the browser has for it, and looks at its first and last frame. */
export function decoded(page: Page, { data }: File, type: string, places: readonly Place[] = []) {
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
export function readSvg(page: Page, { data }: File) {
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
export function placeOf(
  page: Page,
  { data }: File,
  word: string,
): Promise<Place & { width: number }> {
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
export function through({ x, y, width }: Place & { width: number }): Place[] {
  return Array.from({ length: Math.floor(width) }, (_, at) => ({
    x: Math.round(x + at),
    y: Math.round(y),
  }));
}

export function darkest(colours: readonly string[]): number {
  return Math.min(...colours.map((one) => Number.parseInt(one.slice(0, 2), 16)));
}
