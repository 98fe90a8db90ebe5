// Fetches what the web server would have included, where it has not; the plain link stays if that fails.
export function init_fragment(root) {
  if (root.querySelector("[data-fragment]")) return;
  fetch(root.dataset.src)
    .then(function (answer) {
      if (!answer.ok) throw new Error(root.dataset.src + " " + answer.status);
      return answer.text();
    })
    .then(function (html) {
      const parsed = new DOMParser().parseFromString(html, "text/html").querySelector("[data-fragment]");
      if (parsed) root.insertBefore(document.importNode(parsed, true), root.firstChild);
    })
    .catch(function (error) {
      console.warn(error.message);
    });
}
