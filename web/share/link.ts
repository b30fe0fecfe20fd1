/** The address of a page with a run's fragment, and the views that it was seen in unless that was left to the page. */
export function linkTo(fragment: string, page: string, view = ""): string {
  const address = new URL(page);
  if (view) address.searchParams.set("view", view);
  address.hash = fragment;
  return address.href;
}
