// Last in the bundle: finds [data-m] and starts what is named there. A part that fails leaves its HTML usable.
(function () {
  const modules = {
    nav: init_nav,
    tabs: init_tabs,
    fragment: init_fragment,
    notice: init_notice,
    share_print: init_share_print,
    to_top: init_to_top,
    toolbar: init_toolbar,
    gallery: init_gallery,
    scroll_box: init_scroll_box,
    policy_library: init_policy_library,
    site_search: init_site_search,
  };
  document.querySelectorAll("[data-m]").forEach(function (root) {
    try {
      modules[root.dataset.m](root);
    } catch (error) {
      console.error(root.dataset.m, error);
    }
  });
})();
