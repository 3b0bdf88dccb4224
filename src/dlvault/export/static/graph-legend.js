// The legend: what colours and shapes mean; each row also shows or hides what it names.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});
  const { element } = dl;

  dl.legend = (app) => {
    const { graph, state } = app;
    const legend = document.getElementById("legend");
    const button = document.getElementById("filters");
    const shownGroups = graph.groups.slice(0, dl.SERIES);
    const otherGroups = graph.groups.slice(dl.SERIES);
    const isolated = graph.nodes.filter((node) => node.isolated && node.group !== null).length;

    function build() {
      const theme = app.scene.theme();
      legend.replaceChildren(element("h2", {}, "Colour by", segments()));
      if (graph.groups.length) {
        const rows = shownGroups.map(({ name, count }, index) => group([name], name, count, theme.series[index]));
        if (otherGroups.length) {
          const count = otherGroups.reduce((sum, other) => sum + other.count, 0);
          rows.push(
            group(
              otherGroups.map(({ name }) => name),
              dl.plural(otherGroups.length, "more folder"),
              count,
              theme.rest,
            ),
          );
        }
        legend.append(element("h2", {}, "Folders"), element("ul", {}, ...rows));
      }
      const kinds = graph.kinds.map(({ name, count }) =>
        row(
          "kinds",
          [name],
          dl.kindName(name),
          count,
          { kind: name, colour: state.colour === "folder" && name === "note" ? theme.muted : theme.kind(name) },
          (node) => node.kind === name,
        ),
      );
      legend.append(
        element("h2", {}, "Show"),
        element(
          "ul",
          {},
          ...kinds,
          isolated ? flag("isolated", "Isolated notes", isolated) : null,
          flag("arrows", "Arrows", null),
        ),
      );
    }

    function segments() {
      const choice = (value, text) =>
        element(
          "button",
          {
            type: "button",
            "aria-pressed": String(state.colour === value),
            onclick: () => app.change({ colour: value }),
          },
          text,
        );
      return element(
        "span",
        { class: "segments", role: "group", "aria-label": "Colour by" },
        choice("folder", "Folder"),
        choice("kind", "Kind"),
      );
    }

    function group(names, text, count, colour) {
      const swatch = state.colour === "folder" ? { kind: "note", colour } : null;
      return row("groups", names, text, count, swatch, (node) => names.includes(node.group));
    }

    // A row that hides or shows kinds or folders, and lets them stand out while the pointer is on it.
    function row(set, names, text, count, swatch, covers) {
      const shown = names.every((name) => !state[set].has(name));
      return toggle(
        shown,
        text,
        count,
        swatch,
        () => {
          const hidden = new Set(state[set]);
          for (const name of names) shown ? hidden.add(name) : hidden.delete(name);
          app.change({ [set]: hidden });
          app.say(`${text} ${shown ? "hidden" : "shown"}`);
        },
        covers,
      );
    }

    function flag(name, text, count) {
      return toggle(
        state[name],
        text,
        count,
        null,
        () => app.change({ [name]: !state[name] }),
        name === "isolated" ? (node) => node.isolated : null,
      );
    }

    function toggle(on, text, count, swatch, click, covers) {
      const item = element(
        "button",
        {
          type: "button",
          role: "switch",
          "aria-checked": String(on),
          "data-row": text,
          onclick: click,
          onmouseenter: dl.hovers && covers && (() => app.change({ peek: covers })),
          onmouseleave: dl.hovers && covers && (() => app.change({ peek: null })),
        },
        swatch ? dl.makeMark(app, swatch) : element("span", { class: "check", "aria-hidden": "true" }),
        element("span", { class: "name", dir: "auto" }, text),
        count === null ? null : element("span", { class: "count" }, count.toLocaleString("en")),
      );
      return element("li", {}, item);
    }

    function rebuild() {
      const focused = legend.contains(document.activeElement) ? document.activeElement : null;
      const key = focused?.dataset.row ?? focused?.textContent;
      const top = legend.scrollTop;
      build();
      legend.scrollTop = top;
      if (focused)
        [...legend.querySelectorAll("button")].find((item) => (item.dataset.row ?? item.textContent) === key)?.focus();
    }

    function open(show) {
      legend.hidden = !show;
      button.setAttribute("aria-expanded", String(show));
    }

    legend.addEventListener("mouseleave", () => app.change({ peek: null }));
    button.addEventListener("click", () => open(legend.hidden));
    open(innerWidth >= 700 && graph.nodes.length > 0);
    app.listen((changed) => {
      if (["kinds", "groups", "isolated", "arrows", "colour", "theme"].some((name) => name in changed)) rebuild();
    });
    return { build, close: () => (innerWidth < 700 && !legend.hidden ? (open(false), true) : false) };
  };
})();
