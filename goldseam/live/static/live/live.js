// The doorbell: hears that something new is there, and fetches it through the page's own address. Nothing is stored.
// One stream for all tabs of a browser; none while nobody looks; where streams don't get through, it asks now and then.
(() => {
  const ADDRESS = "/live/", FIRST = 6000, SOON = 10000, LATE = 60000, TRY_AGAIN = 300000, CALM = 3000, TICK = 15000, SLEPT = 60000, LOCK = "live";
  const parts = () => [...document.querySelectorAll("[data-live-room]")];
  if (!parts().length) return;

  const seen = new Map();
  for (const { dataset } of parts()) {
    seen.set(dataset.liveRoom, Math.max(Number(dataset.liveAt) || 0, seen.get(dataset.liveRoom) ?? 0));
  }
  let since = Math.min(...seen.values());
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(LOCK) : null;
  const due = new Set();
  let source, first, next, wait = SOON, tried = 0, failed = 0, stopped = false, awake = false, leading = false, letGo, waiting;

  // -- what is heard -------------------------------------------------------------------------------------------------

  const heard = (room, at) => {
    since = Math.max(since, at);
    if (!seen.has(room) || at <= seen.get(room)) return;
    seen.set(room, at);
    due.add(room);
    wait = SOON;
    if (awake) fetchDue();
  };
  const tellAll = (room, at) => { channel?.postMessage({ room, at }); heard(room, at); };
  channel?.addEventListener("message", ({ data }) => { if (data.stop) stop(); else heard(data.room, data.at); });

  // -- the stream, and asking instead --------------------------------------------------------------------------------

  const arrived = () => { clearTimeout(first); first = undefined; };
  const hush = () => { arrived(); clearTimeout(next); source?.close(); source = undefined; };

  const listen = () => {
    hush();
    tried = Date.now();
    if (!("EventSource" in window)) { ask(); return; }
    source = new EventSource(`${ADDRESS}stream/?since=${since}`);
    first = setTimeout(instead, FIRST);
    source.addEventListener("here", () => { arrived(); failed = 0; });
    source.addEventListener("ring", ({ data }) => { const { room, at } = JSON.parse(data); tellAll(room, at); });
    source.addEventListener("error", () => {
      failed += 1;
      if (source?.readyState === EventSource.CLOSED || failed > 3) instead(); else first ??= setTimeout(instead, 2 * FIRST);
    });
  };
  const instead = () => { hush(); ask(); };

  const ask = async () => {
    clearTimeout(next);
    try {
      const answer = await fetch(`${ADDRESS}?since=${since}`, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) { channel?.postMessage({ stop: true }); stop(); return; }
      if (answer.ok) for (const [room, at] of Object.entries((await answer.json()).rooms)) tellAll(room, at);
    } catch { /* no network: later */ }
    if (!awake || !leading || source) return;
    if (Date.now() - tried > TRY_AGAIN) { failed = 0; listen(); return; }
    next = setTimeout(ask, wait);
    wait = Math.min(LATE, wait * 1.5);
  };

  // -- one tab leads, and only one that is looked at -----------------------------------------------------------------

  const lead = () => new Promise((resolve) => {
    if (!awake || stopped) { resolve(); return; }
    leading = true;
    letGo = () => { leading = false; letGo = undefined; hush(); resolve(); };
    listen();
  });

  const wake = () => {
    if (awake || stopped || document.hidden) return;
    awake = true;
    if (due.size) fetchDue();
    if (!navigator.locks) { lead(); return; }
    waiting = new AbortController();
    navigator.locks.request(LOCK, { signal: waiting.signal }, lead).catch(() => {});
  };
  const sleep = () => { awake = false; waiting?.abort(); letGo?.(); hush(); };
  const stop = () => { stopped = true; sleep(); };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { sleep(); return; }
    wake();
    setTimeout(() => { if (awake && !leading) ask(); }, 500);  // another tab leads: what was missed out of sight
  });
  addEventListener("pagehide", sleep);
  document.addEventListener("freeze", sleep);
  document.addEventListener("resume", wake);
  // A device that slept may hold a line that nobody is at the other end of, and no event says so: only its clock leaps.
  let ticked = Date.now();
  setInterval(() => {
    const slept = Date.now() - ticked > SLEPT;
    ticked = Date.now();
    if (!slept || !awake) return;
    if (leading) { failed = 0; listen(); } else ask();
  }, TICK);
  addEventListener("online", () => { if (leading && !source) { failed = 0; listen(); } });

  // -- fetching what this person may see -----------------------------------------------------------------------------

  const status = document.querySelector("[data-live-said]"), notice = document.querySelector("[data-live-notice]");
  const say = (words) => { if (status) { status.textContent = ""; setTimeout(() => { status.textContent = words; }, 100); } };
  const point = () => { if (notice?.hidden) { notice.hidden = false; say(notice.textContent.trim()); } };

  const typedIn = (part) => [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) =>
    field === document.activeElement
    || (["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT" ? [...field.options].some((one) => one.selected !== one.defaultSelected)
        : field.value !== field.defaultValue));
  const isSending = (part) => part.querySelector("form[data-sent]") !== null;

  // The same thing in the new part: of its kind and words, as many before it.
  const like = (part, one) => {
    const name = ({ tagName, textContent, name, href }) => `${tagName} ${name ?? ""} ${href ?? ""} ${textContent.trim()}`;
    return { find: (there) => [...there.querySelectorAll(one.tagName)].filter((other) => name(other) === name(one))[
      [...part.querySelectorAll(one.tagName)].filter((other) => name(other) === name(one)).indexOf(one)] };
  };
  const open = (part) => [...part.querySelectorAll("details")].map((fold) => [fold.querySelector("summary")?.textContent, fold.open]);
  const plain = (part) => part.innerHTML.replace(/(csrfmiddlewaretoken|kept_mark)" value="[^"]*"| open=""| hidden=""/g, "");

  // What somebody is in the middle of stays where they see it, whatever comes in above it.
  const holding = (part) => {
    const held = document.activeElement, top = held?.getBoundingClientRect().top;
    if (!held || held === document.body || part.contains(held) || top < 0 || top > innerHeight) return () => {};
    return () => scrollBy({ top: held.getBoundingClientRect().top - top, behavior: "instant" });
  };

  const put = (part, fresh) => {
    part.dataset.liveAt = fresh.dataset.liveAt;
    if (plain(part) === plain(fresh)) return false;
    const active = part.contains(document.activeElement) ? document.activeElement : null;
    const again = active && like(part, active).find(fresh), folds = new Map(open(part)), { scrollX, scrollY } = window, hold = holding(part);
    for (const fold of fresh.querySelectorAll("details")) fold.open = folds.get(fold.querySelector("summary")?.textContent) ?? fold.open;
    part.replaceChildren(...fresh.childNodes);
    if (active) {
      if (!again) part.tabIndex = -1;
      (again ?? part).focus({ preventScroll: true });
    }
    scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
    hold();
    document.dispatchEvent(new Event("fresh"));  // for scripts that look for what they belong to
    return true;
  };

  let fetching = false;
  const fetchDue = async () => {
    if (fetching) return;
    fetching = true;
    try {
      while (due.size && awake) {
        const rooms = new Set(due);
        due.clear();
        // What another script has put in place since is as new as what rang.
        const waitingParts = parts().filter(({ dataset }) => rooms.has(dataset.liveRoom) && !(Number(dataset.liveAt) >= seen.get(dataset.liveRoom)));
        if (!waitingParts.length) continue;
        // What is on its way brings the fresh page itself.
        if (waitingParts.some(isSending)) {
          for (const room of rooms) due.add(room);
          await new Promise((resolve) => { setTimeout(resolve, CALM); });
          continue;
        }
        // A page behind the PIN is never fetched by itself: that would keep open what nobody looks at.
        if (waitingParts.some((part) => "livePoint" in part.dataset)) { point(); continue; }
        const answer = await fetch(location.pathname + location.search, { redirect: "manual", cache: "no-store", headers: { Accept: "text/html" } });
        if (answer.type === "opaqueredirect" || !answer.ok) { point(); continue; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        let changed = false;
        for (const part of waitingParts) {
          const fresh = part.id && page.getElementById(part.id);
          if (isSending(part)) due.add(part.dataset.liveRoom); else if (!fresh || typedIn(part)) point(); else changed = put(part, document.importNode(fresh, true)) || changed;
        }
        if (changed) say(status?.dataset.liveSaid ?? "");
        await new Promise((resolve) => { setTimeout(resolve, CALM); });  // however often it rings, nobody's page flickers
      }
    } catch { point(); } finally { fetching = false; }
  };

  wake();
})();
