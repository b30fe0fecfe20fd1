/** An author's scenario beside or inside an element, before it is known whether it is one. */
const INLINE = 'script[type="application/json"], script[type="application/toml"]';

/** What an element's attributes say about what it is to show. */
export type Asked = Readonly<{
  link: string | null;
  src: string | null;
  scenario: string | null;
  seed: string | null;
}>;

/** The scenario that stands in an element, as its author wrote it. */
export function inlineOf(element: HTMLElement): string | null {
  const script = [...element.children].find((child) => child.matches(INLINE));
  return script?.textContent ?? null;
}
