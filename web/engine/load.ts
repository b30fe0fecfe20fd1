import { compiledEngine } from "./compiled.ts";
import type { EngineModule, ExportFormat, Opening, Voice } from "./door.ts";
import { DEFAULT_SCENARIO, nameOfTitle, type Shelf, scenarioNamed } from "./gallery.ts";
import { guarded } from "./problems.ts";
import { Run } from "./run.ts";
import { fetchGallery, fetchMiniatures, fetchScenario } from "./shelf.ts";
import init, { engineVersion, freshSeed, linkName, Session } from "./wasm/raft.js";

let loading: Promise<void> | null = null;
/** The scenarios that are here. What has been fetched once is shared by all elements of the page. */
const shelf: Record<string, string> = {};
const underWay = new Map<string, Promise<void>>();

/**
 * One engine per page: every element shares it. A failed load is forgotten, so that it can be tried again. `voice`: in
 * which a run is told that is opened now. `wanted`: a scenario that will probably be asked for; it comes along.
 */
export async function loadEngine(voice: () => Voice, wanted?: string): Promise<EngineModule> {
  // Whether it is there at all is asked, and told, when it is needed.
  if (wanted !== undefined) shelve(wanted).catch(() => {});
  loading ??= load().catch((failure: unknown) => {
    loading = null;
    throw failure;
  });
  await loading;
  return {
    open: (opening) => guarded(() => open(opening, shelf, voice())),
    lacks: (opening) => guarded(() => lacks(opening)),
    fetchScenario: shelve,
    written: (name) => (Object.hasOwn(shelf, name) ? (shelf[name] ?? null) : null),
    nameOfTitle: (title) => nameOfTitle(shelf, title),
    fetchGallery,
    fetchMiniatures,
    freshSeed: () => guarded(() => freshSeed()),
    version: () => guarded(() => engineVersion()),
    exportRun: (fragment, format) => exportRun(fragment, format, shelf),
    format: async () => (await import("./format.ts")).loadFormat(),
  };
}

/** Puts a scenario on the shelf; however many ask for it, it is fetched once. */
function shelve(name: string): Promise<void> {
  if (Object.hasOwn(shelf, name)) return Promise.resolve();
  const known = underWay.get(name);
  if (known) return known;
  const arrival = fetchScenario(name)
    .then((text) => {
      shelf[name] = text;
    })
    .finally(() => underWay.delete(name));
  underWay.set(name, arrival);
  return arrival;
}

function lacks({ fragment, scenario, json }: Opening): string | null {
  if (json !== undefined) return null;
  const name = fragment === undefined ? (scenario ?? DEFAULT_SCENARIO) : linkName(fragment);
  return name === undefined || Object.hasOwn(shelf, name) ? null : name;
}

function open(opening: Opening, scenarios: Shelf, { language, narration }: Voice): Run {
  const voice = { language, narration };
  const { fragment, seed, servers, json, actions } = opening;
  if (fragment !== undefined) {
    const name = linkName(fragment);
    const scenario = name === undefined ? {} : { name, json: scenarioNamed(scenarios, name) };
    return new Run(Session.open({ ...voice, ...scenario, fragment }));
  }
  const changes = {
    ...(seed ? { seed } : {}),
    ...(servers ? { servers } : {}),
    ...(actions ? { actions } : {}),
  };
  if (json !== undefined) return new Run(Session.open({ ...voice, json, ...changes }));
  const name = opening.scenario ?? DEFAULT_SCENARIO;
  return new Run(
    Session.open({ ...voice, name, json: scenarioNamed(scenarios, name), ...changes }),
  );
}

/** The workbench is a file of its own: few readers ever write a run down. */
async function exportRun(
  fragment: string,
  format: ExportFormat,
  scenarios: Shelf,
): Promise<string> {
  const name = guarded(() => linkName(fragment));
  const json = name === undefined ? undefined : scenarioNamed(scenarios, name);
  const { loadWorkbench } = await import("./workbench.ts");
  const workbench = await loadWorkbench();
  return guarded(() => workbench.exportRun(fragment, json, format));
}

async function load(): Promise<void> {
  await init({ module_or_path: await compiledEngine() });
}
