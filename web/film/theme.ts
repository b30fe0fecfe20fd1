import type { CSSResult } from "lit";
import { tokens } from "../styles/tokens.ts";
import type { Rgb } from "./palette.ts";
import type { Theme } from "./wish.ts";

/** The design tokens of one theme, whatever the page around is in. */
export function tokensOf(theme: Theme): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const rules = [...styleSheetOf(tokens).cssRules];
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule && rule.selectorText === ":host") take(rule, found);
  }
  if (theme === "light") return found;
  for (const rule of rules) {
    if (!(rule instanceof CSSMediaRule) || !rule.conditionText.includes("dark")) continue;
    for (const inner of rule.cssRules) if (inner instanceof CSSStyleRule) take(inner, found);
  }
  return found;
}

function take({ style }: CSSStyleRule, found: Map<string, string>): void {
  for (const name of style)
    if (name.startsWith("--")) found.set(name, style.getPropertyValue(name).trim());
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
