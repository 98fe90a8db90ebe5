// A wide table scrolls in its own box; whoever has no pointer must be able to reach that box.
export function init_scroll_box(root) {
  root.querySelectorAll("table").forEach(function (table) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  });
}
