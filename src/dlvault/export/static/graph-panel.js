// The panel: what is known about the selected note, and its links in both directions.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});
  const { element } = dl;

  const KINDS = {
    note: "Note",
    canvas: "Canvas",
    unresolved: "Unresolved link",
    tag: "Tag",
    attachment: "Attachment",
    url: "URL",
    paper: "Paper",
    code: "Code",
    course: "Course",
    book: "Book",
    talk: "Talk",
    resource: "Resource",
  };
  const HOW = { link: "", embed: "embed", tagged: "tag", lists: "" };
  const FIRST = 60; // links listed before "show all"

  // Lone surrogates cannot be percent-encoded.
  const encode = (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));

  dl.obsidianLink = (vault, path) => `obsidian://open?vault=${encode(vault)}&file=${encode(path)}`;

  dl.makeMark = (app, node, size = 14) => {
    const ratio = Math.max(2, devicePixelRatio);
    const canvas = element("canvas", {
      width: size * ratio,
      height: size * ratio,
      "aria-hidden": "true",
      class: "mark",
    });
    canvas.style.width = canvas.style.height = `${size}px`;
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    dl.drawMark(
      ctx,
      node.kind,
      size / 2,
      size / 2,
      node.kind === "attachment" ? 4 : 5,
      node.colour,
      app.scene.theme().bg,
    );
    return canvas;
  };

  dl.panel = (app) => {
    const { graph, state } = app;
    const panel = document.getElementById("panel");
    const mark = (node, size) => dl.makeMark(app, { kind: node.kind, colour: app.scene.colourOf(node) }, size);

    function fill(node) {
      panel.replaceChildren(
        ...[
          element(
            "div",
            { class: "kind" },
            element("span", { class: "mark" }, mark(node), KINDS[node.kind] ?? node.kind),
            element(
              "button",
              {
                type: "button",
                class: "close",
                "aria-label": "Close",
                title: "Close (Esc)",
                onclick: () => app.select(null),
              },
              "✕",
            ),
          ),
          element(
            "h2",
            { tabindex: "-1", dir: "auto", title: node.label.length > 200 ? node.label : null },
            node.label,
          ),
          node.path && element("p", { class: "path", dir: "auto" }, node.path),
          node.kind === "unresolved" ? element("p", { class: "path" }, "No note has this name yet.") : null,
          chips(node),
          facts(node),
          open(node),
          ...lists(node),
        ].filter(Boolean),
      );
      panel.scrollTop = 0;
    }

    // Notes list resources, resources belong to others; that is shown apart from the links of notes.
    function lists(node) {
      const links = (edges) => edges.filter((edge) => dl.isLink(edge.kind));
      const others = (edges) => edges.filter((edge) => !dl.isLink(edge.kind) && edge.kind !== "tagged");
      if (!dl.HIDDEN_KINDS.includes(node.kind))
        return [
          list("Incoming", links(node.incoming), "from", "Nothing links here."),
          list("Outgoing", links(node.outgoing), "to", "No links out of here."),
          list("Resources", others(node.outgoing), "to", null),
        ];
      return [
        list("Stands in", node.incoming.filter(({ from }) => from.path), "from", "No note names it."),
        list("Has", node.incoming.filter(({ from }) => !from.path), "from", null),
        list("Belongs to", node.outgoing, "to", null),
      ];
    }

    function chips(node) {
      if (!node.tags.length) return null;
      return element(
        "div",
        { class: "chips" },
        ...node.tags.map((tag) =>
          element(
            "button",
            { type: "button", dir: "auto", title: "Search this tag", onclick: () => app.search(`#${tag}`) },
            `#${tag}`,
          ),
        ),
      );
    }

    function facts(node) {
      const rows = [];
      if (node.aliases.length) rows.push(["Aliases", node.aliases.join(", ")]);
      if (node.authors.length) rows.push(["Authors", node.authors.join(", ")]);
      if (node.year) rows.push(["Year", String(node.year)]);
      if (node.words) rows.push(["Words", node.words.toLocaleString("en")]);
      if (node.mtime) rows.push(["Modified", date(node.mtime)]);
      if (!rows.length) return null;
      return element(
        "dl",
        {},
        ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", { dir: "auto" }, value)]),
      );
    }

    function date(seconds) {
      const day = new Date(seconds * 1000);
      const two = (number) => String(number).padStart(2, "0");
      return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
    }

    function open(node) {
      if (node.url)
        return element("a", { class: "open", href: node.url, rel: "noreferrer", target: "_blank" }, "Open the page ↗");
      if (!node.path) return null;
      return element("a", { class: "open", href: dl.obsidianLink(graph.vault, node.path) }, "Open in Obsidian");
    }

    // Without a word for nothing an empty list is left out.
    function list(title, edges, end, nothing) {
      if (!edges.length && nothing === null) return null;
      const items = element("ul", { class: "links" });
      const rest = edges.slice(FIRST);
      items.append(...edges.slice(0, FIRST).map((edge) => row(edge, edge[end])));
      if (rest.length) {
        const more = element(
          "li",
          {},
          element(
            "button",
            { type: "button", onclick: () => more.replaceWith(...rest.map((edge) => row(edge, edge[end]))) },
            `Show ${rest.length} more`,
          ),
        );
        items.append(more);
      }
      return element(
        "section",
        {},
        element("h3", {}, `${title} `, element("span", {}, String(edges.length))),
        edges.length ? items : element("p", { class: "none" }, nothing),
      );
    }

    function row(edge, node) {
      const how = HOW[edge.kind] ?? edge.kind.replace(/^property:/u, "");
      const state = node.kind === "unresolved" ? "unresolved" : "";
      const said = [how, edge.count > 1 ? `×${edge.count}` : "", state].filter(Boolean).join(" · ");
      return element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            class: state,
            onclick: () => app.select(node),
            onmouseenter: dl.hovers && (() => app.change({ hovered: node })),
            onmouseleave: dl.hovers && (() => app.change({ hovered: null })),
          },
          mark(node, 14),
          element("span", { class: "name", dir: "auto" }, node.label),
          said ? element("span", { class: "how" }, said) : null,
        ),
      );
    }

    app.listen((changed) => {
      if ("selected" in changed) {
        panel.hidden = !state.selected;
        if (state.selected) fill(state.selected);
      } else if ("theme" in changed || "colour" in changed) {
        if (state.selected) fill(state.selected);
      }
    });
    return { focus: () => panel.querySelector("h2")?.focus() };
  };
})();
