import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative addresses: the site also lives in a subfolder, as on GitHub Pages.
  base: "./",
  // A missing file is a 404, as on any static host, and not index.html once more.
  appType: "mpa",
  build: {
    target: "es2022",
    // Everything is a file with an address; a strict content security policy has no "data:".
    assetsInlineLimit: 0,
    // Every browser that runs the engine knows modulepreload.
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: "index.html", "raft-playground": "web/element/raft-playground.ts" },
      output: {
        // Articles name the element's script in their own pages: its address has no hash.
        entryFileNames: (chunk) =>
          chunk.name === "raft-playground" ? "[name].js" : "assets/[name]-[hash].js",
      },
    },
  },
  test: {
    include: ["web/**/*.test.ts"],
  },
});
