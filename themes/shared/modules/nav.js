// Disclosure navigation: the menu button opens the list on narrow screens, a button beside each section its panel.
export function init_nav(root) {
  const menu = document.querySelector("[data-nav-menu]");
  const openers = Array.from(root.querySelectorAll(".c-site-nav__panel"), function (panel) {
    const opener = document.createElement("button");
    opener.type = "button";
    opener.className = "c-site-nav__opener";
    opener.setAttribute("aria-controls", panel.id);
    opener.setAttribute("aria-label", panel.parentElement.firstElementChild.textContent + " 子栏目");
    panel.before(opener);
    return opener;
  });

  function show(opener, open) {
    opener.setAttribute("aria-expanded", String(open));
    document.getElementById(opener.getAttribute("aria-controls")).hidden = !open;
  }

  function closeAll(except) {
    openers.forEach(function (opener) {
      if (opener !== except) show(opener, false);
    });
  }

  openers.forEach(function (opener) {
    show(opener, false);
    opener.addEventListener("click", function () {
      closeAll(opener);
      show(opener, opener.getAttribute("aria-expanded") !== "true");
    });
  });

  if (menu) {
    menu.addEventListener("click", function (event) {
      event.preventDefault();
      const open = menu.getAttribute("aria-expanded") !== "true";
      menu.setAttribute("aria-expanded", String(open));
      root.toggleAttribute("data-open", open);
    });
    menu.setAttribute("role", "button");
    menu.setAttribute("aria-expanded", "false");
  }

  root.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const open = openers.find(function (opener) {
      return opener.getAttribute("aria-expanded") === "true";
    });
    if (!open) return;
    show(open, false);
    open.focus();
  });

  document.addEventListener("click", function (event) {
    if (!root.contains(event.target)) closeAll();
  });
  root.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) closeAll();
  });
}
