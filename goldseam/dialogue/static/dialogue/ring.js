// The ring of time moves on by itself, without haste; a page that shows a break looks again when the break is over.
(() => {
  const MIDDLE = 50, RADIUS = 41, GAP = 0.22, CALM = 5000, drawn = new WeakMap();

  const at = (way, fraction) => {
    const angle = GAP + (Math.PI - 2 * GAP) * Math.min(1, fraction);
    return `${(MIDDLE + way * RADIUS * Math.sin(angle)).toFixed(2)} ${(MIDDLE - RADIUS * Math.cos(angle)).toFixed(2)}`;
  };
  const draw = (arc, spent) => {
    const way = arc.dataset.arc === "me" ? 1 : -1, tip = at(way, spent / arc.dataset.share);
    arc.querySelector("path").setAttribute("d", `M${at(way, 0)}A${RADIUS} ${RADIUS} 0 0 ${Math.max(way, 0)} ${tip}`);
    arc.querySelector(".tip").setAttribute("transform", `translate(${tip})`);
  };

  const move = (ring) => {
    if (!drawn.has(ring)) drawn.set(ring, Date.now());
    const { runs, runsFor, left, full, over, words } = ring.dataset;
    if (!runs) return;
    const gone = Math.min((Date.now() - drawn.get(ring)) / 1000, runsFor);
    const arcs = [...ring.querySelectorAll("[data-arc]")];
    const spent = (arc) => Number(arc.dataset.spent) + (arc.dataset.arc === runs ? gone : 0);
    const now = arcs.find((arc) => arc.dataset.arc === runs), said = document.getElementById(words);
    draw(now, spent(now));
    const all = arcs.reduce((sum, arc) => sum + spent(arc), 0), share = Number(now.dataset.share);
    const told = all >= 2 * share ? over : spent(now) >= share ? full : left.replace("NUMBER", Math.ceil((share - spent(now)) / 60));
    if (said && said.textContent !== told) said.textContent = told;
  };

  const back = () => {
    const rest = document.querySelector("[data-over-in]");
    if (!rest) return;
    if (!drawn.has(rest)) drawn.set(rest, Date.now());
    if (document.hidden || Date.now() - drawn.get(rest) <= 1000 * rest.dataset.overIn) return;
    const isLeftToUs = document.dispatchEvent(new Event("look-again", { cancelable: true }));  // send.js takes it up
    if (isLeftToUs) location.reload();
  };

  const look = () => { for (const ring of document.querySelectorAll("[data-ring]")) move(ring); back(); };
  look();
  setInterval(look, CALM);
})();
