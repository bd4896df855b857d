// The service worker, where the browser has such a thing and the page is safe enough for it.

if ("serviceWorker" in navigator && window.isSecureContext) {
  void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
