// Closes what is only mine after a while without a hand on it. Typing and touching keep it open.
(() => {
  const { idleMinutes, idleUrl, stayUrl, stayToken } = document.body.dataset;
  if (!idleMinutes || !idleUrl) return;
  const limit = Number(idleMinutes) * 60000, every = 45000;
  let touched = Date.now(), told = touched;
  const close = () => {
    document.documentElement.dataset.covered = "";
    document.body.replaceChildren();
    location.replace(idleUrl);
  };
  const look = () => { if (Date.now() - touched >= limit) close(); };
  const stay = () => {
    look();
    touched = Date.now();
    if (!stayUrl || touched - told < every) return;
    told = touched;
    fetch(stayUrl, { method: "POST", headers: { "X-CSRFToken": stayToken ?? "" }, credentials: "same-origin", redirect: "manual" }).catch(() => {});
  };
  for (const kind of ["pointerdown", "keydown", "input", "touchmove"]) addEventListener(kind, stay, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
})();
