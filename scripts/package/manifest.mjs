// The contract for tools: custom-elements.json, and the types of the element.

/** https://github.com/webcomponents/custom-elements-manifest, schema 1.0.0. */
export function manifestOf(contract) {
  const { description, attributes, properties, methods, events, slots, parts, customProperties } =
    contract;
  const about = (name) => properties.find((one) => one.name === name);
  const declaration = {
    kind: "class",
    customElement: true,
    name: "RaftPlayground",
    tagName: "raft-playground",
    description,
    superclass: { name: "HTMLElement" },
    attributes: attributes.map(({ name, property, boolean }) => ({
      name,
      description: about(property).description,
      type: { text: boolean ? "boolean" : valuesIn(about(property).description) },
      fieldName: property,
    })),
    members: [
      ...properties.map(({ name, type, description, readonly }) => ({
        kind: "field",
        name,
        type: { text: type },
        description,
        ...(readonly && { readonly }),
        ...attributeOf(attributes, name),
      })),
      ...methods.map(({ name, parameters, returns, description }) => ({
        kind: "method",
        name,
        description,
        parameters: parameters.map(({ name, type, optional }) => ({
          name,
          type: { text: type },
          ...(optional && { optional }),
        })),
        return: { type: { text: returns } },
      })),
    ],
    events: events.map(({ name, type, description }) => ({
      name,
      type: { text: type },
      description,
    })),
    slots,
    cssParts: parts,
    cssProperties: customProperties,
  };
  const exported = { kind: "js", name: "RaftPlayground", declaration: { name: "RaftPlayground" } };
  const elsewhere = { name: "RaftPlayground", module: "dist/element.js" };
  return {
    schemaVersion: "1.0.0",
    readme: "README.md",
    modules: [
      {
        kind: "javascript-module",
        path: "dist/element.js",
        declarations: [declaration],
        exports: [exported],
      },
      {
        kind: "javascript-module",
        path: "dist/raft-playground.js",
        declarations: [],
        exports: [
          { ...exported, declaration: elsewhere },
          { kind: "custom-element-definition", name: "raft-playground", declaration: elsewhere },
        ],
      },
    ],
  };
}

/** "none | minimal | full: how much there is" begins with all that the attribute can be. */
function valuesIn(description) {
  const [, names] = /^((?:[\w-]+ \| )+[\w-]+)[:.,]/.exec(description) ?? [];
  return names
    ? names
        .split(" | ")
        .map((name) => `"${name}"`)
        .join(" | ")
    : "string";
}

function attributeOf(attributes, property) {
  const found = attributes.find((one) => one.property === property);
  return found ? { attribute: found.name } : {};
}

/** The element as TypeScript knows it: what is public, and nothing of Lit. */
export function typesOf({ description, attributes, properties, methods, types }) {
  const fields = properties.map((property) => {
    const { name, type, readonly } = property;
    const declared = `  ${readonly ? "readonly " : ""}${name}: ${type};\n`;
    const isText = textAttribute(attributes, name);
    return doc(property.description, "  ") + (isText ? accessorsOf(property) : declared);
  });
  const calls = methods.map(({ name, parameters, returns, description }) => {
    const list = parameters.map((one) => `${one.name}${one.optional ? "?" : ""}: ${one.type}`);
    return `${doc(description, "  ")}  ${name}(${list.join(", ")}): ${returns};\n`;
  });
  const imported =
    types.length > 0
      ? `import type { ${types.sort().join(", ")} } from "./types/engine/door.js";\n`
      : "";
  return `${imported}import type { RaftPlaygroundEvents } from "./types/element/events.js";

${doc(description)}export declare class RaftPlayground extends HTMLElement {
${[...fields, ...calls].join("")}${["add", "remove"].map(listening).join("")}}

/** What can be said of the tag in JSX and the like: its attributes, and its events as \`onready\`. */
export type RaftPlaygroundAttributes = {
${attributes.map((one) => attributeType(one, properties)).join("")}} & {
  [Name in keyof RaftPlaygroundEvents as \`on\${Name}\`]?: (event: RaftPlaygroundEvents[Name]) => void;
};

export { setWasmSource, type WasmPart, type WasmSource } from "./types/engine/source.js";
export type * from "./types/engine/door.js";
export type * from "./types/element/events.js";
`;
}

function doc(text, indent = "") {
  return text ? `${indent}/** ${text} */\n` : "";
}

function textAttribute(attributes, property) {
  return attributes.some((one) => one.property === property && !one.boolean);
}

/** Whatever is set is a text from then on, or absent. */
function accessorsOf({ name, type }) {
  return `  get ${name}(): ${type};\n  set ${name}(value: ${type} | number | undefined);\n`;
}

function attributeType({ name, property, boolean }, properties) {
  const { description } = properties.find((one) => one.name === property);
  const values = valuesIn(description);
  const text = values === "string" ? "string | number" : values;
  return `${doc(description, "  ")}  ${name}?: ${boolean ? "boolean" : text} | null | undefined;\n`;
}

function listening(verb) {
  const options = verb === "add" ? "AddEventListenerOptions" : "EventListenerOptions";
  const overload = (map, self, event) =>
    `  ${verb}EventListener<K extends keyof ${map}>(type: K, listener: (this: ${self}, event: ${event}) => unknown, options?: boolean | ${options}): void;\n`;
  return [
    overload("RaftPlaygroundEvents", "RaftPlayground", "RaftPlaygroundEvents[K]"),
    overload("HTMLElementEventMap", "HTMLElement", "HTMLElementEventMap[K]"),
    `  ${verb}EventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | ${options}): void;\n`,
  ].join("");
}

/** With the tag defined, the DOM knows it as well. */
export const DEFINED = `export * from "./element.js";
import type { RaftPlayground } from "./element.js";

declare global {
  interface HTMLElementTagNameMap {
    "raft-playground": RaftPlayground;
  }
}
`;

/** The same for people, in Markdown. */
export function referenceOf({
  attributes,
  properties,
  methods,
  events,
  slots,
  parts,
  customProperties,
}) {
  const own = properties.filter(
    ({ name }) => !attributes.some(({ property }) => property === name),
  );
  const about = (name) => properties.find((one) => one.name === name).description;
  const call = ({ name, parameters }) =>
    `\`${name}(${parameters.map((one) => one.name).join(", ")})\``;
  const named = ({ name, description }) => [`\`${name}\``, description];
  return [
    tableOf(
      "Attribute",
      attributes.map(({ name, property }) => [`\`${name}\``, about(property)]),
    ),
    tableOf("Property", own.map(named)),
    tableOf(
      "Method",
      methods.map((one) => [call(one), one.description]),
    ),
    tableOf("Event", events.map(named)),
    tableOf(
      "Slot",
      slots.map(({ name, description }) => [name || "(without a name)", description]),
    ),
    tableOf("CSS part", parts.map(named)),
    tableOf("CSS custom property", customProperties.map(named)),
  ].join("");
}

function tableOf(head, rows) {
  if (rows.length === 0) return "";
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  const safe = (text) => text.replaceAll("|", "\\|");
  return `${line([head, ""])}|---|---|\n${rows.map((cells) => line(cells.map(safe))).join("")}\n`;
}
