// Shows in a dialog what publishing the page in the editor would change.
(() => {
  const PATIENCE = 5000; // milliseconds until the last edits should be saved
  const ADDRESS = document.currentScript.dataset.impact;
  const EDIT = /\/pages\/(\d+)\/edit\/$/;

  function makeDialog() {
    const dialog = document.createElement("dialog");
    dialog.className = "publishing-impact";
    dialog.setAttribute("aria-labelledby", "publishing-impact-title");
    dialog.innerHTML =
      '<h2 id="publishing-impact-title">发布影响</h2><div data-answer aria-live="polite"></div>' +
      '<form method="dialog"><button class="button button-secondary">关闭</button></form>';
    document.body.append(dialog);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    return dialog;
  }

  // What was typed is saved by Wagtail a moment later; what the server has not got, it cannot take into account.
  let typed = false;
  const note = (value) => () => { typed = value; };
  document.addEventListener("w-unsaved:add", note(true));
  document.addEventListener("w-autosave:success", note(false));
  document.addEventListener("input", (event) => { typed ||= Boolean(event.target.closest("[data-edit-form]")); });

  function untilSaved() {
    if (!typed) return Promise.resolve();
    return new Promise((resolve) => {
      for (const name of ["w-autosave:success", "w-autosave:error"]) {
        document.addEventListener(name, () => setTimeout(resolve), { once: true });
      }
      setTimeout(resolve, PATIENCE);
    });
  }

  async function read() {
    await untilSaved();
    const unsaved = typed ? "<p>有修改还没有保存，没有计算在内。请检查填写的内容，或先保存草稿。</p>" : "";
    return unsaved + await ask();
  }

  async function ask() {
    const found = EDIT.exec(location.pathname);
    if (!found) return "<p>草稿还没有保存。填写标题并保存草稿后，再看发布的影响。</p>";
    try {
      const answer = await fetch(ADDRESS.replace("/0/", `/${found[1]}/`));
      if (answer.ok && !answer.redirected) return await answer.text();
      return "<p>无法计算影响：没有权限，或登录已过期。</p>";
    } catch {
      return "<p>暂时无法连接服务器，请稍后再试。</p>";
    }
  }

  let dialog;
  document.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-publishing-impact]")) return;
    dialog ??= makeDialog();
    const place = dialog.querySelector("[data-answer]");
    place.innerHTML = "<p>正在计算……</p>";
    dialog.showModal();
    place.innerHTML = await read();
  });
})();
