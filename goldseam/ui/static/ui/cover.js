// A page that shows something private is covered while it is out of sight, and never comes back from the browser's memory.
(() => {
  const page = document.documentElement;
  if (document.body.hasAttribute("data-private")) {
    document.addEventListener("visibilitychange", () => { page.toggleAttribute("data-covered", document.hidden); });
    addEventListener("pagehide", () => page.setAttribute("data-covered", ""));
  }
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    page.setAttribute("data-covered", "");
    document.body.replaceChildren();
    location.reload();
  });
})();
