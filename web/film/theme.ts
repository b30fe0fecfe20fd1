import type { CSSResult } from "lit";
import { tokens } from "../styles/tokens.ts";
import type { Rgb } from "./palette.ts";
import type { Theme } from "./wish.ts";

/** The design tokens of one theme, whatever the page around is in. */
export function tokensOf(theme: Theme): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { rule, dark } of rulesIn(styleSheetOf(tokens), false)) {
    if (dark && theme === "light") continue;
    for (const name of rule.style)
      if (name.startsWith("--")) found.set(name, rule.style.getPropertyValue(name).trim());
  }
  return found;
}

/** Dark is what stands under a condition of that name: of the device, or of an attribute of the host. */
function rulesIn(
  { cssRules }: CSSStyleSheet | CSSMediaRule,
  dark: boolean,
): { rule: CSSStyleRule; dark: boolean }[] {
  return [...cssRules].flatMap((rule) => {
    if (rule instanceof CSSMediaRule)
      return rulesIn(rule, dark || rule.conditionText.includes("dark"));
    if (!(rule instanceof CSSStyleRule)) return [];
    return [{ rule, dark: dark || rule.selectorText.includes("dark") }];
  });
}

/** Sets the tokens of a theme on its host. */
export function themeSheet(theme: Theme): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const values = [...tokensOf(theme)].map(([name, value]) => `${name}: ${value};`);
  sheet.replaceSync(`:host { ${values.join(" ")} }`);
  return sheet;
}

export function styleSheetOf(css: CSSResult): CSSStyleSheet {
  if (css.styleSheet) return css.styleSheet;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css.cssText);
  return sheet;
}

/** All colours of a theme: in a film of few colours these are among them. */
export function coloursOf(theme: Theme): Rgb[] {
  return [...tokensOf(theme).values()].flatMap((value) => {
    const [, digits] = /^#([0-9a-f]{6})$/i.exec(value) ?? [];
    if (digits === undefined) return [];
    const whole = Number.parseInt(digits, 16);
    return [[whole >> 16, (whole >> 8) & 255, whole & 255] as const];
  });
}
