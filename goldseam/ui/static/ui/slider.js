// Shows the number a slider stands at, and says it with the words of its nearer end. Also where a script puts one anew.
(() => {
  const known = new WeakSet();
  const begin = (box) => {
    const range = box.querySelector("input[type=range]"), shown = box.querySelector("output");
    const [low, high] = [...box.querySelectorAll(".ends > *")].map((end) => end.textContent.trim());
    const skip = box.querySelector("input[type=checkbox]");
    const show = () => {
      const end = range.value < 50 ? low : range.value > 50 ? high : "";
      shown.value = skip?.checked ? "–" : range.value;
      range.setAttribute("aria-valuetext", end ? `${range.value}, ${end}` : range.value);
    };
    shown.hidden = false;
    range.addEventListener("input", () => { if (skip) skip.checked = false; show(); });
    skip?.addEventListener("change", show);
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
