import { excerptOf, type Finding, type Findings, markedIn, Passages } from "./passages.ts";

/** What the page says, and where it has the passages: written into it by scripts/site/search.mjs. */
type Page = {
  /** From here to where the site begins. */
  home: string;
  passages: string;
  words: Record<"one" | "other" | "most" | "some" | "nothing" | "failed", string>;
};

/** Beyond this nobody looks: they look for something else instead. */
const AT_MOST = 30;

const input = part<HTMLInputElement>("input");
const list = part<HTMLOListElement>(".found");
const status = part<HTMLElement>("[role=status]");
const page = JSON.parse(part("#search-page").textContent ?? "") as Page;

let fetching: Promise<Passages> | null = null;

function part<E extends Element>(selector: string): E {
  const found = document.querySelector<E>(`main ${selector}`);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** A failure is forgotten: the next letter asks again. */
function passages(): Promise<Passages> {
  fetching ??= fetched().catch((failure: unknown) => {
    fetching = null;
    throw failure;
  });
  return fetching;
}

async function fetched(): Promise<Passages> {
  const response = await fetch(new URL(page.passages, document.baseURI));
  if (!response.ok) throw new Error(`${response.url}: HTTP ${response.status}`);
  return new Passages(await response.json());
}

async function look(): Promise<void> {
  const sought = input.value.trim();
  remember(sought);
  if (sought === "") return show([], "");
  try {
    const findings = (await passages()).find(sought);
    // Somebody has written on meanwhile.
    if (input.value.trim() !== sought) return;
    show(findings.found.slice(0, AT_MOST), summaryOf(findings, sought));
  } catch (failure) {
    show([], filled(page.words.failed, { why: String(failure) }));
  }
}

/** The address leads to what is shown: it can be passed on, and gone back to. */
function remember(sought: string): void {
  const address = new URL(location.href);
  if (sought === (address.searchParams.get("q") ?? "")) return;
  if (sought === "") address.searchParams.delete("q");
  else address.searchParams.set("q", sought);
  history.replaceState(null, "", address);
}

function summaryOf({ found: { length }, whole }: Findings, sought: string): string {
  const { one, other, most, some, nothing } = page.words;
  if (length === 0) return filled(nothing, { sought });
  const form = length === 1 ? one : length > AT_MOST ? most : other;
  const count = filled(form, { count: length, most: AT_MOST });
  return whole ? count : filled(some, { count });
}

function filled(text: string, operands: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(operands[name] ?? hole));
}

function show(found: readonly Finding[], said: string): void {
  list.replaceChildren(...found.map(shown));
  // It is read out whenever it is written, also when it says the same.
  if (status.textContent !== said) status.textContent = said;
}

function shown({ passage: { place, page: whole, heading, text }, words }: Finding): Element {
  const link = element("a", markedIn(heading, words));
  link.href = page.home + place;
  const parts = [element("h2", [link]), element("p", markedIn(excerptOf(text, words), words))];
  if (whole !== heading) parts.unshift(element("p", [whole], "crumbs"));
  return element("li", parts);
}

/** Every other text is marked. */
function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  inside: readonly (string | Element)[],
  name = "",
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  const nodes = inside.map((one, order) => {
    if (typeof one !== "string" || order % 2 === 0) return one;
    const mark = document.createElement("mark");
    mark.textContent = one;
    return mark;
  });
  made.append(...nodes);
  return made;
}

// Whoever has begun to write before this script came is not interrupted.
input.value ||= new URL(location.href).searchParams.get("q") ?? "";
input.addEventListener("input", () => void look());
input.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void look();
});
void look();
