// Exit: cover first, then leave, so that nothing stays on the screen while the next page loads.
(() => {
  const link = document.querySelector("a.exit");
  if (!link) return;
  const away = link.href;
  const leave = () => {
    document.documentElement.dataset.covered = "";
    document.title = "Notes";
    document.body.replaceChildren();
    location.replace(away);
  };
  link.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { presses = []; return; }
    if (event.repeat) return;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < 5000), now];
    if (presses.length >= 3) leave();
  }, true);
})();
