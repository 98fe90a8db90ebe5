// Last in the bundle: the page itself. Every state is an address; whatever changes it goes there, and shows what is there.
(() => {
  const part = (name) => document.querySelector("[data-search-" + name + "]");
  const form = part("form");
  const out = part("out");
  if (!form || !out) return;
  const field = form.elements.namedItem("q");
  const home = form.dataset.home;
  const api = new URL("/api/v1/", form.action).href;
  const status = part("status");
  const heading = part("heading");
  const lines = part("lines");
  const body = part("body");
  const rail = part("facets");
  const marks = part("marks");
  const hot = part("hot");
  const SIZE = 10;
  const wide = window.matchMedia("(min-width: 64em)");
  let end = () => 0, asked = new URLSearchParams(), asked_facets = false;

  // What stands in a box below the heading, too, is only read out here.
  function say(text, shown_below) {
    status.textContent = text;
    status.classList.toggle("u-hidden-visually", !!shown_below);
  }

  function clear() {
    [lines, body, rail].forEach((part) => {
      part.textContent = "";
    });
    rail.parentElement.hidden = true;
  }

  function line(children, alert) {
    lines.appendChild(make("p", { class: "c-search-results__line" + (alert ? " c-search-results__line--alert" : "") }, children));
  }

  function link(href, text) {
    return make("a", { href: href, "data-go": "", text: text });
  }

  function words() {
    return ["q", "phrase", "any", "number"].map((name) => asked.get(name)).filter(Boolean).join(" ");
  }

  function title(text) {
    heading.textContent = text;
    document.title = text + "-" + form.dataset.name;
  }

  // From the address to the form.
  function fill() {
    Array.from(form.elements).forEach((input) => {
      if (!input.name || input.type === "hidden") return;
      const values = asked.getAll(input.name);
      if (input.type === "radio") input.checked = input.value === values.join(" ");
      else if (input.type === "checkbox") input.checked = values.length > 0;
      else if (input.tagName !== "BUTTON") {
        if (input.tagName === "SELECT" && values[0]) offer(input, values[0], values[0]);
        input.value = values[0] || "";
      }
    });
    const more = form.querySelector("details");
    const shown = Array.from(more.querySelectorAll("[name]")).some((input) => asked.has(input.name));
    if (shown) more.open = true;
  }

  function offer(select, value, label) {
    const known = Array.from(select.options).some((option) => option.value === value);
    if (!known) select.appendChild(make("option", { value: value, text: label }));
  }

  function show_order() {
    const by_time = asked.get("sort") === "time";
    const choices = [["按相关度", { sort: "" }, !by_time], ["按时间", { sort: "time" }, by_time]].map((each) => {
      const chosen = each[2] ? { "aria-current": "true" } : {};
      return make("a", Object.assign({ href: address_with(asked, each[1]), "data-go": "", text: each[0], "data-key": each[0] }, chosen));
    });
    const grouped = asked.has("by_site");
    choices.push(make("a", {
      href: address_with(asked, { by_site: grouped ? "" : "1" }), "data-go": "", "data-key": "by_site",
      "aria-current": grouped && "true", text: "按站点分组",
    }));
    return make("p", { class: "c-search-results__order", role: "group", "aria-label": "排序和分组" }, choices);
  }

  function show(answer) {
    clear();
    const count = answer.count;
    const place = asked.has("page") ? "，" + (answer.results.length ? "" : "没有") + "第 " + asked.get("page") + " 页" : "";
    say(count ? "找到" + about(answer.estimated) + count + " 条结果" + place : "没有找到结果");
    if (answer.did_you_mean) {
      line(["您是不是要找：", link(address_with(asked, { q: answer.did_you_mean }), answer.did_you_mean)]);
    }
    show_other_sites(answer);
    if (answer.best_bets.length) body.appendChild(best_bets(answer.best_bets, marks));
    if (!count) body.appendChild(advice());
    else {
      body.appendChild(show_order());
      if (asked.has("by_site")) by_site(answer.results, asked, marks).forEach((group) => {
        body.appendChild(group);
      });
      else body.appendChild(result_list(answer.results, marks, 3));
      const turn = pages(asked, count, SIZE);
      if (turn) body.appendChild(turn);
    }
    const groups = facets(answer.facets, asked);
    groups.forEach((group) => {
      rail.appendChild(group);
    });
    rail.parentElement.hidden = !groups.length;
    if (wide.matches) rail.parentElement.open = true;
  }

  function show_other_sites(answer) {
    const here = asked.getAll("site");
    if (here.length !== 1) return;
    const sites = answer.facets.site || [];
    const all = sites.reduce((sum, each) => sum + each.count, 0);
    const count = about(sites.some((each) => each.estimated)) + all;
    if (all > answer.count) line([link(address_with(asked, { site: "" }), "在全部站点中查找（" + count.trim() + " 条）")]);
  }

  function advice() {
    const items = ["换一个说法，或减少搜索词", "检查有没有错别字", "去掉筛选条件"].map((text) => make("li", { text: text }));
    return make("div", { class: "c-rich-text" }, [
      make("p", { text: "您可以：" }),
      make("ul", {}, items.concat(make("li", {}, [make("a", { href: "/site_map.html", text: "从网站地图中查找" })]))),
    ]);
  }

  function refuse(message) {
    clear();
    say(message, true);
    line([message], true);
  }

  // The server names parameters; readers know fields by what is written beside them.
  function in_words(message) {
    return message.replace(/参数 (\w+)：/g, (all, name) => {
      const control = form.elements.namedItem(name);
      return control && control.labels ? control.labels[0].textContent.trim() + "：" : all;
    });
  }

  // The search server is away: what this mirror itself can find.
  function look_into_titles() {
    const here = asked, away = "搜索服务暂时不可用";
    const list = make("ol", { class: "c-search-results__list", role: "list" });
    const more = make("button", { type: "button", class: "c-button", text: "查找更早的", hidden: true });
    let search;
    clear();
    line([away + "。以下是在本站按标题、文号和索引号找到的结果。", link(location.pathname + location.search, "重试")], true);
    body.appendChild(list);
    body.appendChild(more);

    function tell(found, month, pause, finished) {
      if (asked !== here) return false;
      found.slice(list.children.length).forEach((result) => {
        list.appendChild(result_item(result, marks, 3));
      });
      more.hidden = finished || !pause;
      if (!pause) return true;
      const since = finished ? "" : "（已查找到 " + month.slice(0, 4) + " 年 " + Number(month.slice(4)) + " 月）";
      say(away + "，在本站标题中" + (found.length ? "找到 " + found.length + " 条结果" : "没有找到结果") + since);
      if (!found.length) body.appendChild(advice());
      return true;
    }

    function lost() {
      if (asked === here) refuse(away + "，请稍后再试。");
    }

    function go() {
      search.more(tell).catch(lost);
    }

    more.addEventListener("click", go);
    import(form.dataset.titles)
      .then((titles) => {
        search = new titles.TitleSearch(here);
        go();
      })
      .catch(lost);
  }

  function show_related(answer) {
    const count = answer.results.length;
    clear();
    if (!answer.title) {
      refuse("没有这项内容，它可能已经撤下。");
      return;
    }
    title("与《" + answer.title + "》相关的内容");
    say(count ? "找到 " + count + " 条相关内容" : "没有找到相关内容");
    line(["原文：", make("a", { href: is_address(answer.url) ? answer.url : null, text: answer.title })]);
    if (count) body.appendChild(result_list(answer.results, marks, 3));
  }

  // Only the server knows what is related; the mirror's own titles do not say it.
  function lose_related() {
    refuse("搜索服务暂时不可用，暂时不能列出相关内容，请稍后再试。");
    line([link(location.pathname + location.search, "重试")]);
  }

  // Shows what the address says. `focus`: where the keyboard is to be afterwards, "" to leave it.
  function visit(focus) {
    end();
    asked = conditions_of(new URLSearchParams(location.search));
    if (location.search) fill();
    const asks = asks_something(asked);
    out.hidden = !asks;
    hot.hidden = asks || !hot.querySelector("a");
    if (!asks) {
      say("");
      document.title = "搜索-" + form.dataset.name;
      return;
    }
    const related = asked.get("related");
    title(related ? "相关内容" : words() ? "“" + words() + "”的搜索结果" : "搜索结果");
    say("正在搜索…");
    out.setAttribute("aria-busy", "true");
    const question = new URLSearchParams(asked);
    question.set("home", home);
    end = ask(api + (related ? "related/?size=" + SIZE + "&id=" + related : "search/?" + question), (error, answer) => {
      out.removeAttribute("aria-busy");
      if (error instanceof Refused) refuse(in_words(error.message));
      else if (error) (related ? lose_related : look_into_titles)();
      else (related ? show_related : show)(answer);
      restore(focus);
    });
  }

  function restore(focus) {
    if (!focus) return;
    const same = Array.from(out.querySelectorAll("[data-key]")).find((each) => each.dataset.key === focus);
    const group = same && same.closest("details");
    if (group) group.open = true;
    (same || heading).focus();
  }

  function go(address, focus) {
    history.pushState(null, "", address);
    visit(focus);
  }

  function search() {
    suggestions.close();
    const given = conditions_of(new FormData(form));
    given.delete("page");
    ["sort", "by_site"].forEach((name) => {
      if (!form.elements.namedItem(name) && asked.has(name)) given.set(name, asked.get(name));
    });
    go(address_with(given, {}), "heading");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio" && asks_something(asked)) search();
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("a[data-go], a[data-id], button[data-more]");
    if (!target) return;
    if (target.dataset.id) {
      tell_click(api, home, asked.get("q"), target.dataset.id);
    } else if (target.tagName === "BUTTON") {
      Array.from(target.parentElement.querySelectorAll("li")).forEach((item) => {
        item.hidden = false;
      });
      target.hidden = true;
      target.parentElement.querySelector("a").focus();
    } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      go(target.getAttribute("href"), target.dataset.key || "heading");
    }
  });
  wide.addListener(() => {
    rail.parentElement.open = wide.matches;
  });
  window.addEventListener("popstate", () => {
    visit("");
  });

  const suggestions = new Suggestions(field, document.getElementById("suggestions"), (text) => {
    const question = new URLSearchParams({ q: text, size: "8", home: home });
    const chosen = form.querySelector("[name=site]:checked");
    if (chosen && chosen.value) question.set("site", chosen.value);
    return api + "suggest/?" + question;
  }, (chosen) => {
    if (chosen.url) {
      location.href = chosen.url;
      return;
    }
    field.value = chosen.text;
    search();
  });

  ask(api + "suggest/?home=" + home, (error, answer) => {
    if (error || !answer.hot.length) return;
    answer.hot.forEach((text) => {
      hot.appendChild(link(address_with(new URLSearchParams(), { q: text }), text));
    });
    hot.hidden = asks_something(asked);
  });

  // Which organisations, themes … there are, only the server knows: they are offered once somebody looks.
  form.querySelector("details").addEventListener("toggle", (event) => {
    if (asked_facets || !event.target.open) return;
    asked_facets = true;
    ask(api + "search/?page_size=1&home=" + home, (error, answer) => {
      if (error) {
        asked_facets = false;
        return;
      }
      form.querySelectorAll("select[data-facet]").forEach((select) => {
        (answer.facets[select.name] || []).forEach((each) => {
          const known = Array.from(select.options).find((option) => option.value === each.value);
          if (known) known.textContent = each.label;
          else offer(select, each.value, each.label);
        });
        select.closest("[data-facet-field]").hidden = select.options.length < 2;
      });
    });
  });

  visit("");
})();
