// A form that waited behind a door is sent by itself, once: never again when somebody comes back to this page.
(() => {
  const form = document.querySelector("form[data-again]");
  const [arrival] = performance.getEntriesByType("navigation");
  if (form && arrival?.type === "navigate") form.requestSubmit();
})();
