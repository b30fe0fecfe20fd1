// Listens before the element has its meaning: nothing is missed.
const element = document.querySelector("raft-playground");
window.heard = {};
const manifest = await (await fetch("raft-playground/custom-elements.json")).json();
window.promised = manifest.modules[0].declarations[0];
for (const { name } of window.promised.events) {
  element.addEventListener(name, ({ detail }) => {
    window.heard[name] = detail;
  });
}
await import("./raft-playground/dist/raft-playground.js");
