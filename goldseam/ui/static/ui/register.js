// The service worker keeps the help page and the files of the house for times without a network. It never holds a private page.
navigator.serviceWorker?.register(document.currentScript.dataset.worker).catch(() => {});
