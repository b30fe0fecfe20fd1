import guide from "./vite.config.js";

const pages = ["index", "elsewhere", "own-tag", "inline", "engine"];

export default {
  ...guide,
  base: "./",
  build: {
    target: "es2022",
    // The script that has everything in it is as large as it is.
    chunkSizeWarningLimit: 3000,
    rollupOptions: { input: pages.map((page) => `${page}.html`) },
  },
};
