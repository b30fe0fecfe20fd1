// The scripts of the npm package, from the same sources as the site: modules that bundlers and browsers load in parts,
// and one script that needs nothing else.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../run.mjs";

/** The entries: what they are called in the package, and where they begin. */
const entries = {
  "raft-playground": "web/package/index.ts",
  element: "web/package/element.ts",
  engine: "web/package/engine.ts",
  frame: "web/embed/client.ts",
  server: "web/package/server.ts",
};

/** `raft_bg.wasm` is the engine's own name for it; people see this one in their bundles. */
export const wasmFiles = {
  engine: { from: "raft_bg.wasm", to: "raft.wasm" },
  workbench: { from: "workbench_bg.wasm", to: "workbench.wasm" },
  editor: { from: "editor_bg.wasm", to: "editor.wasm" },
};

const wasmFolder = join(root, "web/engine/wasm");
const GLUE = /[/\\]engine[/\\]wasm[/\\]\w+\.js$/;
const MARK = "__BESIDE_THE_SCRIPT__";
const MARKED = new RegExp(`${MARK}\\(["'\`]([^"'\`]+)["'\`]\\)`, "g");

/** Where a script lies that is no module: asked while it runs for the first time. A module's it never is. */
const SCRIPT = "__RAFT_PLAYGROUND_SCRIPT__";
const WHERE_IT_LIES = `const ${SCRIPT} = document.currentScript?.src || document.baseURI;`;

/** The site's import of a file's address, with the name that the file has in the package. */
function addressedFiles(codeFor) {
  const known = new Map(Object.values(wasmFiles).map(({ from, to }) => [from, to]));
  return {
    name: "addressed-files",
    enforce: "pre",
    load(id) {
      const [path, query = ""] = id.split("?");
      if (!query.split("&").includes("url")) return null;
      const name = known.get(basename(path));
      if (!name)
        throw new Error(
          `${path}: the package has no such file; it is to be named in ${import.meta.url}`,
        );
      return codeFor(JSON.stringify(name));
    },
    // The glue knows a file of its own accord. It is always told another one, so that one address is enough.
    transform: (code, id) =>
      GLUE.test(id)
        ? code.replace(/new URL\((['"])\w+\.wasm\1, import\.meta\.url\)/g, "undefined")
        : null,
  };
}

/**
 * Files lie beside the scripts, and their addresses are written in the one way that browsers, Vite, webpack and Parcel
 * all understand. Written at last: the minifier would take other quotation marks, and not all of them would.
 */
function besideTheScript() {
  return {
    ...addressedFiles((name) => `export default ${MARK}(${name}).href;`),
    generateBundle(_, bundle) {
      for (const { type, fileName, ...file } of Object.values(bundle)) {
        if (type !== "chunk") continue;
        const way = "../".repeat(fileName.split("/").length - 1) || "./";
        bundle[fileName].code = file.code.replace(
          MARKED,
          (_, name) => `new URL("${way}${name}", import.meta.url)`,
        );
      }
    },
  };
}

/** Files stand in the script. Only if somebody takes them out of it again they are looked for beside it. */
function inTheScript() {
  return addressedFiles(
    (name) => `const script = import.meta.url; export default new URL(${name}, script).href;`,
  );
}

/** Whatever is imported by another name than that of a file would have to be installed, and nothing is. */
function nothingElse() {
  return {
    name: "nothing-else",
    generateBundle(_, bundle) {
      for (const { fileName, imports = [], dynamicImports = [] } of Object.values(bundle)) {
        const bare = [...imports, ...dynamicImports].find((name) => !Object.hasOwn(bundle, name));
        if (bare)
          throw new Error(`${fileName} of the package imports ${bare}, which nobody installs`);
      }
    },
  };
}

/** `packed:…`: files that stand in the script itself. */
function packed() {
  const read = (path) => readFileSync(join(root, path), "utf8");
  const gallery = () => {
    const names = readdirSync(join(root, "public/scenarios"));
    const texts = names.map((name) => [basename(name, ".json"), read(`public/scenarios/${name}`)]);
    return JSON.stringify({
      gallery: read("web/engine/gallery.generated.json"),
      pictures: read("web/engine/pictures.generated.json"),
      scenarios: Object.fromEntries(texts),
    });
  };
  const contents = (name) =>
    name === "gallery" ? gallery() : readFileSync(join(wasmFolder, wasmFiles[name].from));
  return {
    name: "packed",
    resolveId: (id) => (id.startsWith("packed:") ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith("\0packed:")) return null;
      const bytes = gzipSync(contents(id.slice("\0packed:".length)), { level: 9 });
      return `export default ${JSON.stringify(bytes.toString("base64"))};`;
    },
  };
}

/**
 * A script that is no module is read in the encoding of the page that names it, and not every page says that it is
 * written in UTF-8: what every encoding has in common is all that may stand in it.
 */
function inAnyEncoding() {
  const escaped = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return {
    name: "in-any-encoding",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") file.code = file.code.replace(/[\u0080-\uffff]/g, escaped);
      }
    },
  };
}

/** The gallery's files by another way than the site has them. */
function filesFrom(module) {
  const ofTheSite = join(root, "web/engine/files.ts");
  return {
    name: "files-of-the-package",
    enforce: "pre",
    resolveId: (id, importer) =>
      importer && id.startsWith(".") && join(dirname(importer), id) === ofTheSite
        ? join(root, module)
        : null,
  };
}

/** The plugins of the site that the sources need to be understood at all, or to be as small as there. */
async function pluginsOfTheSources(vite) {
  const { config } = await vite.loadConfigFromFile(
    { command: "build", mode: "production" },
    join(root, "vite.config.ts"),
  );
  return config.plugins.flat().filter(({ name }) => /^(?:words|tight)-/.test(name));
}

/** Everything that two builds have in common. */
function settings(plugins, build) {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: "warn",
    plugins,
    build: {
      target: "es2022",
      emptyOutDir: false,
      modulePreload: false,
      // Sources are in the repository; the maps would be larger than all the rest.
      sourcemap: false,
      ...build,
    },
  };
}

export async function buildLibrary(outDir) {
  // Not before the set-up: in a fresh clone there is no Vite yet.
  const vite = await import("vite");
  const sources = await pluginsOfTheSources(vite);
  mkdirSync(outDir, { recursive: true });
  await vite.build(
    settings([...sources, filesFrom("web/package/files.ts"), besideTheScript(), nothingElse()], {
      outDir,
      lib: { entry: entries, formats: ["es"] },
      rollupOptions: {
        output: {
          minify: true,
          entryFileNames: "[name].js",
          chunkFileNames: (chunk) =>
            isScenario(chunk) ? "scenarios/[name].js" : "parts/[name]-[hash].js",
        },
      },
    }),
  );
  const plugins = [
    filesFrom("web/package/files.inline.ts"),
    inTheScript(),
    packed(),
    inAnyEncoding(),
  ];
  await vite.build({
    ...settings([...sources, ...plugins], {
      outDir,
      lib: { entry: "web/package/inline.ts", formats: ["iife"], name: "RaftPlaygroundInline" },
      rollupOptions: {
        output: {
          minify: true,
          entryFileNames: "raft-playground.inline.js",
          codeSplitting: false,
          intro: WHERE_IT_LIES,
        },
      },
    }),
    define: { "import.meta.url": SCRIPT },
  });
}

function isScenario({ facadeModuleId }) {
  return facadeModuleId?.includes("/public/scenarios/") ?? false;
}
