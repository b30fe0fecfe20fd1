// The whole of it: whichever passage is being read leads the cluster to its step. Reading is what crosses a line
// below the middle of the window (on a narrow page the cluster is above it), or what has the keyboard's focus.
const cluster = document.querySelector("raft-playground");
const passages = [...document.querySelectorAll("[data-step]")];
let here = null;

function lead(passage) {
  if (passage === here) return;
  here = passage;
  for (const one of passages) one.toggleAttribute("data-here", one === here);
  // Not before it runs: a passage that was passed while it loaded is forgotten, the one that is read is not.
  if (cluster.state) cluster.seek({ step: here.dataset.step });
}

const reading = new IntersectionObserver(
  (entries) => {
    const entered = entries.filter(({ isIntersecting }) => isIntersecting).at(-1);
    if (entered) lead(entered.target);
  },
  // What is left of the window is a line: of all passages one crosses it.
  { rootMargin: "-70% 0px -30% 0px" },
);

for (const passage of passages) {
  reading.observe(passage);
  // Headings are links to themselves, so that the keyboard comes by.
  passage.addEventListener("focusin", () => lead(passage));
}

cluster.addEventListener("ready", () => {
  if (here) cluster.seek({ step: here.dataset.step });
});
