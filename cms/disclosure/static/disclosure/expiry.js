/* Proposes a last day of validity in the form of a document, while that field is empty. */
(() => {
  "use strict";

  const field = (name) => document.getElementById(`id_${name}`);

  function start() {
    const expires = field("expires");
    if (!expires || !expires.dataset.expiryUrl) return;
    const sources = ["title", "category", "effective"].map(field).filter(Boolean);
    const line = document.createElement("p");
    line.className = "help";
    line.setAttribute("role", "status");
    expires.closest(".w-field__wrapper, .w-field, div").append(line);
    let asked = 0;

    function fill(day) {
      expires.value = day;
      expires.dispatchEvent(new Event("change", { bubbles: true }));
      show({ expires: "", words: "" });
      expires.focus();
    }

    function show(proposal) {
      line.replaceChildren();
      if (!proposal.expires || expires.value) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = "填入";
      button.addEventListener("click", () => fill(proposal.expires));
      line.append(`${proposal.words} `, button);
    }

    async function ask() {
      const turn = ++asked;
      if (expires.value) return show({ expires: "", words: "" });
      const given = new URLSearchParams(sources.map((each) => [each.name, each.value]));
      // Without an answer nothing is proposed; the field can be filled in all the same.
      const answer = await fetch(`${expires.dataset.expiryUrl}?${given}`).catch(() => null);
      const proposal = answer && answer.ok ? await answer.json() : { expires: "", words: "" };
      if (turn === asked) show(proposal);
    }

    [...sources, expires].forEach((each) => each.addEventListener("change", ask));
    ask();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
