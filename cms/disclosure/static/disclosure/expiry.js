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
    const words = document.createElement("span");
    // One button for all proposals: one that is made anew between the pressing and the letting go of the mouse would lose the click.
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = "填入";
    expires.closest(".w-field__wrapper, .w-field, div").append(line);
    let asked = 0;
    let proposed = "";

    button.addEventListener("click", () => {
      expires.value = proposed;
      expires.dispatchEvent(new Event("change", { bubbles: true }));
      expires.focus();
    });

    function show(proposal) {
      proposed = expires.value ? "" : proposal.expires;
      words.textContent = `${proposal.words} `;
      if (!proposed) line.replaceChildren();
      else if (!line.hasChildNodes()) line.append(words, button);
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
