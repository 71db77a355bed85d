// Shows a passphrase while it is typed, for those who want to see it. It is hidden again before it is sent.
(() => {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal), show = button.textContent;
    const set = (open) => {
      field.type = open ? "text" : "password";
      button.textContent = open ? button.dataset.hide : show;
      button.setAttribute("aria-pressed", open);
    };
    button.hidden = false;
    button.setAttribute("aria-controls", field.id);
    button.addEventListener("click", () => set(field.type === "password"));
    field.form?.addEventListener("submit", () => set(false));
  }
})();
