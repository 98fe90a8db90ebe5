// With script the mirror's own search page answers; without it the form goes to the page of the public dynamic host.
export function init_site_search(root) {
  root.action = "/search.html";
}
