// What styles say to people stays in their source: neither their comments nor their indentation is sent to a browser.

/** Styles as browsers need them. What stands in one line stays as it is: spaces mean something in selectors and sums. */
export function tight(styles) {
  return styles
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/([{};,])?\s*\n\s*/g, (_, before) => before ?? " ")
    .replace(/ (?=\})/g, "")
    .trim();
}

/** A plugin for Vite: the same for every template of Lit's `css` in our own scripts. */
export function tightStyles() {
  return {
    name: "tight-styles",
    apply: "build",
    transform(code, id) {
      if (!/\/web\/.*\.ts$/.test(id) || !code.includes("css`")) return null;
      // Nothing but white space and comments goes, so that a map of the source would still name the right lines of scripts.
      return {
        code: code.replace(/\bcss`([^`]*)`/g, (_, styles) => `css\`${tight(styles)}\``),
        map: null,
      };
    },
  };
}
