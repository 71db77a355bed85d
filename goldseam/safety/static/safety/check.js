// The private check. It stays in this page: nothing is sent, nothing is kept, no address and no title changes.
(() => {
  const check = document.querySelector("[data-check]");
  const sentences = check?.querySelector("[data-sentences]");
  const advice = check?.querySelector("[data-advice]");
  if (!sentences || !advice) return;
  const ticks = [...sentences.children].map((item) => {
    const label = document.createElement("label"), tick = document.createElement("input");
    label.className = "tick";
    tick.type = "checkbox";
    tick.autocomplete = "off";
    tick.dataset.for = item.dataset.for;
    label.append(tick, ...item.childNodes);
    item.append(label);
    return tick;
  });
  sentences.classList.add("list");
  // Which advice fits: never how many were ticked, and never a sum.
  const show = () => {
    const true_of_me = new Set(ticks.filter((tick) => tick.checked).map((tick) => tick.dataset.for));
    advice.hidden = true_of_me.size === 0;
    for (const item of advice.querySelectorAll("[data-for]")) {
      item.hidden = !item.dataset.for.split(" ").some((kind) => kind === "any" || true_of_me.has(kind));
    }
  };
  const forget = () => {
    for (const tick of ticks) tick.checked = false;
    check.open = false;
    show();
  };
  sentences.addEventListener("change", show);
  check.addEventListener("toggle", () => { if (!check.open) forget(); });
  addEventListener("pagehide", forget);
  addEventListener("pageshow", forget);
  document.addEventListener("visibilitychange", () => { if (document.hidden) forget(); });
  forget();
})();
