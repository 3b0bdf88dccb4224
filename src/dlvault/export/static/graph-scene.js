// The scene: the vis-network canvas, its camera, what is visible, and the local graph around a note.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});

  const MARGIN = 36; // screen pixels around the map when it is fitted
  const MOST_ZOOM = 1.6; // when fitting; by hand one may go further
  const HIT = matchMedia("(pointer: coarse)").matches ? 30 : 14; // smallest target in screen pixels
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  dl.makeScene = (app) => {
    const { graph, state } = app;
    const stage = document.getElementById("stage");
    const painter = dl.makePainter(app);
    const drawLabels = dl.makeLabels(app);
    const dimensions = { width: 10, height: 10 };
    const drawn = { nodeDimensions: dimensions };
    let scale = 1;
    let moving = false;
    let onDrawn = null;

    const data = new vis.DataSet(
      graph.nodes.map((node) => ({ id: node.id, x: node.x, y: node.y, hidden: !node.visible })),
    );
    // The links are drawn in batches before the nodes; vis-network would draw them one by one.
    const network = new vis.Network(
      stage,
      { nodes: data, edges: [] },
      {
        ...graph.options,
        nodes: { ...graph.options.nodes, shape: "custom", ctxRenderer: drawNode },
      },
    );
    const canvas = stage.querySelector("canvas");
    stage.firstElementChild.removeAttribute("tabindex");
    canvas.setAttribute("role", "img");
    canvas.setAttribute(
      "aria-label",
      `Graph of ${graph.vault}: ${dl.plural(graph.nodes.length, "node")} and ${dl.plural(graph.lines.length, "link")}`,
    );

    function drawNode({ ctx, id }) {
      const node = graph.nodes[id];
      painter.drawNode(ctx, node, scale);
      dimensions.width = dimensions.height = Math.max(2 * painter.radiusOf(node, scale), HIT / scale);
      return drawn;
    }

    function camera() {
      scale = network.getScale();
      const origin = network.canvasToDOM({ x: 0, y: 0 });
      const { clientWidth: width, clientHeight: height } = canvas;
      const area = free();
      return {
        scale,
        area,
        toScreen: (node) => ({ x: origin.x + node.x * scale, y: origin.y + node.y * scale }),
        inside: (x, y) => x > 0 && y > -20 && x < area.right && y < area.bottom + 20,
        view: {
          left: -origin.x / scale,
          top: -origin.y / scale,
          right: (width - origin.x) / scale,
          bottom: (height - origin.y) / scale,
        },
      };
    }

    network.on("beforeDrawing", (ctx) => {
      const { view } = camera();
      if (!moving) painter.drawLinks(ctx, scale, view);
    });
    network.on("afterDrawing", (ctx) => {
      const ratio = canvas.width / canvas.clientWidth;
      ctx.save();
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawLabels(ctx, camera(), painter);
      ctx.restore();
      onDrawn?.();
    });

    // With the next frame, together with what vis-network itself wants drawn; its own redraw() draws at once.
    function redraw() {
      network.body.emitter.emit("_requestRedraw");
    }

    // Pointer
    const nodeAt = (event) => {
      const id = network.getNodeAt(event.pointer.DOM);
      return id === undefined ? null : graph.nodes[id];
    };
    network.on("hoverNode", ({ node }) => hover(graph.nodes[node]));
    network.on("blurNode", () => hover(null));
    network.on("click", (event) => {
      network.unselectAll();
      app.select(nodeAt(event));
    });
    network.on("doubleClick", (event) => nodeAt(event) && app.change({ depth: state.depth || 1 }));
    network.on("dragging", dragged);
    network.on("dragStart", () => rest(true));
    network.on("dragEnd", (event) => {
      dragged(event);
      network.unselectAll();
      rest(false);
    });
    network.on("zoom", stir);

    function hover(node) {
      stage.classList.toggle("over", node !== null);
      app.change({ hovered: node });
    }

    function dragged({ nodes }) {
      for (const id of nodes) {
        const node = graph.nodes[id];
        Object.assign(node, network.getPosition(id));
        if (!state.depth) node.home = { x: node.x, y: node.y };
      }
    }

    // Moves that have no end of their own, as those of wheel and keys, end when none follows.
    let stirred = 0;
    function stir() {
      clearTimeout(stirred);
      rest(true);
      stirred = setTimeout(rest, 150, false);
    }

    // Links of a big map are left out while it moves.
    function rest(busy) {
      moving = busy && graph.options.interaction.hideEdgesOnDrag;
      redraw();
    }

    // Camera
    function free() {
      const { clientWidth: width, clientHeight: height } = stage;
      const area = { left: 0, top: 0, right: width, bottom: height, legendBottom: 0 };
      const panel = document.getElementById("panel");
      const legend = document.getElementById("legend");
      if (!panel.hidden) {
        if (panel.offsetWidth < width) area.right = panel.offsetLeft;
        else area.bottom = panel.offsetTop;
      }
      if (!legend.hidden && legend.offsetWidth < width / 2) {
        area.left = legend.offsetLeft + legend.offsetWidth;
        area.legendBottom = legend.offsetTop + legend.offsetHeight;
      }
      return area;
    }

    function look(x, y, zoom, animate) {
      const area = free();
      const { clientWidth: width, clientHeight: height } = stage;
      const position = {
        x: x + (width / 2 - (area.left + area.right) / 2) / zoom,
        y: y + (height / 2 - (area.top + area.bottom) / 2) / zoom,
      };
      const animation = animate && !calm.matches ? { duration: 150, easingFunction: "easeOutQuad" } : false;
      network.moveTo({ position, scale: zoom, animation });
    }

    function fit(animate = true) {
      const nodes = graph.nodes.filter((node) => node.visible);
      if (!nodes.length || !stage.clientWidth) return;
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const { x, y, radius } of nodes) {
        left = Math.min(left, x - radius);
        right = Math.max(right, x + radius);
        top = Math.min(top, y - radius);
        bottom = Math.max(bottom, y + radius);
      }
      const area = free();
      const zoom = Math.min(
        (area.right - area.left - 2 * MARGIN) / (right - left),
        (area.bottom - area.top - 2 * MARGIN) / (bottom - top),
        MOST_ZOOM,
      );
      look((left + right) / 2, (top + bottom) / 2, Math.max(zoom, 0.01), animate);
    }

    // Whether the places of some nodes lie in the free part of the window, and whether they could.
    function placed(nodes) {
      const area = free();
      const spots = nodes.map((node) => camera().toScreen(node));
      const [left, right] = [Math.min(...spots.map(({ x }) => x)), Math.max(...spots.map(({ x }) => x))];
      const [top, bottom] = [Math.min(...spots.map(({ y }) => y)), Math.max(...spots.map(({ y }) => y))];
      return {
        inside: left > area.left + 40 && right < area.right - 40 && top > area.top + 40 && bottom < area.bottom - 40,
        fits: right - left < area.right - area.left - 80 && bottom - top < area.bottom - area.top - 80,
      };
    }

    // Brings a note, with its neighbours where there is room for them, into the free part of the window; nothing
    // moves when they are there already.
    function show(node, always = false) {
      const around = [node, ...[...node.neighbours].filter((other) => other.visible)];
      const { inside: seen, fits } = placed(around);
      if (!always && fits) {
        if (seen) redraw();
        else {
          const [xs, ys] = [around.map(({ x }) => x), around.map(({ y }) => y)];
          const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
          look(middle(xs), middle(ys), network.getScale(), true);
        }
        return;
      }
      const { x, y } = camera().toScreen(node);
      const area = free();
      const inside = x > area.left + 40 && x < area.right - 40 && y > area.top + 40 && y < area.bottom - 40;
      if (!inside || always) look(node.x, node.y, Math.max(network.getScale(), 0.6), true);
      else redraw();
    }

    function zoom(factor) {
      const area = free();
      const centre = network.DOMtoCanvas({ x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 });
      look(centre.x, centre.y, Math.min(8, Math.max(0.01, network.getScale() * factor)), true);
    }

    function pan(dx, dy) {
      stir();
      const at = network.getViewPosition();
      const step = 80 / network.getScale();
      network.moveTo({
        position: { x: at.x + dx * step, y: at.y + dy * step },
        scale: network.getScale(),
        animation: false,
      });
    }

    // Tells vis-network where every node is and which are drawn; only what changed is sent.
    const sent = graph.nodes.map(({ x, y, visible }) => ({ x, y, visible }));
    function refresh() {
      const changes = [];
      for (const { id, x, y, visible } of graph.nodes) {
        const known = sent[id];
        if (known.x === x && known.y === y && known.visible === visible) continue;
        sent[id] = { x, y, visible };
        changes.push({ id, x, y, hidden: !visible });
      }
      if (changes.length) data.update(changes);
      redraw();
    }

    return {
      canvas,
      camera,
      fit,
      show,
      zoom,
      pan,
      refresh,
      redraw,
      recolour: () => {
        painter.recolour();
        redraw();
      },
      focus: () => stage.focus({ preventScroll: true }),
      colourOf: painter.colourOf,
      theme: painter.theme,
      whenDrawn: (callback) => {
        onDrawn = callback;
      },
    };
  };
})();
