/** The address of a page with a run's fragment. */
export function linkTo(fragment: string, page: string): string {
  const address = new URL(page);
  address.hash = fragment;
  return address.href;
}
