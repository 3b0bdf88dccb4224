// The graph page: one state, the parts that show it, and the address that remembers it.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});
  const graph = dl.readGraph();
  const listeners = [];
  const status = document.getElementById("status");

  const state = {
    selected: null, // a node; its panel is open
    hovered: null, // under the pointer, or reached with Tab
    peek: null, // what a legend row stands for, while the pointer is on it
    depth: 0, // of the local graph; 0 is off
    query: "",
    matches: null, // nodes, best first; null without a query
    match: 0, // the one that Enter would open
    colour: graph.groups.length > 1 ? "folder" : "kind",
    arrows: false,
    isolated: true,
    kinds: new Set(dl.HIDDEN_KINDS), // hidden ones
    groups: new Set(), // hidden ones
  };

  const app = {
    graph,
    state,
    bright: null, // the nodes in focus; null when all are
    listen: (listener) => listeners.push(listener),
    say: (text) => {
      status.textContent = text;
    },
    current: () => (state.matches?.length ? state.matches[state.match] : null),
    focus: () => state.hovered ?? ((state.matches && !opened()) || state.peek ? null : state.selected),
    change,
    select,
    search,
    setDepth,
  };
  dl.app = app;

  function change(patch, { record = true } = {}) {
    const changed = {};
    for (const [name, value] of Object.entries(patch)) {
      if (state[name] === value) continue;
      changed[name] = true;
      state[name] = value;
    }
    if (!Object.keys(changed).length) return;
    if (
      ["kinds", "groups", "isolated", "depth"].some((name) => name in changed) ||
      ("selected" in changed && state.depth)
    )
      arrange();
    app.bright = inFocus();
    for (const listener of listeners) listener(changed);
    if ("colour" in changed || "theme" in changed) app.scene.recolour();
    else app.scene.redraw();
    if (record && ["selected", "depth", "query"].some((name) => name in changed)) remember("selected" in changed);
  }

  // Whether the note that is open was opened from the matches: then it and its neighbours are what is looked at.
  function opened() {
    return state.selected !== null && state.matches !== null && state.matches.includes(state.selected);
  }

  function inFocus() {
    if (state.hovered) return new Set([state.hovered, ...state.hovered.neighbours]);
    if (state.peek) return new Set(graph.nodes.filter(state.peek));
    if (state.matches && !opened()) return new Set(state.matches);
    if (state.selected && !state.depth) return new Set([state.selected, ...state.selected.neighbours]);
    return null;
  }

  function select(node) {
    if (node === state.selected) return;
    if (node && !allowed(node)) showKind(node);
    change({ selected: node, hovered: null, ...(node ? {} : { depth: 0 }) });
    if (!node) return;
    app.say(`${node.label} selected`);
    if (state.depth) app.scene.fit();
    else app.scene.show(node);
  }

  // A node that is opened from a list is shown even if its kind or folder is hidden.
  function showKind(node) {
    const kinds = new Set(state.kinds);
    const groups = new Set(state.groups);
    kinds.delete(node.kind);
    groups.delete(node.group);
    change({ kinds, groups, isolated: state.isolated || node.isolated });
  }

  function search(query) {
    const matches = dl.find(graph, query);
    change({ query, matches, match: 0 });
  }

  function setDepth(depth) {
    if (!state.selected) {
      app.say("Select a note first");
      return;
    }
    change({ depth });
    app.scene.fit();
  }

  // Visibility and places
  function allowed(node) {
    return (
      !state.kinds.has(node.kind) &&
      !state.groups.has(node.group) &&
      (state.isolated || !node.isolated || node.group === null)
    );
  }

  function arrange() {
    const local = state.selected && state.depth ? dl.localPlaces(state.selected, state.depth, allowed) : null;
    for (const node of graph.nodes) {
      const place = local ? local.get(node) : node.home;
      node.visible = local ? local.has(node) : allowed(node);
      if (place) Object.assign(node, { x: place.x, y: place.y });
    }
    if (state.query) {
      state.matches = dl.find(graph, state.query);
      state.match = 0;
    }
    document.getElementById("all-hidden").hidden = !graph.nodes.length || graph.nodes.some((node) => node.visible);
    app.scene.refresh();
  }

  // The address
  function remember(asPage) {
    const parts = new URLSearchParams();
    if (state.selected) parts.set("note", state.selected.name);
    if (state.depth) parts.set("depth", String(state.depth));
    if (state.query) parts.set("q", state.query);
    const hash = parts.size ? `#${parts}` : "";
    if (hash === location.hash) return;
    history[asPage ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
  }

  function restore(focus = null) {
    const parts = new URLSearchParams(location.hash.slice(1));
    const selected = graph.byName.get(parts.get("note") ?? focus) ?? null;
    const depth = selected ? Math.min(3, Math.max(0, Number(parts.get("depth")) || 0)) : 0;
    const query = parts.get("q") ?? "";
    if (selected && !allowed(selected)) showKind(selected);
    const moved = depth !== state.depth;
    change({ selected, depth, query, matches: dl.find(graph, query), match: 0 }, { record: false });
    if (moved) app.scene.fit();
  }

  // Header
  function header() {
    const depths = [...document.querySelectorAll("#local button")];
    for (const button of depths) button.addEventListener("click", () => setDepth(Number(button.dataset.depth)));
    const show = () => {
      for (const button of depths) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.depth) === state.depth));
        button.disabled = !state.selected;
        button.title = state.selected ? "" : "Select a note first";
      }
    };
    show();
    app.listen(show);
    document.getElementById("fit").addEventListener("click", () => app.scene.fit());
    document.getElementById("save").addEventListener("click", save);
    document
      .getElementById("show-all")
      .addEventListener("click", () => change({ kinds: new Set(dl.HIDDEN_KINDS), groups: new Set(), isolated: true }));
    theme();
  }

  function theme() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const root = document.documentElement;
    const repaint = () => change({ theme: root.dataset.theme ?? (dark.matches ? "dark" : "light") });
    document.getElementById("theme").addEventListener("click", () => {
      root.dataset.theme = app.scene.theme().dark ? "light" : "dark";
      keep(root.dataset.theme);
      app.scene.recolour();
      repaint();
    });
    dark.addEventListener("change", () => {
      app.scene.recolour();
      repaint();
    });
  }

  // A page opened from a file may not be allowed to store anything.
  function keep(name) {
    try {
      localStorage.setItem("dlvault-theme", name);
    } catch {
      // The choice then holds for this page only.
    }
  }

  function kept() {
    try {
      return localStorage.getItem("dlvault-theme");
    } catch {
      return null;
    }
  }

  function save() {
    const { canvas } = app.scene;
    const copy = dl.element("canvas", { width: canvas.width, height: canvas.height });
    const ctx = copy.getContext("2d");
    ctx.fillStyle = app.scene.theme().bg;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => {
      const link = dl.element("a", { href: URL.createObjectURL(blob), download: `${graph.vault || "graph"}.png` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      app.say("Picture saved");
    });
  }

  function start() {
    const root = document.documentElement;
    const choice = kept();
    if (choice === "dark" || choice === "light") root.dataset.theme = choice;
    for (const node of graph.nodes) node.visible = allowed(node);
    app.scene = dl.makeScene(app);
    app.panel = dl.panel(app);
    app.legend = dl.legend(app);
    app.legend.build();
    dl.searchField(app);
    header();
    dl.keys(app);
    restore(location.hash ? null : graph.focus);
    app.scene.fit(false);
    app.scene.whenDrawn(() => {
      app.scene.whenDrawn(null);
      requestAnimationFrame(() => {
        root.dataset.readyMs = performance.now().toFixed(0);
        root.dataset.ready = "1";
      });
    });
    addEventListener("hashchange", () => restore());
  }

  start();
})();
