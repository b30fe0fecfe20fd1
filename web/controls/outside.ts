/** What a node stands in, out of shadows as well. */
export function outside(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}
