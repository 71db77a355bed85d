// The six words of a link stand behind its #, which a browser keeps to itself. They go into the field, and out of the
// address, so that neither the history nor a look over the shoulder shows them.
(() => {
  const field = document.querySelector("[data-from-link]");
  const words = decodeURIComponent(location.hash.slice(1)).trim();
  if (!field || !words) return;
  field.value = words;
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("button").focus();
})();
