// Text size and colours. All groups of buttons on the page show the same choice; it is remembered in this browser.
export function init_toolbar(root) {
  const html = document.documentElement;
  root.hidden = false;

  function what(button) {
    return button.closest("[data-reading]").dataset.reading;
  }

  function show() {
    const chosen = { text: html.dataset.text || "0", scheme: html.dataset.scheme || "auto" };
    document.querySelectorAll("[data-reading] button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(chosen[what(button)] === button.value));
    });
    return chosen;
  }

  function remember(chosen) {
    try {
      localStorage.setItem("reading", JSON.stringify({ v: 1, text: chosen.text, scheme: chosen.scheme }));
    } catch (error) {
      console.warn("reading preferences are not stored", error.name);
    }
  }

  root.addEventListener("click", function (event) {
    const button = event.target.closest("[data-reading] button");
    if (!button) return;
    const isDefault = button.value === "0" || button.value === "auto";
    if (isDefault) html.removeAttribute("data-" + what(button));
    else html.setAttribute("data-" + what(button), button.value);
    remember(show());
  });
  root.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !root.open) return;
    root.open = false;
    root.querySelector("summary").focus();
  });
  show();
}
