// Opens the large picture in a dialog; without <dialog> the links open the picture itself.
export function init_gallery(root) {
  const links = Array.from(root.querySelectorAll("[data-large]"));
  const dialog = root.querySelector("dialog");
  if (!dialog || !dialog.showModal || !links.length) return;
  const picture = dialog.insertBefore(document.createElement("img"), dialog.firstChild);
  const caption = dialog.querySelector("[data-caption]");
  let current = 0;

  function show(index) {
    current = (index + links.length) % links.length;
    const link = links[current];
    picture.src = link.href;
    picture.alt = link.querySelector("img").alt;
    caption.textContent = current + 1 + " / " + links.length + "　" + link.dataset.large;
  }

  links.forEach(function (link, index) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      show(index);
      dialog.showModal();
    });
  });
  dialog.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.action === "close") dialog.close();
    else show(current + Number(button.value));
  });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "ArrowRight") show(current + 1);
    if (event.key === "ArrowLeft") show(current - 1);
  });
  dialog.addEventListener("close", function () {
    links[current].focus();
  });
}
