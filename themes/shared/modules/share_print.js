export function init_share_print(root) {
  root.hidden = false;
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details").forEach(function (details) {
      details.open = true;
    });
  });
  root.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.action === "print") window.print();
    if (button.dataset.action === "back") {
      if (history.length > 1) history.back();
      else location.href = root.dataset.parent;
    }
  });
}
