// Sections below one another become tabs where there is room (manual activation: arrows move, Enter or Space shows).
export function init_tabs(root) {
  const wide = window.matchMedia("(min-width: 48em)");
  const links = Array.from(root.querySelectorAll("[data-tab]"));
  const panels = links.map(function (link) {
    return document.getElementById(link.hash.slice(1));
  });

  function select(chosen) {
    links.forEach(function (link, index) {
      link.setAttribute("aria-selected", String(index === chosen));
      link.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
  }

  function dress(on) {
    root.toggleAttribute("data-tabs", on);
    const list = links[0].closest("ul");
    list.setAttribute("role", on ? "tablist" : "list");
    links.forEach(function (link, index) {
      link.parentElement.setAttribute("role", on ? "presentation" : "listitem");
      if (on) {
        link.setAttribute("role", "tab");
        link.setAttribute("aria-controls", panels[index].id);
        panels[index].setAttribute("role", "tabpanel");
        panels[index].setAttribute("aria-labelledby", link.id);
      } else {
        ["role", "aria-controls", "aria-selected", "tabindex"].forEach(function (name) {
          link.removeAttribute(name);
        });
        panels[index].removeAttribute("role");
        panels[index].removeAttribute("aria-labelledby");
        panels[index].hidden = false;
      }
    });
    if (on) select(0);
  }

  links.forEach(function (link, index) {
    link.addEventListener("click", function (event) {
      if (!wide.matches) return;
      event.preventDefault();
      select(index);
    });
    link.addEventListener("keydown", function (event) {
      if (!wide.matches) return;
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) links[(index + step + links.length) % links.length].focus();
      if (event.key === " ") {
        event.preventDefault();
        select(index);
      }
    });
  });

  wide.addListener(function () {
    dress(wide.matches);
  });
  dress(wide.matches);
}
