// Lets readers close notices that are not urgent, until they close the browser's tab.
export function init_notice(root) {
  include_fragment(root, function () {
    root.querySelectorAll("[data-closable]").forEach(add_closer);
  });
}

function add_closer(notice) {
  const key = "closed:" + notice.textContent.trim();
  if (is_remembered(key)) {
    notice.hidden = true;
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "c-emergency-notice__close";
  button.textContent = "关闭";
  button.setAttribute("aria-label", "关闭这条通知");
  button.addEventListener("click", function () {
    try {
      sessionStorage.setItem(key, "1");
    } catch (error) {
      console.warn(error.message); // then it is closed on this page only
    }
    notice.hidden = true;
  });
  notice.firstElementChild.appendChild(button);
}

function is_remembered(key) {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch (error) {
    return false;
  }
}
