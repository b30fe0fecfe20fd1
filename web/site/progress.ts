import { keepNames, readNames, SOLVED } from "../share/kept-names.ts";

type Solved = { scenario: string | null; own: boolean };

/**
 * Ticks the exercises that the reader has solved, in lists of chapters and of stories. It is kept in this browser, and
 * nobody else hears of it.
 */
export function keepsProgress(): void {
  tick();
  document.addEventListener("solved", (event) => {
    const { scenario, own } = (event as CustomEvent<Solved>).detail;
    // What somebody wrote themselves stands in no list, and who opens a link has not solved what came in it.
    if (scenario === null || !own) return;
    keepNames(SOLVED, new Set(readNames(SOLVED)).add(scenario));
    tick();
  });
  // Solved in another tab, or on a page that this one comes back from.
  addEventListener("storage", tick);
  addEventListener("pageshow", tick);
}

function tick(): void {
  const solved = readNames(SOLVED);
  for (const mark of document.querySelectorAll<HTMLElement>("[data-exercise]"))
    mark.hidden = !solved.includes(mark.dataset.exercise ?? "");
}
