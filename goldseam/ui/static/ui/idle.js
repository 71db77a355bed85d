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
  const tell = () => {
    told = Date.now();
    fetch(stayUrl, { method: "POST", headers: { "X-CSRFToken": stayToken ?? "" }, credentials: "same-origin", redirect: "manual" }).catch(() => {});
  };
  // A touch soon after the last message is told a little later, so that the server never closes before the page does.
  const look = () => {
    const now = Date.now();
    if (now - touched >= limit) close();
    else if (stayUrl && touched > told && now - told >= every) tell();
  };
  const stay = () => { look(); touched = Date.now(); };
  for (const kind of ["pointerdown", "keydown", "input", "touchmove"]) addEventListener(kind, stay, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
})();
