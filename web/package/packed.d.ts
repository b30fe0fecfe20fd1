/** Files that stand in the script itself: gzip, as base64 (scripts/package/library.mjs). */
declare module "packed:engine" {
  const text: string;
  export default text;
}

declare module "packed:workbench" {
  const text: string;
  export default text;
}

declare module "packed:editor" {
  const text: string;
  export default text;
}

/** The gallery, its pictures and all scenarios: JSON of `{ gallery, pictures, scenarios }`, each of them text. */
declare module "packed:gallery" {
  const text: string;
  export default text;
}
