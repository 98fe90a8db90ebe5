// What readers may mean, below the field while they type: an editable combobox with a list, after WAI-ARIA's practices.
const PAUSE = 150; // milliseconds after the last key
const LONGEST = 50;

// `address(text)` is where suggestions are asked for; `choose(suggestion)` goes on with one.
export function Suggestions(field, list, address, choose) {
  let found = [], current = -1, timer = 0, end = () => {}, composing = false;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  show([]);

  function show(suggestions) {
    found = suggestions;
    current = -1;
    list.textContent = "";
    found.forEach((each, index) => {
      const text = each.html ? marked(each.html) : [each.text];
      list.appendChild(make("li", { role: "option", id: list.id + "-" + index, "aria-selected": "false" }, text));
    });
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    field.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    end();
    show([]);
  }

  function move(index) {
    const options = list.children;
    if (current >= 0) options[current].setAttribute("aria-selected", "false");
    current = index;
    if (current < 0) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    options[current].setAttribute("aria-selected", "true");
    options[current].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[current].id);
  }

  function look() {
    clearTimeout(timer);
    end();
    const text = field.value.trim();
    if (!text || text.length > LONGEST) {
      show([]);
      return;
    }
    timer = setTimeout(() => {
      end = ask(address(text), (error, answer) => {
        if (document.activeElement === field) show(error ? [] : answer.results);
      });
    }, PAUSE);
  }

  field.addEventListener("compositionstart", () => {
    composing = true;
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    look();
  });
  field.addEventListener("input", () => {
    if (!composing) look();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || composing) return;
    const count = found.length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      const chosen = found[current];
      close();
      choose(chosen);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      // One place more than there are: the field itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      move(((current + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "ArrowDown" && !count) {
      event.preventDefault();
      look();
    }
  });
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps the focus
  });
  list.addEventListener("click", (event) => {
    const place = Array.from(list.children).indexOf(event.target.closest("[role=option]"));
    if (place < 0) return;
    const chosen = found[place];
    close();
    choose(chosen);
  });
  this.close = close;
}
