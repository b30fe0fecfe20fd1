/** Two copies of the script on one page must not throw: the first one wins. */
export function define(name: string, control: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, control);
}
