/** A drawing as pixels. */
export class Darkroom {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  constructor(width: number, height: number) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    if (!context) throw new NotDrawn("canvas");
    this.#context = context;
  }

  /** Draws an SVG on the canvas. */
  async expose(svg: string): Promise<void> {
    const { width, height } = this.canvas;
    const image = await imageOf(svg);
    this.#context.drawImage(image, 0, 0, width, height);
  }

  get pixels(): Uint8ClampedArray {
    const { width, height } = this.canvas;
    return this.#context.getImageData(0, 0, width, height).data;
  }

  async png(): Promise<Blob> {
    const blob = await new Promise<Blob | null>((resolve) =>
      this.canvas.toBlob(resolve, "image/png"),
    );
    if (!blob) throw new NotDrawn("canvas");
    return blob;
  }
}

/** Why there are no pixels: a policy of the page forbids the image, or the browser has no canvas of that size. */
export class NotDrawn extends Error {
  readonly reason: "image" | "canvas";

  constructor(reason: "image" | "canvas") {
    super(reason);
    this.name = "NotDrawn";
    this.reason = reason;
  }
}

async function imageOf(svg: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } catch {
    throw new NotDrawn("image");
  } finally {
    URL.revokeObjectURL(address);
  }
}
