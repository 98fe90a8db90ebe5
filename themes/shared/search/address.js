// What is searched for stands in the address, under the names that the API and the desk's page have, and nowhere else.
const TEXTS = ["q", "phrase", "any", "none", "number"];
const DAYS = ["from", "to", "created_from", "created_to"];
const FACETS = ["site", "kind", "channel", "organisation", "year", "theme", "genre", "audience", "category", "validity"];
const SWITCHES = ["title_only", "by_site"];

// Returns the conditions of a form or an address as URLSearchParams: none empty, none twice, none of an unknown name.
// What is related to a page is asked for without anything else.
export function conditions_of(given) {
  const found = new URLSearchParams();
  if (/^[1-9]\d{0,17}$/.test(given.get("related") || "")) {
    found.set("related", given.get("related"));
    return found;
  }
  TEXTS.concat(DAYS, SWITCHES, ["sort", "page"]).forEach((name) => {
    const value = (given.get(name) || "").trim().slice(0, 200);
    if (value && !(name === "page" && !/^[1-9]\d*$/.test(value)) && value !== "relevance") found.set(name, value);
  });
  if (found.get("page") === "1") found.delete("page");
  FACETS.forEach((name) => {
    new Set(given.getAll(name)).forEach((value) => {
      if (value.trim()) found.append(name, value);
    });
  });
  return found;
}

export function asks_something(conditions) {
  return Array.from(conditions.keys()).some((name) => !(name in { site: 1, sort: 1, page: 1, by_site: 1, title_only: 1 }));
}

export function address_of_related(id) {
  return location.pathname + "?related=" + id;
}

// Returns an address with some conditions changed; an empty value takes one away. Other conditions lead to the first page.
export function address_with(conditions, changes) {
  const changed = new URLSearchParams(conditions);
  changed.delete("page");
  Object.keys(changes).forEach((name) => {
    changed.delete(name);
    [].concat(changes[name]).forEach((value) => {
      if (value) changed.append(name, value);
    });
  });
  const text = String(changed);
  return location.pathname + (text ? "?" + text : "");
}

// Returns the address with a value of a facet added, or taken away if it was chosen.
export function address_toggled(conditions, name, value) {
  const chosen = conditions.getAll(name);
  const others = chosen.filter((each) => each !== value);
  return address_with(conditions, { [name]: others.length < chosen.length ? others : chosen.concat(value) });
}
