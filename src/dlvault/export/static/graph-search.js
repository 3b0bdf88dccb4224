// Search: which notes a query finds, best first, and the field with its list of matches.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});
  const { element, plural } = dl;
  const SHOWN = 50;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function prepare(node) {
    node.folded ??= {
      label: fold(node.label),
      rest: [...node.aliases.map(fold), fold(node.path), ...node.tags.map((tag) => `#${fold(tag)}`)],
    };
    return node.folded;
  }

  // 0 the label begins with the query, 1 a word of it does, 2 it is in the label, 3 elsewhere; -1 no match
  function rank(node, query, words) {
    const { label, rest } = prepare(node);
    if (!words.every((word) => label.includes(word) || rest.some((text) => text.includes(word)))) return -1;
    if (label.startsWith(query)) return 0;
    if (label.includes(` ${query}`)) return 1;
    return words.every((word) => label.includes(word)) ? 2 : 3;
  }

  dl.find = (graph, text) => {
    const query = fold(text.trim());
    if (!query) return null;
    const words = query.split(/\s+/u);
    const found = [];
    for (const node of graph.byDegree) {
      const place = node.visible ? rank(node, query, words) : -1;
      if (place >= 0) found.push({ node, place });
    }
    return found.sort((a, b) => a.place - b.place).map(({ node }) => node);
  };

  // The label with the matched words marked, as nodes. Folding may change lengths; then nothing is marked.
  function marked(label, text) {
    const folded = fold(label);
    if (folded.length !== label.length) return [label];
    const spans = [];
    for (const word of fold(text.trim()).split(/\s+/u)) {
      const at = folded.indexOf(word);
      if (word && at >= 0) spans.push([at, at + word.length]);
    }
    spans.sort((a, b) => a[0] - b[0]);
    const parts = [];
    let end = 0;
    for (const [from, to] of spans) {
      if (from < end) continue;
      parts.push(label.slice(end, from), element("mark", {}, label.slice(from, to)));
      end = to;
    }
    parts.push(label.slice(end));
    return parts;
  }

  dl.searchField = (app) => {
    const input = document.getElementById("search");
    const list = document.getElementById("results");
    const hits = document.getElementById("hits");
    let items = [];

    function show() {
      const { matches, match, query } = app.state;
      const open = matches !== null && document.activeElement === input;
      input.setAttribute("aria-expanded", String(open));
      list.hidden = !open;
      hits.textContent = matches === null ? "" : matches.length ? `${match + 1} of ${matches.length}` : "No match";
      if (!open) return;
      items = matches.slice(0, SHOWN).map((node, index) => item(node, index, query));
      if (matches.length > SHOWN) items.push(element("li", { class: "more" }, `and ${matches.length - SHOWN} more`));
      if (!matches.length) items.push(element("li", { class: "more" }, "No note with this title, alias, path or tag."));
      list.replaceChildren(...items);
      mark();
    }

    function item(node, index, query) {
      const where = node.kind === "note" ? node.folder : node.kind;
      return element(
        "li",
        {
          id: `result-${index}`,
          role: "option",
          "aria-selected": "false",
          onmousedown: (event) => choose(event, node),
        },
        element("span", { class: "name", dir: "auto" }, ...marked(node.label, query)),
        element("span", { class: "where", dir: "auto" }, where),
      );
    }

    function mark() {
      const { matches, match } = app.state;
      items.forEach(
        (row, index) => row.role === "option" && row.setAttribute("aria-selected", String(index === match)),
      );
      const active = matches?.length ? items[Math.min(match, items.length - 1)] : null;
      if (active) input.setAttribute("aria-activedescendant", active.id);
      else input.removeAttribute("aria-activedescendant");
      active?.scrollIntoView({ block: "nearest" });
    }

    function choose(event, node) {
      event.preventDefault();
      input.blur();
      app.select(node);
    }

    function walk(step) {
      const { matches, match } = app.state;
      if (!matches?.length) return;
      app.change({ match: (match + step + matches.length) % matches.length });
      app.scene.show(matches[app.state.match]);
    }

    input.addEventListener("input", () => app.search(input.value));
    input.addEventListener("focus", show);
    input.addEventListener("blur", show);
    input.addEventListener("keydown", (event) => {
      const { matches, match } = app.state;
      if (event.key === "ArrowDown") walk(1);
      else if (event.key === "ArrowUp") walk(-1);
      else if (event.key === "Enter" && matches?.length) choose(event, matches[match]);
      else if (event.key === "Escape") escape(event);
      else return;
      event.preventDefault();
    });

    function escape(event) {
      event.stopPropagation();
      if (app.state.query) app.search("");
      else app.scene.focus();
    }

    app.listen((changed) => {
      if ("query" in changed && input.value !== app.state.query) input.value = app.state.query;
      if ("matches" in changed) {
        show();
        if (app.state.matches)
          app.say(app.state.matches.length ? plural(app.state.matches.length, "match", "matches") : "No match");
      } else if ("match" in changed) {
        hits.textContent = `${app.state.match + 1} of ${app.state.matches.length}`;
        mark();
      }
    });
  };
})();
