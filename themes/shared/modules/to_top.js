// Shown after two screens; before that, and without script, the footer has the same link.
export function init_to_top(root) {
  const sentinel = document.createElement("div");
  sentinel.className = "c-to-top__sentinel";
  document.body.insertBefore(sentinel, document.body.firstChild);
  new IntersectionObserver(
    function (entries) {
      root.hidden = entries[0].isIntersecting;
    },
    { rootMargin: "200% 0px 0px" }
  ).observe(sentinel);
}
