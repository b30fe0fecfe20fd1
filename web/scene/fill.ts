/** Hue says term and nothing else: six hues, then the same six with another pattern. Hue 0 is paper: term 0 or none. */
export type TermFill = { hue: 0 | 1 | 2 | 3 | 4 | 5 | 6; pattern: 0 | 1 | 2 | 3 };

const HUES = 6;
const PATTERNS = 4;

export function fillOfTerm(term: number | null): TermFill {
  if (term === null || term <= 0) return { hue: 0, pattern: 0 };
  return {
    hue: (((term - 1) % HUES) + 1) as TermFill["hue"],
    pattern: (Math.floor((term - 1) / HUES) % PATTERNS) as TermFill["pattern"],
  };
}
