// Finds a Chrome or Chromium and the ChromeDriver that fits it. The tests drive a browser that is
// already on the machine: downloads of ready-made browsers fail behind many firewalls.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { ask } from "./run.mjs";

/** Quiet and local: no first-run pages, no sandbox (CI runs as root), no calls to the network. */
export const browserFlags = [
  "--no-sandbox",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
];

const exe = process.platform === "win32" ? ".exe" : "";

function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name + exe)));
}

function usualPlaces() {
  if (process.platform === "darwin") {
    return ["/Applications", join(homedir(), "Applications")].flatMap((folder) => [
      join(folder, "Google Chrome.app/Contents/MacOS/Google Chrome"),
      join(folder, "Chromium.app/Contents/MacOS/Chromium"),
    ]);
  }
  if (process.platform === "win32") {
    const { ProgramFiles, "ProgramFiles(x86)": ProgramFiles86, LOCALAPPDATA } = process.env;
    return [ProgramFiles, ProgramFiles86, LOCALAPPDATA]
      .filter(Boolean)
      .map((folder) => join(folder, "Google/Chrome/Application/chrome.exe"));
  }
  return [];
}

/** The path of the browser, or null. CHROME_PATH wins over everything. */
export function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named) return existsSync(named) ? named : null;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  return [...onPath(names), ...usualPlaces()].find((path) => existsSync(path)) ?? null;
}

function major(program) {
  return /\b(\d+)\.\d+\.\d+/.exec(ask(program, ["--version"]) ?? "")?.[1] ?? null;
}

/**
 * The path of a ChromeDriver of the browser's major version, or null. GitHub's machines name
 * theirs in CHROMEWEBDRIVER.
 */
export function findDriver(browser) {
  const { CHROMEDRIVER_PATH, CHROMEWEBDRIVER } = process.env;
  const places = [
    CHROMEDRIVER_PATH,
    CHROMEWEBDRIVER && join(CHROMEWEBDRIVER, `chromedriver${exe}`),
    ...onPath(["chromedriver"]),
  ];
  // Chrome on Windows does not print its version; there the driver is taken on trust.
  const wanted = process.platform === "win32" ? null : major(browser);
  return (
    places.find(
      (path) => path && existsSync(path) && (wanted === null || major(path) === wanted),
    ) ?? null
  );
}
