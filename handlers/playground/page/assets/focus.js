// Where the keyboard was, when what it was on is drawn anew or goes away. Each control that may be
// drawn anew carries data-spot: the same name, the same place. "p0/C1/17.1#2" is the third control
// of a message; without it, the message itself is the next best.
const been = [];
addEventListener("focusin", (event) => {
  const spot = event.target.closest?.("[data-spot]")?.dataset.spot;
  if (!spot) return;
  if (been.includes(spot)) been.splice(been.indexOf(spot), 1);
  been.push(spot);
  if (been.length > 30) been.shift();
});
// Clicking beside everything is leaving on purpose
addEventListener("pointerdown", (event) => event.target.closest?.("[data-spot]") || been.push(""), true);

function find(spot) {
  for (const name of [spot, spot.split("#")[0]]) {
    const element = document.querySelector(`[data-spot="${CSS.escape(name)}"]`);
    if (element && !element.closest("[inert], [hidden]")) return element;
  }
}

let lost = false;
new MutationObserver(() => {
  if (lost || document.activeElement !== document.body) return;
  lost = true;
  // What takes its place may come a moment later
  requestAnimationFrame(() => {
    lost = false;
    if (document.activeElement !== document.body) return;
    for (const spot of been.slice().reverse()) {
      if (spot === "") return;
      const element = find(spot);
      if (element) return element.focus({ preventScroll: true });
    }
  });
}).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["inert", "hidden"] });
