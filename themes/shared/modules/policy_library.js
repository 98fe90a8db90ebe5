// Filters the library of policy documents by title and metadata, over one small file for each year. What is searched for in
// the text of documents is asked of the search page, as everything is when a file cannot be read.
export function init_policy_library(root) {
  const shown = document.getElementById("policies");
  const said = root.querySelector("[data-said]");
  const parts = root.querySelector("[data-number-parts]");
  const fields = root.elements;
  const before = Array.from(shown.childNodes);
  const files = {};
  const LONGEST = 100;

  function value(name) {
    return fields[name].value.trim();
  }

  // The number is put together from its parts; the field for it as a whole stays for who comes without script.
  function part(name) {
    return parts.querySelector('[data-part="' + name + '"]').value.trim();
  }
  parts.hidden = false;
  fields.number.closest("p").hidden = true;

  function join_number() {
    const year = part("year");
    const serial = part("serial").replace(/\D/g, "");
    fields.number.value = part("mark") + (year ? "〔" + year + "〕" : "") + (serial ? serial + "号" : "");
  }

  function split_number() {
    const found = /^(.*?)(?:〔(\d{4})〕)?(?:第?(\d+)号)?$/.exec(value("number")) || [];
    ["mark", "year", "serial"].forEach(function (name, index) {
      parts.querySelector('[data-part="' + name + '"]').value = found[index + 1] || "";
    });
  }

  function file_of(year) {
    if (!files[year]) {
      files[year] = fetch(root.dataset.folder + "/library-" + year + ".json").then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      });
      files[year].catch(function () {
        delete files[year];
      });
    }
    return files[year];
  }

  function years() {
    const from = value("from").slice(0, 4);
    const to = value("to").slice(0, 4);
    return root.dataset.years.split(",").filter(function (year) {
      return year && (!from || year >= from) && (!to || year <= to);
    });
  }

  function words() {
    return value("q").toLowerCase().split(/\s+/).filter(Boolean);
  }

  function fits(each) {
    const number = /^(.*?)(?:〔(\d{4})〕|第)(\d+)号$/.exec(each.number) || ["", "", "", ""];
    const title = (each.title + " " + each.number).toLowerCase();
    return ["genre", "validity"].every(function (name) {
      return !value(name) || each[name] === value(name);
    }) && (!value("organisation") || each.publishers.includes(value("organisation"))) &&
      each.theme.startsWith(value("theme")) &&
      (!part("mark") || number[1] === part("mark")) &&
      (!part("year") || number[2] === part("year")) &&
      (!part("serial") || number[3] === part("serial").replace(/\D/g, "")) &&
      (!value("from") || each.date >= value("from")) && (!value("to") || each.date <= value("to")) &&
      (!value("created_from") || each.created >= value("created_from")) &&
      (!value("created_to") || each.created <= value("created_to")) &&
      words().every(function (word) {
        return title.includes(word);
      });
  }

  // Nearer the beginning of a shorter title is the better match.
  function rank(each) {
    return words().reduce(function (sum, word) {
      return sum + each.title.toLowerCase().indexOf(word);
    }, 0) + each.title.length / 1000;
  }

  function row(each) {
    const item = root.querySelector("[data-row]").content.cloneNode(true);
    const link = item.querySelector("a");
    link.href = each.url;
    link.querySelector("[data-title]").textContent = each.title;
    link.querySelector("[data-source]").textContent = each.source;
    item.querySelector(".c-document-list__number").textContent = each.number;
    item.querySelector(".c-document-list__date").textContent = each.date;
    const tag = root.querySelector('[data-tag="' + each.validity + '"]');
    if (tag) item.querySelector(".c-document-list__meta").appendChild(tag.content.cloneNode(true));
    return item;
  }

  function fill(nodes) {
    while (shown.firstChild) shown.removeChild(shown.firstChild);
    nodes.forEach(function (node) {
      shown.appendChild(node);
    });
  }

  function show(found) {
    const list = document.createElement("ul");
    list.className = "c-document-list c-document-list--table";
    list.setAttribute("role", "list");
    found.slice(0, LONGEST).forEach(function (each) {
      list.appendChild(row(each));
    });
    fill([list]);
    said.textContent = found.length
      ? "找到 " + found.length + " 件" + (found.length > LONGEST ? "，以下是前 " + LONGEST + " 件，请缩小范围。" : "。")
      : "没有符合条件的文件，请减少条件，或者把查找范围改为“标题和正文”。";
  }

  function remember() {
    const query = new URLSearchParams(new FormData(root));
    Array.from(query.keys()).forEach(function (name) {
      if (!query.get(name) || name === "kind") query.delete(name);
    });
    window.history.replaceState(null, "", "?" + query);
  }

  function find() {
    said.textContent = "正在查找…";
    return Promise.all(years().map(file_of)).then(function (answers) {
      const found = [].concat.apply([], answers.map(function (answer) {
        return answer.results;
      })).filter(fits);
      const by_rank = value("sort") === "relevance" && words().length;
      found.sort(function (one, other) {
        return (by_rank ? rank(one) - rank(other) : 0) || (other.date < one.date ? -1 : other.date > one.date ? 1 : other.id - one.id);
      });
      show(found);
    });
  }

  parts.addEventListener("input", join_number);
  parts.addEventListener("change", join_number);
  root.addEventListener("submit", function (event) {
    if (value("q") && !value("title_only")) return;
    event.preventDefault();
    remember();
    find().catch(function () {
      root.submit();
    });
  });
  root.addEventListener("reset", function () {
    said.textContent = "";
    fill(before);
    window.history.replaceState(null, "", window.location.pathname);
  });

  const asked = new URLSearchParams(window.location.search);
  let is_asked = false;
  asked.forEach(function (text, name) {
    if (fields[name] && name !== "kind") {
      fields[name].value = text;
      is_asked = true;
    }
  });
  split_number();
  // Where there is little room the list comes before the rest of the form.
  root.querySelector("details").open = is_asked || window.matchMedia("(min-width: 48em)").matches;
  if (is_asked) {
    find().catch(function () {
      said.textContent = "";
    });
  }
}
