// Puts the reader's preferences on <html> before the first paint. Classic script: it must not wait for modules.
(function () {
  var root = document.documentElement;
  if ("noModule" in document.createElement("script")) root.setAttribute("data-js", "");
  try {
    var chosen = JSON.parse(localStorage.getItem("reading") || "{}");
    if (/^[1-3]$/.test(chosen.text)) root.setAttribute("data-text", chosen.text);
    if (/^(light|dark|hc|yk|by)$/.test(chosen.scheme)) root.setAttribute("data-scheme", chosen.scheme);
  } catch (error) {
    // Storage is closed to this page (private mode): the defaults stand.
  }
})();
