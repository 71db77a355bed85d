// "Leave this out" appears once a slider was moved, and puts it back to as it was. A touch right in the middle counts as moved.
(() => {
  const known = new WeakSet();
  const begin = (box) => {
    const range = box.querySelector("input[type=range]"), skip = box.querySelector("input[type=checkbox]");
    if (!range || !skip) return;
    const label = skip.closest("label");
    const show = () => { label.hidden = skip.checked; };
    const moved = () => { if (skip.checked) range.dispatchEvent(new Event("input", { bubbles: true })); };
    range.addEventListener("input", () => { skip.checked = false; show(); });
    range.addEventListener("pointerup", moved);
    range.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); moved(); } });
    skip.addEventListener("change", () => {
      if (!skip.checked) return;
      range.value = 50;
      range.focus();
      show();
    });
    show();
  };
  const look = () => {
    for (const box of document.querySelectorAll("[data-slider]")) {
      if (!known.has(box)) { known.add(box); begin(box); }
    }
  };
  look();
  document.addEventListener("fresh", look);
})();
