// Previews are slow to draw and seldom change: what was drawn once is kept in target/previews, by what is on it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";
import { hashOf } from "../stamp.mjs";

/** The size that other sites ask for. */
export const PREVIEW = { width: 1200, height: 630 };

const FOLDER = join(root, "target/previews");
/** What a preview looks like depends on these as well. */
const MAKERS = ["drawing", "outlined", "letters", "preview"].map(
  (name) => `scripts/site/${name}.mjs`,
);

export async function previewOf(styles) {
  const makers = hashOf({ files: [...MAKERS, "package-lock.json"], facts: Object.values(styles) });
  let paint = null;
  mkdirSync(FOLDER, { recursive: true });
  return async ({ title, about, foot, drawing }) => {
    const hash = createHash("sha256")
      .update(JSON.stringify([makers, title, about, foot, String(drawing)]))
      .digest("hex");
    const file = join(FOLDER, `${hash}.png`);
    if (existsSync(file)) return readFileSync(file);
    // The renderer takes a second to get ready, and mostly nobody needs it.
    paint ??= await (await import("./preview.mjs")).painter(styles);
    const bytes = paint({ title, about, foot, drawing });
    writeFileSync(file, bytes);
    return bytes;
  };
}
