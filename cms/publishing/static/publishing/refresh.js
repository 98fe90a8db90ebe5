// Keeps the dashboard current; without script it is as current as its last loading.
(() => {
  const PAUSE = 2000; // milliseconds
  const part = document.querySelector("[data-publishing-refresh]");
  if (!part) return;
  let last = "";

  async function refresh() {
    if (!document.hidden) {
      try {
        const answer = await fetch(part.dataset.publishingRefresh);
        if (answer.redirected || answer.status === 403) return; // logged out
        const html = answer.ok ? await answer.text() : last;
        // Whoever is about to press a button in it must not lose it.
        if (html !== last && !part.contains(document.activeElement)) part.innerHTML = last = html;
      } catch {
        // The server cannot be reached; it is asked again.
      }
    }
    setTimeout(refresh, PAUSE);
  }

  setTimeout(refresh, PAUSE);
})();
