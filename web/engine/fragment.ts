/** What a shared link leads to: all that follows its last #, also where it is a whole address. */
export function fragmentIn(link: string): string {
  return `#${link.slice(link.lastIndexOf("#") + 1)}`;
}
