// Makes elements of what was found. Nothing of an answer becomes markup but <mark>.
const BLOCK = "c-search-results__";
const GROUPS = [
  ["site", "站点"], ["kind", "类型"], ["year", "年份"], ["organisation", "发布单位"], ["channel", "栏目"], ["theme", "主题"],
  ["genre", "体裁"], ["category", "组配分类"], ["audience", "服务对象"], ["validity", "有效性"],
];
const SHOWN = 6; // values of a facet before the rest is asked for
const AROUND = 2; // pages beside the one that is shown
const MOST_PAGES = 100; // as far as the server turns pages

export function make(name, attributes, children) {
  const element = document.createElement(name);
  Object.keys(attributes || {}).forEach((key) => {
    if (key === "text") element.textContent = attributes[key];
    else if (attributes[key] !== false && attributes[key] != null) element.setAttribute(key, attributes[key] === true ? "" : attributes[key]);
  });
  (children || []).forEach((child) => {
    if (child) element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  });
  return element;
}

// What stands before a number; that of very many results may be an estimate.
export function about(estimated) {
  return estimated ? "约 " : " ";
}

export function marked(html) {
  const parsed = new DOMParser().parseFromString(html || "", "text/html").body;
  return Array.from(parsed.childNodes, (node) => node.nodeName === "MARK" ? make("mark", { text: node.textContent }) : document.createTextNode(node.textContent));
}

export function is_address(url) {
  return /^(https?:\/)?\//.test(url);
}

// The form has words for the kinds.
function kind_of(kind) {
  const option = document.querySelector("#search-kind [value='" + kind + "']");
  return kind && option && option.textContent;
}

// The page brings the marks along as a template, so that they look as everywhere else.
function validity_of(status, marks) {
  const found = marks.content.querySelector('[data-status="' + status + '"]');
  return found && found.firstElementChild.cloneNode(true);
}

export function result_item(result, marks, level) {
  const title = result.title_html ? marked(result.title_html) : [result.title];
  const facts = [
    result.site_name, kind_of(result.kind), result.channel_title, result.number,
    result.index_number && "索引号 " + result.index_number, result.organisation_names && result.organisation_names[0],
  ].filter(Boolean);
  return make("li", { class: BLOCK + "item" }, [
    make("h" + level, { class: BLOCK + "title" }, [
      make("a", { href: is_address(result.url) ? result.url : null, "data-id": result.id }, title),
      validity_of(result.validity, marks),
    ]),
    result.snippet_html && make("p", { class: BLOCK + "text" }, marked(result.snippet_html)),
    make("p", { class: BLOCK + "facts" }, [
      make("time", { datetime: result.date, text: result.date }),
    ].concat(facts.map((fact) => make("span", { text: fact })), result.id && make("a", {
      class: BLOCK + "related", href: address_of_related(result.id), "data-go": "", text: "相关内容",
      "aria-label": "相关内容：" + result.title,
    }))),
  ]);
}

export function result_list(results, marks, level) {
  return make("ol", { class: BLOCK + "list", role: "list" }, results.map((result) => result_item(result, marks, level)));
}

// Results under the name of their site, the sites in the order of their best result.
export function by_site(results, asked, marks) {
  const groups = new Map();
  results.forEach((result) => {
    if (!groups.has(result.site)) groups.set(result.site, []);
    groups.get(result.site).push(result);
  });
  return Array.from(groups, (group) => {
    const name = group[1][0].site_name || group[0];
    return make("section", { class: BLOCK + "group" }, [
      make("h3", { class: BLOCK + "site", text: name }),
      result_list(group[1], marks, 4),
      make("p", {}, [make("a", {
        href: address_with(asked, { site: group[0], by_site: "" }), "data-go": "", text: "只看“" + name + "”的结果",
      })]),
    ]);
  });
}

export function best_bets(results, marks) {
  return make("section", { class: BLOCK + "best", "aria-label": "推荐结果" }, [
    make("h3", { class: BLOCK + "site", text: "推荐" }), result_list(results, marks, 4),
  ]);
}

function facet_group(name, label, values, asked, open) {
  const links = values.map((each, index) => {
    const chosen = asked.getAll(name).indexOf(each.value) >= 0;
    return make("li", { hidden: index >= SHOWN && !chosen }, [make("a", {
      href: address_toggled(asked, name, each.value), "data-go": "", "data-key": name + ":" + each.value,
      "aria-current": chosen && "true", class: "c-search-facets__value",
    }, [make("span", { text: each.label || each.value }), make("span", { class: "c-search-facets__count", text: (about(each.estimated) + each.count).trim() })])]);
  });
  const more = links.some((link) => link.hidden);
  return make("details", { class: "c-search-facets__group", open: open }, [
    make("summary", { text: label }), make("ul", { role: "list" }, links),
    more && make("button", { type: "button", class: "c-search-facets__more", "data-more": "", text: "全部 " + values.length + " 项" }),
  ]);
}

export function facets(counts, asked) {
  return GROUPS.map((group) => {
    const values = (counts[group[0]] || []).filter((each) => each.count || asked.getAll(group[0]).indexOf(each.value) >= 0);
    const chosen = asked.has(group[0]);
    if (!values.length || (values.length === 1 && !chosen)) return null;
    if (group[0] === "channel" && asked.getAll("site").length !== 1) return null; // channels of many sites have the same name
    return facet_group(group[0], group[1], values, asked, chosen || ["site", "kind", "year"].indexOf(group[0]) >= 0);
  }).filter(Boolean);
}

function page_link(asked, number, text, current) {
  return make("li", {}, [current
    ? make("span", { class: "c-pagination__item", "aria-current": "page", text: text })
    : make("a", {
      class: "c-pagination__item", "data-go": "", text: text, "aria-label": text === String(number) ? "第 " + number + " 页" : null,
      href: address_with(asked, { page: String(number) }),
    })]);
}

export function pages(asked, count, size) {
  const last = Math.min(Math.ceil(count / size), MOST_PAGES);
  const current = Math.min(Number(asked.get("page") || 1), last + 1); // an address may name a page that there is not
  if (last < 2 && current <= last) return null;
  const items = [];
  if (current > 1) items.push(page_link(asked, current - 1, "上一页"));
  for (let number = 1; number <= last; number += 1) {
    const near = Math.abs(number - current) <= AROUND;
    if (near || number === 1) items.push(page_link(asked, number, String(number), number === current));
    else if (number === current - AROUND - 1 || number === current + AROUND + 1) items.push(make("li", { text: "…", class: BLOCK + "gap" }));
  }
  if (current < last) items.push(page_link(asked, current + 1, "下一页"));
  return make("nav", { class: "c-pagination", "aria-label": "分页" }, [make("ul", { class: "c-pagination__list", role: "list" }, items)]);
}
