// A code in the link stands after its #, which no browser sends anywhere; it is put into its field and taken from the address.
(() => {
  const field = document.querySelector("[data-from-fragment]");
  const take = () => {
    if (location.hash.length < 2) return;
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  };
  if (!field) return;
  addEventListener("hashchange", take);
  take();
})();
