// Asks the browser for its own push address and puts it into the form; the form goes as any other. Leaving takes it back.
(() => {
  const form = document.querySelector("[data-push-key]"), away = document.querySelector("[data-push-away]");
  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!can) return;
  const raw = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const told = async () => (await navigator.serviceWorker.ready).pushManager;
  const subscribed = async () => {
    const manager = await told();
    // One that waits for another key of the server would never hear.
    await (await manager.getSubscription())?.unsubscribe();
    return manager.subscribe({ userVisibleOnly: true, applicationServerKey: raw(form.dataset.pushKey) });
  };

  if (form) {
    form.hidden = false;
    document.querySelector("[data-push-without]").hidden = true;
    form.addEventListener("submit", async (event) => {
      if (form.elements.endpoint.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      try {
        if ((await Notification.requestPermission()) !== "granted") throw new Error("no");
        const { endpoint, keys } = (await subscribed()).toJSON();
        Object.assign(form.elements.endpoint, { value: endpoint });
        Object.assign(form.elements.p256dh, { value: keys.p256dh });
        Object.assign(form.elements.auth, { value: keys.auth });
        form.requestSubmit();
      } catch {
        form.querySelector("[data-push-no]").hidden = false;
      }
    }, true);
  }

  away?.addEventListener("submit", async (event) => {
    if (away.dataset.done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    away.dataset.done = "1";
    try { await (await (await told()).getSubscription())?.unsubscribe(); } finally { away.requestSubmit(); }
  }, true);
})();
