// The keyboard: every key of the page, and the walk through the notes by their number of links.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});

  dl.keys = (app) => {
    const { graph, state } = app;
    const stage = document.getElementById("stage");
    const help = document.getElementById("help");
    const search = document.getElementById("search");
    let place = -1; // in the walk; -1 before the first note

    const KEYS = {
      "/": () => search.focus(),
      f: () => app.scene.fit(),
      l: () => app.setDepth((state.depth + 1) % 4),
      o: () => document.querySelector("#panel .open")?.click(),
      "+": () => app.scene.zoom(1.25),
      "=": () => app.scene.zoom(1.25),
      "-": () => app.scene.zoom(0.8),
      "?": () => help.showModal(),
      Escape: leave,
    };
    const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
      if (event.target === search || event.target.closest("[contenteditable]")) return;
      const onMap = event.target === stage || event.target === document.body;
      const arrow = ARROWS[event.key];
      if (arrow && onMap) app.scene.pan(...arrow);
      else if (event.key === "Tab" && event.target === stage) {
        if (!walk(event.shiftKey ? -1 : 1)) return;
      } else if (event.key === "Enter" && event.target === stage && state.hovered) {
        app.select(state.hovered);
        app.panel.focus();
      } else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
      else return;
      event.preventDefault();
    });

    // The next note by number of links; false past either end, so that Tab goes on through the page.
    function walk(step) {
      const notes = graph.byDegree.filter((node) => node.visible);
      const start = place < 0 && state.selected ? notes.indexOf(state.selected) : place;
      const next = start + step;
      if (left || next < 0 || next >= notes.length) {
        forget();
        return false;
      }
      place = next;
      const node = notes[place];
      app.change({ hovered: node });
      app.scene.show(node);
      app.say(`${node.label}: ${dl.plural(node.incoming.length, "link")} in, ${node.outgoing.length} out`);
      return true;
    }

    let left = false; // after Escape the next Tab leaves the map
    function forget() {
      place = -1;
      left = false;
      if (state.hovered) app.change({ hovered: null });
    }
    stage.addEventListener("blur", forget);
    stage.addEventListener("focus", () => (left = false));

    // Escape takes back the last thing: sheet, mark, query, local graph, selection.
    function leave() {
      const inPanel = document.activeElement?.closest("#panel");
      if (app.legend.close()) return;
      if (document.activeElement === stage && place >= 0) forget();
      else if (state.query) app.search("");
      else if (state.depth) app.setDepth(0);
      else if (state.selected) app.select(null);
      left = document.activeElement === stage;
      if (inPanel && !state.selected) app.scene.focus();
    }

    document.getElementById("keys").addEventListener("click", () => help.showModal());
    help.addEventListener("click", (event) => event.target === help && help.close());
  };
})();
