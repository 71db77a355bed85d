// The forms of a room are sent without leaving the page, so that no other word in it is lost. Without a network what
// was written stays here, is shown to wait, and goes once by itself: each form carries the id of what it does, and the
// server does that once. Nothing is put anywhere else in the browser. Without this script the forms go as any form does.
(() => {
  const status = document.querySelector("[data-talk-said]"), there = () => document.querySelector("[data-room]");
  if (!there() || !status) return;
  const FIRST = 4000, LATE = 30000, LIMIT = 20000, SAVES = 3000;
  const queue = [];  // what was pressed and has no answer yet, in its order
  const held = new Map();  // words in forms that had to go from the page, until such a form comes again
  let going = false, wait = FIRST, again, told = "";

  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
  const say = (words) => { status.textContent = ""; setTimeout(() => { status.textContent = words; }, 100); };

  // -- a form, and what is typed in it -------------------------------------------------------------------------------

  const goes = (form) => form.closest("[data-room]") && form.method === "post" && /\/(act|calm|take-back)\/(\?|$)/.test(form.getAttribute("action") ?? "");
  const value = (form, name) => form.elements.namedItem(name)?.value ?? "";
  const fields = (form) => [...form.elements].filter(({ name, type, tagName }) => name && tagName !== "BUTTON" && type !== "hidden");
  const key = (form) => [form.getAttribute("action"), value(form, "deed"), value(form, "draft"), ...fields(form).map(({ name }) => name)].join(" ");
  const ticked = ({ type }) => ["checkbox", "radio"].includes(type);
  const isTyped = (field) => (ticked(field) ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? [...field.options].some((one) => one.selected !== one.defaultSelected)
      : field.value !== field.defaultValue);

  const hold = (form) => {
    const typed = fields(form).map(({ name, type, value: told, checked }) => ({ name, told, checked, type }));
    if (fields(form).some(isTyped)) held.set(key(form), typed);
  };
  const give = (form) => {
    const typed = held.get(key(form));
    if (!typed) return;
    held.delete(key(form));
    for (const field of fields(form)) {
      const one = typed.find(({ name, told, type }) => name === field.name && type === field.type && (!ticked(field) || told === field.value));
      if (!one) continue;
      if (ticked(field)) field.checked = one.checked; else field.value = one.told;
    }
    for (const line of there().querySelectorAll("[data-begun]")) line.hidden = true;  // it stands here already
    form.elements.namedItem("draft")?.removeAttribute("disabled");  // and goes on saving itself
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  // A form that is on its way can be read and not changed: what arrives is what stands there.
  const lock = (form) => {
    form.dataset.sent = "";
    for (const field of fields(form)) field.readOnly = true;  // a tick knows no such thing: see the click below
    for (const one of form.elements) if (one.tagName === "BUTTON") one.setAttribute("aria-disabled", "true");
  };
  addEventListener("click", (event) => {
    if (event.target.closest("[data-room] form[data-sent]") && event.target.closest("label, input, select, button")) event.preventDefault();
  }, true);

  const line = (form, words) => {
    if (!form || !words) return;
    let shown = form.querySelector("[data-send-said]");
    if (!shown) {
      shown = document.createElement("p");
      shown.className = "hint";
      shown.dataset.sendSaid = "";
      form.append(shown);
    }
    form.querySelector("[data-draft-said]")?.remove();
    shown.textContent = words;
  };

  // -- the fresh page in place of the old one ------------------------------------------------------------------------

  const importing = (node) => document.importNode(node, true);
  const names = ({ tagName, textContent, name, value: told }) => `${tagName} ${name ?? ""} ${told ?? ""} ${textContent.trim()}`;
  const foldOver = (one) => one.closest("details:not([open]) > :not(summary)")?.parentElement;
  // The same button, or the fold that it lies in now.
  const likeIn = (room, one) => {
    let found = [...room.querySelectorAll(one.tagName)].find((other) => names(other) === names(one));
    for (let fold = found && foldOver(found); fold; fold = foldOver(found)) found = fold.querySelector("summary");
    return found;
  };
  const heading = (room) => room.querySelector("h1")?.textContent.trim();
  const focus = (found) => {
    if (!found.matches("a[href], button, input, textarea, select, summary")) found.tabIndex = -1;
    found.focus();
  };

  const isOurs = (fresh) => fresh && fresh.dataset.room.split("?")[0] === there().dataset.room.split("?")[0];

  const put = (fresh, done = null) => {
    const room = there(), before = heading(room), active = room.contains(document.activeElement) ? document.activeElement : null;
    const folds = new Map([...room.querySelectorAll("details")].filter((fold) => !fold.contains(done)).map((fold) => [fold.querySelector("summary")?.textContent.trim(), fold.open]));
    for (const form of room.querySelectorAll("form")) if (form !== done) hold(form);
    room.className = fresh.className;
    room.replaceChildren(...importing(fresh).childNodes);
    for (const fold of room.querySelectorAll("details")) {
      fold.open = fold.open || (heading(room) === before && folds.get(fold.querySelector("summary")?.textContent.trim()));
    }
    for (const form of room.querySelectorAll("form")) give(form);
    for (const one of queue) {
      one.form = [...room.querySelectorAll("form")].find((form) => key(form) === one.key);
      if (one.form) { lock(one.form); line(one.form, told); }
    }
    for (const notice of document.querySelectorAll("[data-live-notice]")) notice.hidden = true;  // it is new now
    document.dispatchEvent(new Event("fresh"));
    return { room, active, moved: heading(room) !== before };
  };

  // Where somebody goes on: what was refused, the new step, or the same button as before.
  const goOn = ({ room, active, moved }, refused) => {
    const notice = refused ? room.querySelector(".notice") : null;
    const same = !moved && active && likeIn(room, active);
    const found = notice ?? (same || (active || moved ? room.querySelector("h1") : null));
    if (found) focus(found);
  };

  // -- sending -------------------------------------------------------------------------------------------------------

  const pageOf = async (answer) => ({ answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") });
  const send = async (one) => {
    try {
      for (const end = Date.now() + SAVES; one.form && "saving" in one.form.dataset && Date.now() < end;) await pause(50);
      const answer = await fetch(one.action, { method: "POST", body: one.body, headers: { Accept: "text/html" }, signal: AbortSignal.timeout?.(LIMIT) });
      if (answer.status < 500 && answer.status !== 429) return await pageOf(answer);
      keep(status.dataset.busy);
    } catch {
      keep(status.dataset.waiting);
    }
    return null;
  };

  const keep = (words) => {
    for (const { form } of queue) line(form, words);
    if (words !== told) say(words);
    told = words;
    again = setTimeout(flush, wait);
    wait = Math.min(LATE, wait * 1.5);
  };

  // Anything but the room is shown as it is without a script: the form goes once more, by the browser itself.
  const byItself = ({ action, body }) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = action;
    form.hidden = true;
    for (const [name, told] of body) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = told;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  };

  const show = (one, { answer, page }) => {
    const fresh = page.querySelector("[data-room]"), isRoom = isOurs(fresh);
    if (isRoom) {
      if (answer.redirected) history.replaceState(null, "", answer.url);
      goOn(put(fresh, one.form), !answer.ok);
      if (answer.ok) say(status.dataset.sent);
    } else if (answer.ok && answer.redirected) location.replace(answer.url); else byItself(one);
    return isRoom;
  };

  const flush = async () => {
    if (going) return;
    going = true;
    clearTimeout(again);
    while (queue.length) {
      const answered = await send(queue[0]);
      if (!answered) break;
      wait = FIRST;
      told = "";
      if (!show(queue.shift(), answered)) return;  // the page is being left
    }
    going = false;
  };

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !goes(form)) return;
    event.preventDefault();
    if ("sent" in form.dataset) return;
    const body = new URLSearchParams(new FormData(form));
    if (submitter?.name) body.append(submitter.name, submitter.value);
    lock(form);
    queue.push({ form, body, key: key(form), action: form.getAttribute("action") });
    flush();
  });

  const soon = () => { if (queue.length && !document.hidden) { wait = FIRST; flush(); } };
  for (const kind of ["online", "pageshow"]) addEventListener(kind, soon);
  for (const kind of ["visibilitychange", "resume"]) document.addEventListener(kind, soon);

  // "There is something new. Look", and the end of a break: the fresh page comes, and what is typed stays.
  const lookAgain = async (elsewhere) => {
    const { answer, page } = await pageOf(await fetch(location.pathname + location.search, { cache: "no-store", headers: { Accept: "text/html" }, signal: AbortSignal.timeout?.(LIMIT) }));
    const fresh = page.querySelector("[data-room]");
    if (!answer.ok || !isOurs(fresh)) { elsewhere(); return; }
    goOn({ ...put(fresh), moved: true }, false);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-live-notice] a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    lookAgain(() => location.assign(link.href)).catch(() => say(status.dataset.silent));
  });
  document.addEventListener("look-again", (event) => {
    event.preventDefault();
    lookAgain(() => {}).catch(() => {});  // without a network the page stays as it is, and asks again
  });
})();
