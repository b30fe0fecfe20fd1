import { keepShade, type Shade } from "../share/shade.ts";

/**
 * The button at the foot of a page: dark instead of light, and the other way round. The page's root says what was chosen,
 * and a script in its head puts that there before anything is painted. Whoever chooses what their system says anyway
 * follows their system again.
 */
export function switchesShade(): void {
  const button = document.querySelector<HTMLButtonElement>("button.shade");
  if (!button) return;
  const { dataset } = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const other = (): Shade => {
    const dark = dataset.shade ? dataset.shade === "dark" : system.matches;
    return dark ? "light" : "dark";
  };
  const look = () => {
    button.dataset.to = other();
  };
  const choose = () => {
    const to = other();
    const chosen = to === (system.matches ? "dark" : "light") ? null : to;
    dataset.shade = chosen ?? "";
    keepShade(chosen);
    look();
  };
  button.addEventListener("click", choose);
  system.addEventListener("change", look);
  look();
  button.hidden = false;
}
