// What the element promises, read from its sources: attributes, properties and methods as the class has them, with what
// stands above them. The custom-elements manifest and the types are written from it, so that neither can say anything else.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, Sorry } from "../run.mjs";

const CLASS = "web/element/raft-playground.ts";
const EVENTS = "web/element/events.ts";
const STYLING = "web/package/styling.ts";
const DOOR = "web/engine/door.ts";

/** `{ description, attributes, properties, methods, events, slots, parts, customProperties, types }`. */
export async function readContract() {
  // Not before the set-up: in a fresh clone there is no Vite yet.
  const { parseSync } = await import("vite");
  const read = (file) => sourceOf(parseSync, file);
  const contract = { properties: [], methods: [], attributes: [], types: new Set(), tags: [] };
  const classes = inheritance(read, CLASS, "RaftPlayground");
  for (const found of classes) addClass(contract, found);
  const { tags, types, ...members } = contract;
  const tagged = (...names) => tags.filter(({ tag }) => names.includes(tag)).map(namedTag);
  const { text } = docBefore(classes[0].source, classes[0].node);
  const found = {
    ...members,
    description: text,
    types: [...types],
    events: eventsOf(read(EVENTS)),
    slots: tagged("slot"),
    parts: stylingOf(read(STYLING), "RaftPlaygroundParts"),
    customProperties: stylingOf(read(STYLING), "RaftPlaygroundStyle"),
  };
  check(found, tagged("fires"));
  return found;
}

function sourceOf(parseSync, file) {
  const text = readFileSync(join(root, file), "utf8");
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Sorry(`${file}: ${errors[0].message}`);
  return { file, text, body: program.body, comments };
}

/** The class and those that it extends, as long as they are ours. */
function inheritance(read, file, name) {
  const source = read(file);
  const node = declared(source).find(({ type, id }) => type.includes("Class") && id?.name === name);
  if (!node) throw new Sorry(`${file} has no class ${name}`);
  const parent = node.superClass?.name;
  const { from, name: exported } = importOf(source, parent) ?? {};
  if (!from?.startsWith(".")) return [{ source, node }];
  return [{ source, node }, ...inheritance(read, join(dirname(file), from), exported)];
}

function declared({ body }) {
  return body.map((node) => node.declaration ?? node);
}

function importOf({ body }, local) {
  for (const { type, source, specifiers } of body) {
    if (type !== "ImportDeclaration") continue;
    const found = specifiers.find((one) => one.local.name === local);
    if (found) return { from: source.value, name: found.imported?.name ?? local };
  }
  return null;
}

function addClass(contract, { source, node }) {
  contract.tags.push(...docBefore(source, node).tags);
  for (const member of node.body.body) {
    if (isInner(member)) continue;
    if (member.static && member.key.name === "properties") {
      contract.attributes.push(...attributesOf(source, member.value));
    } else if (!member.static) {
      addMember(contract, source, member);
    }
  }
}

function isInner({ key, accessibility, override, static: isStatic }) {
  if (key?.type !== "Identifier") return true;
  // Lit calls what overrides; whoever uses the element does not.
  return accessibility === "private" || accessibility === "protected" || (override && !isStatic);
}

function addMember(contract, source, member) {
  const { text, tags } = docBefore(source, member);
  if (tags.some(({ tag }) => tag === "internal")) return;
  const { name } = member.key;
  const slice = (node) => source.text.slice(node.start, node.end);
  const typeOf = (annotation, where) => {
    if (!annotation)
      throw new Sorry(`${source.file}: ${where} is public, and its type is not written down`);
    const type = slice(annotation.typeAnnotation);
    for (const used of typesIn(source, type)) contract.types.add(used);
    return type;
  };
  if (member.type === "PropertyDefinition") {
    const type = typeOf(member.typeAnnotation, name);
    contract.properties.push({ name, type, description: text, readonly: member.readonly === true });
  } else if (member.kind === "get") {
    const writable = contract.properties.some((one) => one.name === name);
    const type = typeOf(member.value.returnType, name);
    if (!writable) contract.properties.push({ name, type, description: text, readonly: true });
  } else if (member.kind === "set") {
    const type = typeOf(member.value.params[0].typeAnnotation, name);
    contract.properties = contract.properties.filter((one) => one.name !== name);
    contract.properties.push({ name, type, description: text, readonly: false });
  } else if (member.kind === "method") {
    const parameters = member.value.params.map((parameter) => ({
      name: parameter.name,
      optional: parameter.optional === true,
      type: typeOf(parameter.typeAnnotation, `${name}(${parameter.name})`),
    }));
    const returns = typeOf(member.value.returnType, name);
    contract.methods.push({ name, parameters, returns, description: text });
  }
}

/** Names in a type that come from elsewhere. Only the door's are there for everybody. */
function typesIn(source, type) {
  const names = [...new Set(type.match(/\b[A-Z]\w*/g) ?? [])];
  return names.filter((name) => {
    const found = importOf(source, name);
    if (!found) return false;
    const from = join(dirname(source.file), found.from);
    if (from === DOOR) return true;
    throw new Sorry(`${source.file}: the public type ${name} is not from ${DOOR} but from ${from}`);
  });
}

/** `static properties` as Lit reads them: those with an attribute. */
function attributesOf(source, object) {
  const settingsOf = (node) => {
    if (node.type !== "Identifier") return node;
    for (const { type, declarations = [] } of declared(source)) {
      const found = declarations.find(({ id }) => id.name === node.name);
      if (type === "VariableDeclaration" && found) return found.init;
    }
    throw new Sorry(`${source.file}: what ${node.name} says of an attribute stands elsewhere`);
  };
  return object.properties.flatMap(({ key, value }) => {
    const says = Object.fromEntries(
      settingsOf(value).properties.map((one) => [one.key.name, one.value.name ?? one.value.value]),
    );
    if (says.attribute === false || says.state === true) return [];
    const named = typeof says.attribute === "string" ? says.attribute : key.name.toLowerCase();
    return [{ name: named, property: key.name, boolean: says.type === "Boolean" }];
  });
}

/** What stands in the comment above a node: the text, and the tags. */
function docBefore({ text, comments }, node) {
  const before = comments.findLast(({ end }) => end <= node.start);
  const between = before ? text.slice(before.end, node.start) : "no";
  if (!before?.value.startsWith("*") || !/^\s*(export\s+)?$/.test(between))
    return { text: "", tags: [] };
  const lines = before.value.slice(1).split("\n");
  const plain = lines.map((line) => line.replace(/^\s*\*? ?/, "").trimEnd()).join("\n");
  const [head, ...rest] = plain.split(/^@/m);
  return {
    text: oneLine(head),
    tags: rest.map((part) => {
      const [, tag, body] = /^(\w+)\s*([\s\S]*)$/.exec(part);
      return { tag, body: oneLine(body) };
    }),
  };
}

function oneLine(text) {
  return text.trim().replaceAll(/\s*\n\s*/g, " ");
}

/** `@csspart stage - What it is.`; the nameless slot has only a dash. */
function namedTag({ body }) {
  const [, name = "", description = ""] = /^(?:([\w-]*\w)\s+)?-\s+(.*)$/.exec(body) ?? ["", body];
  return { name, description };
}

/** The members of a type that is a table. */
function tableOf(source, name) {
  const table = declared(source).find(({ id }) => id?.name === name);
  if (!table) throw new Sorry(`${source.file} has no table ${name}`);
  return table.typeAnnotation.members.map((member) => ({
    name: member.key.name ?? member.key.value,
    type: source.text.slice(
      member.typeAnnotation.typeAnnotation.start,
      member.typeAnnotation.typeAnnotation.end,
    ),
    description: docBefore(source, member).text,
  }));
}

/** What an event is about stands above the type of its detail. */
function eventsOf(source) {
  return tableOf(source, "RaftPlaygroundEvents").map(({ name, type }) => {
    const detail = /<(\w+)>/.exec(type)[1];
    const alias = source.body.find((node) => node.declaration?.id?.name === detail);
    return { name, type, description: docBefore(source, alias).text };
  });
}

function stylingOf(source, table) {
  return tableOf(source, table).map(({ name, description }) => ({ name, description }));
}

/** What the sources do and the contract does not say. */
function check({ attributes, properties, events, parts }, fires) {
  const wrong = [];
  for (const { property, name } of attributes) {
    if (!properties.some((one) => one.name === property))
      wrong.push(`the attribute ${name} has no property`);
  }
  for (const { name } of fires) {
    if (!events.some((one) => one.name === name))
      wrong.push(`${EVENTS} does not know the event ${name}`);
  }
  for (const part of partsInSources()) {
    if (!parts.some(({ name }) => name === part))
      wrong.push(`${STYLING} does not know the part ${part}`);
  }
  if (wrong.length > 0) throw new Sorry(`The element's contract: ${wrong.join("; ")}.`);
}

function partsInSources() {
  const folder = join(root, dirname(CLASS));
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const named = texts.flatMap((text) => [...text.matchAll(/\bpart="([\w -]+)"/g)]);
  return new Set(named.flatMap(([, names]) => names.split(" ")));
}
