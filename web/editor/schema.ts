import type { Path } from "./place.ts";

/** What this reads of a JSON Schema. */
export type Schema = {
  $ref?: string;
  $defs?: Readonly<Record<string, Schema>>;
  description?: string;
  type?: string | readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: boolean | Schema;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  enum?: readonly string[];
  const?: string;
  default?: unknown;
};

/** A name that a table may have. */
export type Key = { name: string; about: string; needed: boolean; value: Schema };

/** A value that is known beforehand. */
export type Value = { text: string; about: string };

/** The format, as its schema says it. */
export class Grammar {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** The names that may stand in the table at a path. */
  keys(path: Path): Key[] {
    return this.#at(path).flatMap((table) => this.#keysOf(table));
  }

  /** The headers that a file may have: its tables, and its lists of tables. */
  headers(): Key[] {
    return this.keys([]).filter(({ value }) => {
      const shapes = this.#shapes(value);
      return shapes.some((shape) => shape.properties !== undefined) && !this.#isText(value);
    });
  }

  /** Whether a header of this name begins one more of many. */
  isList(name: string): boolean {
    return this.#root.properties?.[name]?.type === "array";
  }

  /** What the key at a path means. */
  about(path: Path): string {
    const name = path.at(-1);
    return this.keys(path.slice(0, -1)).find((key) => key.name === name)?.about ?? "";
  }

  /** The values that are known beforehand of what stands at a path. */
  values(path: Path): Value[] {
    return this.#at(path).flatMap((shape) => valuesOf(shape));
  }

  /** The tables with one name that may stand at a path: `{ crash = … }`. */
  choices(path: Path): Key[] {
    const tables = this.#at(path).filter((shape) => shape.properties);
    return tables.length > 1 ? tables.flatMap((table) => this.#keysOf(table)) : [];
  }

  /** Whether a list, a table or a text is expected somewhere. */
  expects(value: Schema): "list" | "table" | "text" | "other" {
    const shapes = this.#unfold(value);
    if (shapes.some((shape) => shape.type === "string" || shape.enum)) return "text";
    if (shapes.some((shape) => shape.type === "array")) return "list";
    return shapes.some((shape) => shape.properties) ? "table" : "other";
  }

  /** Whether servers are named there. */
  namesServers(path: Path): boolean {
    return this.#at(path.slice(0, -1))
      .map((table) => table.properties?.[path.at(-1) ?? ""])
      .some((value) => value?.$ref === "#/$defs/OneOrMany");
  }

  #keysOf(table: Schema): Key[] {
    return Object.entries(table.properties ?? {}).map(([name, value]) => ({
      name,
      about:
        value.description ??
        (this.#isChoice(table) ? (table.description ?? "") : this.#named(value)),
      needed: table.required?.includes(name) ?? false,
      value,
    }));
  }

  /** What a type says of itself, where the field says nothing. */
  #named(value: Schema): string {
    return this.#resolve(value).description ?? "";
  }

  /** One of several tables with a single name: what it says of itself is about that name. */
  #isChoice(table: Schema): boolean {
    return Object.keys(table.properties ?? {}).length === 1 && table.required?.length === 1;
  }

  #isText(value: Schema): boolean {
    return this.#unfold(value).some((shape) => shape.type === "string");
  }

  #at(path: Path): Schema[] {
    let shapes = this.#shapes(this.#root);
    for (const name of path) {
      shapes = shapes.flatMap((shape) => {
        const inner = shape.properties?.[name];
        return inner ? this.#shapes(inner) : [];
      });
    }
    return shapes;
  }

  /** What may stand somewhere; of a list, what may stand in it. */
  #shapes(schema: Schema): Schema[] {
    return this.#unfold(schema).flatMap((one) => (one.items ? this.#shapes(one.items) : [one]));
  }

  #unfold(schema: Schema): Schema[] {
    const one = this.#resolve(schema);
    const several = one.anyOf ?? one.oneOf;
    if (!several) return one.type === "null" ? [] : [one];
    return several.flatMap((inner) => this.#unfold(inner));
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.replace("#/$defs/", "");
    return name === undefined ? schema : (this.#root.$defs?.[name] ?? {});
  }
}

function valuesOf(shape: Schema): Value[] {
  const about = shape.description ?? "";
  if (shape.type === "boolean") return ["true", "false"].map((text) => ({ text, about: "" }));
  const known = shape.const === undefined ? (shape.enum ?? []) : [shape.const];
  return known.map((text) => ({ text: JSON.stringify(text), about }));
}
