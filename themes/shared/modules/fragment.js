// Fetches what the web server would have included, where it has not; the plain link stays if that fails.
export function init_fragment(root) {
  include_fragment(root, function () {});
}

// A server that includes leaves nothing of the comment, whether there was something to include or not.
function include_fragment(root, done) {
  const comment = Array.from(root.childNodes).find(function (node) {
    return node.nodeType === Node.COMMENT_NODE && node.data.indexOf("#include") === 0;
  });
  if (!comment) {
    done();
    return;
  }
  fetch(root.dataset.src)
    .then(function (answer) {
      if (!answer.ok) throw new Error(root.dataset.src + " " + answer.status);
      return answer.text();
    })
    .then(function (html) {
      const parsed = new DOMParser().parseFromString(html, "text/html").querySelector("[data-fragment]");
      if (parsed) root.insertBefore(document.importNode(parsed, true), root.firstChild);
      done();
    })
    .catch(function (error) {
      console.warn(error.message);
    });
}
