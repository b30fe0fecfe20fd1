/**
 * Texts that only panels show which are loaded later: they come with those panels, and not with the page. The catalogue
 * stays one file; vite.config.ts takes these parts out of it, and a module of such a name is one of them.
 */
type Interface = typeof import("../../locales/en.json")["interface"];

/** Said before any language has been fetched, and so in all of them. */
declare module "in-all-languages:arrival" {
  const texts: Readonly<Record<string, Interface["arrival"]>>;
  export default texts;
}

declare module "words:meanings" {
  const part: Interface["meanings"];
  export default part;
}

declare module "words:faults" {
  const part: Interface["faults"];
  export default part;
}

declare module "words:ruleset" {
  const part: Interface["ruleset"];
  export default part;
}

declare module "words:chances" {
  const part: Interface["chances"];
  export default part;
}

declare module "words:rules" {
  const part: Interface["rules"];
  export default part;
}

declare module "words:legend" {
  const part: Interface["legend"];
  export default part;
}

declare module "words:exercise" {
  const part: Interface["exercise"];
  export default part;
}

declare module "words:keys" {
  const part: Interface["keys"];
  export default part;
}

declare module "words:exporting" {
  const part: Interface["exporting"];
  export default part;
}

declare module "words:film" {
  const part: Interface["film"];
  export default part;
}

declare module "words:help" {
  const part: Interface["help"];
  export default part;
}

declare module "words:pending" {
  const part: Interface["pending"];
  export default part;
}

declare module "words:why" {
  const part: Interface["why"];
  export default part;
}

declare module "words:history" {
  const part: Interface["history"];
  export default part;
}

declare module "words:compare" {
  const part: Interface["compare"];
  export default part;
}

declare module "words:workshop" {
  const part: Interface["workshop"];
  export default part;
}

declare module "words:editor" {
  const part: Interface["editor"];
  export default part;
}

declare module "words:recorder" {
  const part: Interface["recorder"];
  export default part;
}

declare module "words:offline" {
  const part: Interface["offline"];
  export default part;
}

declare module "words:embedding" {
  const part: Interface["embedding"];
  export default part;
}

declare module "words:tags" {
  const part: Interface["tags"];
  export default part;
}

declare module "words:site" {
  const part: Interface["site"];
  export default part;
}

declare module "words:kinds" {
  const part: Interface["kinds"];
  export default part;
}

declare module "words:promises" {
  const part: Interface["promises"];
  export default part;
}

declare module "words:choices" {
  const part: Interface["choices"];
  export default part;
}

declare module "words:tryIt" {
  const part: Interface["tryIt"];
  export default part;
}

declare module "words:spacetime" {
  const part: Interface["spacetime"];
  export default part;
}

declare module "words:events" {
  const part: Interface["events"];
  export default part;
}

declare module "words:state" {
  const part: Interface["state"];
  export default part;
}

declare module "words:branches" {
  const part: Interface["branches"];
  export default part;
}

declare module "words:scenario" {
  const part: Interface["scenario"];
  export default part;
}

declare module "words:kept" {
  const part: Interface["kept"];
  export default part;
}

declare module "words:link" {
  const part: Interface["link"];
  export default part;
}

declare module "words:notice" {
  const part: Interface["notice"];
  export default part;
}

declare module "words:membership" {
  const part: Interface["membership"];
  export default part;
}

declare module "words:stories" {
  const part: Interface["stories"];
  export default part;
}

declare module "words:viewing" {
  const part: Interface["viewing"];
  export default part;
}

declare module "words:sharing" {
  const part: Interface["sharing"];
  export default part;
}
