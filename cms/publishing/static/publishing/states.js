// Fills the marks of pages with where they are on their way to the mirror, and asks again while one is under way.
(() => {
  const ADDRESS = document.currentScript.dataset.states;
  const SOON = 400, LATER = 2000, PATIENCE = 30000; // milliseconds
  const EDIT = /\/pages\/(\d+)\/edit\/(?:\?.*)?$/;
  let timer = 0, since = performance.now(), asking = false, again = false;

  function markMessages() {
    for (const edit of document.querySelectorAll(".messages .buttons a")) {
      const found = EDIT.exec(edit.getAttribute("href"));
      const message = edit.closest("li");
      if (!found || message.querySelector("[data-publishing-page]")) continue;
      const mark = document.createElement("span");
      mark.className = "publishing-state publishing-state--message";
      mark.setAttribute("role", "status");
      mark.dataset.publishingPage = found[1];
      edit.parentElement.before(mark);
      // The first link leads to the mirror, where the page is not yet; the mark becomes the link when it is.
      const view = edit.parentElement.firstElementChild;
      if (view !== edit) view.hidden = true;
    }
  }

  function waiting() {
    return [...document.querySelectorAll("[data-publishing-page]")].filter(
      (mark) => mark.dataset.publishingPage && mark.dataset.settled !== "true"
    );
  }

  function show(mark, status) {
    const said = JSON.stringify(status);
    if (mark.said === said) return;
    mark.said = said;
    mark.dataset.state = status.state;
    mark.dataset.settled = status.settled;
    const label = document.createElement(status.url ? "a" : "span");
    label.textContent = status.label;
    if (status.url) Object.assign(label, { href: status.url, target: "_blank", rel: "noreferrer" });
    const detail = document.createElement("span");
    detail.className = "publishing-state__detail";
    detail.textContent = [status.since, status.why].filter(Boolean).join(" ");
    mark.title = [status.label, detail.textContent].filter(Boolean).join(" ");
    mark.replaceChildren(label, ...(detail.textContent ? [detail] : []));
    mark.dispatchEvent(new CustomEvent("publishing:state", { bubbles: true, detail: status }));
  }

  // One question at a time; what came up meanwhile is asked next.
  async function ask() {
    clearTimeout(timer);
    again = asking;
    if (asking || document.hidden) return;
    const marks = waiting();
    if (!marks.length) return;
    asking = true;
    const answered = await update(marks);
    asking = false;
    if (!answered) return;
    const pause = again ? 0 : performance.now() - since < PATIENCE ? SOON : LATER;
    if (waiting().length) timer = setTimeout(ask, pause);
  }

  // Returns whether it makes sense to ask again.
  async function update(marks) {
    const numbers = [...new Set(marks.map((mark) => mark.dataset.publishingPage))].slice(0, 200);
    try {
      const answer = await fetch(`${ADDRESS}?pages=${numbers.join(",")}`, { headers: { Accept: "application/json" } });
      if (answer.redirected) return false; // logged out
      if (answer.ok) {
        const { pages } = await answer.json();
        for (const mark of marks) {
          const status = pages[mark.dataset.publishingPage];
          if (status) show(mark, status);
          else mark.dataset.settled = "true";
        }
      }
    } catch {
      // The server cannot be reached; it is asked again.
    }
    return true;
  }

  function begin() {
    since = performance.now();
    // A page that was just created got its number in the address.
    const found = EDIT.exec(location.pathname);
    for (const mark of document.querySelectorAll('[data-publishing-page=""]')) if (found) mark.dataset.publishingPage = found[1];
    markMessages();
    ask();
  }

  document.addEventListener("visibilitychange", ask);
  document.addEventListener("w-swap:success", begin);
  document.addEventListener("w-autosave:success", begin);
  // The message comes early in the page; the admin's own scripts, which take longer, are not waited for.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  begin();
})();
