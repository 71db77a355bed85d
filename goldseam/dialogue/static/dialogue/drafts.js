// What is being written in a talk saves itself when the typing rests. It goes to the server, sealed for its writer, and
// nowhere else: the browser keeps nothing. A form without a place for a draft is left alone.
(() => {
  const status = document.querySelector("[data-talk-said]");
  if (!status) return;
  const RESTS = 1500, AGAIN = 15000, LIMIT = 20000, GOES_ALONG = 60000;
  const { saved, unsaved, offline } = status.dataset;
  const begun = new Map();  // a form of which something isn't saved yet, and the timer that will save it

  const address = (form) => new URL("../draft/", new URL(form.getAttribute("action"), location));
  const words = (form) => new URLSearchParams(new FormData(form));
  const later = (form, wait) => {
    clearTimeout(begun.get(form));
    begun.set(form, setTimeout(save, wait, form));
  };

  const tell = (form, told) => {
    let line = form.querySelector("[data-draft-said]");
    if (!line) {
      line = document.createElement("p");
      line.className = "hint";
      line.dataset.draftSaid = "";
      const last = [...form.querySelectorAll(".row")].pop();
      if (last) last.before(line); else form.append(line);
    }
    if (line.textContent === told) return;
    line.textContent = status.textContent = told;
  };

  const save = async (form, leaving = false) => {
    if (!begun.has(form) || "saving" in form.dataset) return;
    const body = words(form), sent = `${body}`, keepalive = leaving && sent.length < GOES_ALONG;
    let wait = AGAIN;
    form.dataset.saving = "";
    try {
      const answer = await fetch(address(form), { method: "POST", body, keepalive, redirect: "manual", signal: AbortSignal.timeout?.(LIMIT) });
      if (answer.status === 204) wait = RESTS;
      if ([204, 400].includes(answer.status) && `${words(form)}` === sent) { clearTimeout(begun.get(form)); begun.delete(form); }
      tell(form, answer.status === 204 ? saved : answer.status === 400 ? await answer.text() : unsaved);
    } catch {
      tell(form, offline);
    } finally {
      delete form.dataset.saving;
      if (begun.has(form)) later(form, wait);
    }
  };
  const saveAll = (leaving = false) => { for (const form of [...begun.keys()]) save(form, leaving); };

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target: { form } }) => {
      if (form?.elements.namedItem("draft")?.disabled === false && !("sent" in form.dataset)) later(form, RESTS);
    });
  }
  // What is sent is no draft any more. Whoever sends it waits for a save that is on its way; none comes after it.
  document.addEventListener("submit", ({ target }) => { clearTimeout(begun.get(target)); begun.delete(target); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAll(true); });
  addEventListener("pagehide", () => saveAll(true));
  addEventListener("online", () => saveAll());
})();
