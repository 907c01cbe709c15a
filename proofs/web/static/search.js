// Search over all pages.  An id, or the paper's own name of a statement, comes first.
(() => {
  "use strict";
  const MOST = 30;
  const pages = window.sparsityPages;
  const input = document.getElementById("asked");
  const list = document.getElementById("hits");
  const engine = new MiniSearch({
    fields: ["id", "title", "names", "text"],
    storeFields: ["page", "title", "summary"],
    idField: "page",
    tokenize: (text) => text.toLowerCase().match(/[a-z0-9]+(?:[-_.][a-z0-9]+)*|[^\x00-\x7f\s]/g) || [],
    searchOptions: { boost: { id: 8, names: 6, title: 4 }, prefix: true, fuzzy: 0.15 },
  });
  engine.addAll(pages);

  // "eq. (6)", "Eqs. 8-9" and "Theorem 4" as the ids of claims have them.
  const asId = (text) => (text.toLowerCase().replace(/\beqs?\b|\bequations?\b/g, "eq")
    .replace(/\bfigures?\b/g, "fig").match(/[a-z0-9]+/g) || []).join("-");
  const isPart = (id, asked) => {
    if (id === asked) return 3;
    if (id.startsWith(asked) && /^(-|[a-z](-|$))/.test(id.slice(asked.length))) return 2;
    const number = /^eq-(\d+)$/.exec(asked);
    return number && new RegExp(`^eq(-\\d+)*-${number[1]}(-\\d+)*$`).test(id) ? 2 : 0;
  };

  function found(text) {
    const asked = asId(text);
    if (!asked) return [];
    const exact = pages.map((page) => [isPart(page.id, asked), page])
      .filter(([rank]) => rank).sort((a, b) => b[0] - a[0]).map(([, page]) => page);
    const first = new Set(exact.map((page) => page.page));
    return [...exact, ...engine.search(text).filter((hit) => !first.has(hit.page))].slice(0, MOST);
  }

  function show() {
    const text = input.value.trim();
    const hits = found(text);
    list.replaceChildren(...hits.map((hit) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${hit.page}.html`;
      link.textContent = hit.title;
      const note = document.createElement("p");
      note.textContent = hit.summary;
      item.append(link, note);
      return item;
    }));
    document.getElementById("found").textContent = text
      ? `${hits.length === MOST ? "The first " : ""}${hits.length} ${hits.length === 1 ? "page" : "pages"}`
      : "";
    const address = new URL(location.href);
    if (text) address.searchParams.set("q", text); else address.searchParams.delete("q");
    history.replaceState(null, "", address);
  }
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  input.addEventListener("input", show);
  input.value = new URLSearchParams(location.search).get("q") || "";
  show();
})();
