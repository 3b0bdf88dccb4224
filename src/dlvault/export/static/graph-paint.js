// Painting: links as few batched paths, nodes by kind and colour; what is out of focus falls back.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});

  const BATCH = 400; // lines in one path: longer paths are slower to fill in
  const ARROWS_BELOW = 3000; // lines; above that, only those in focus have arrows
  const FADED = 0.15;
  const LINK = 0.12;
  const LINK_BRIGHT = 0.6;
  const LINK_FADED = 0.035;

  dl.readTheme = () => {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    const series = [];
    for (let number = 1; number <= dl.SERIES; number += 1) series.push(read(`series-${number}`));
    return {
      dark: style.colorScheme === "dark",
      bg: read("bg"),
      text: read("text"),
      muted: read("muted"),
      accent: read("accent"),
      font: read("font") || "sans-serif",
      series,
      rest: read("series-other"),
      kind: (kind) => read(`kind-${kind}`) || read("kind-other"),
    };
  };

  const SHAPES = {
    note: "dot",
    canvas: "dot",
    unresolved: "dashed",
    tag: "ring",
    attachment: "square",
    paper: "diamond",
    code: "square",
    course: "triangle",
    book: "bar",
    talk: "star",
  };

  // Adds the outline of a kind to the path of the context.
  function outline(ctx, shape, x, y, r) {
    if (shape === "square") ctx.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
    else if (shape === "bar") ctx.rect(x - r * 0.6, y - r, r * 1.2, r * 2);
    else if (shape === "diamond") polygon(ctx, x, y, r * 1.15, 4, -Math.PI / 2);
    else if (shape === "triangle") polygon(ctx, x, y + r * 0.15, r * 1.2, 3, -Math.PI / 2);
    else if (shape === "star") star(ctx, x, y, r * 1.2);
    else {
      ctx.moveTo(x + r, y);
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    }
  }

  function polygon(ctx, x, y, r, corners, start) {
    for (let corner = 0; corner < corners; corner += 1) {
      const angle = start + (2 * Math.PI * corner) / corners;
      ctx[corner ? "lineTo" : "moveTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
    ctx.closePath();
  }

  function star(ctx, x, y, r) {
    for (let corner = 0; corner < 10; corner += 1) {
      const reach = corner % 2 ? r * 0.45 : r;
      const angle = -Math.PI / 2 + (Math.PI * corner) / 5;
      ctx[corner ? "lineTo" : "moveTo"](x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    }
    ctx.closePath();
  }

  // One mark of a kind; also used for the legend and the panel. `pixel` is the size of a screen pixel.
  dl.drawMark = (ctx, kind, x, y, r, colour, background, pixel = 1) => {
    const shape = SHAPES[kind] ?? "dot";
    ctx.beginPath();
    if (shape === "dashed" || shape === "ring") {
      const width = Math.max(1.5 * pixel, shape === "ring" ? r * 0.34 : r * 0.2);
      outline(ctx, shape, x, y, Math.max(r - width / 2, pixel));
      ctx.fillStyle = background;
      ctx.fill();
      ctx.lineWidth = width;
      ctx.strokeStyle = colour;
      if (shape === "dashed" && r > 3.5 * pixel) ctx.setLineDash([r * 0.55, r * 0.4]);
      ctx.stroke();
      ctx.setLineDash([]);
    } else {
      outline(ctx, shape, x, y, r);
      ctx.fillStyle = colour;
      ctx.fill();
    }
  };

  dl.makePainter = (app) => {
    const { graph, state } = app;
    let theme = dl.readTheme();
    let colours = [];

    // The colour of every node for the chosen way of colouring.
    function recolour() {
      theme = dl.readTheme();
      const kinds = new Map(graph.kinds.map(({ name }) => [name, theme.kind(name)]));
      const groups = new Map(graph.groups.map(({ name }, index) => [name, theme.series[index] ?? theme.rest]));
      colours = graph.nodes.map((node) =>
        state.colour === "folder" && node.kind === "note" ? groups.get(node.group) : kinds.get(node.kind),
      );
    }

    function radiusOf(node, scale) {
      const eased = scale > 1 ? node.radius * scale ** -0.35 : node.radius;
      return Math.max(eased, 1.8 / scale);
    }

    function drawNode(ctx, node, scale) {
      const bright = !app.bright || app.bright.has(node);
      const r = radiusOf(node, scale);
      ctx.globalAlpha = bright ? 1 : FADED;
      dl.drawMark(ctx, node.kind, node.x, node.y, r, colours[node.id], theme.bg, 1 / scale);
      if (node === state.selected || node === state.hovered || node === app.current()) ring(ctx, node, r, scale);
      ctx.globalAlpha = 1;
    }

    function ring(ctx, node, r, scale) {
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.arc(node.x, node.y, r + 4 / scale, 0, 2 * Math.PI);
      ctx.lineWidth = 2 / scale;
      ctx.strokeStyle = node === state.hovered && node !== state.selected ? theme.muted : theme.accent;
      ctx.stroke();
    }

    function drawLinks(ctx, scale, view) {
      const plain = [];
      const passing = []; // neither end in view
      const bright = [];
      const focus = app.focus();
      for (const line of graph.lines) {
        if (!line.a.visible || !line.b.visible || outside(line, view)) continue;
        if (!app.bright) (within(line.a, view) || within(line.b, view) ? plain : passing).push(line);
        else if (focus ? line.a === focus || line.b === focus : app.bright.has(line.a) && app.bright.has(line.b))
          bright.push(line);
        else plain.push(line);
      }
      ctx.lineWidth = Math.max(0.9, Math.min(1.5, scale)) / scale;
      ctx.strokeStyle = theme.text;
      ctx.globalAlpha = LINK_FADED;
      stroke(ctx, passing);
      ctx.globalAlpha = app.bright ? LINK_FADED : strength(plain.length);
      stroke(ctx, plain);
      if (state.arrows && plain.length < ARROWS_BELOW) arrows(ctx, plain, scale, app.bright ? FADED : 0.3);
      ctx.globalAlpha = LINK_BRIGHT;
      ctx.strokeStyle = focus ? colours[focus.id] : theme.text;
      stroke(ctx, bright);
      if (state.arrows) arrows(ctx, bright, scale, 0.8);
      ctx.globalAlpha = 1;
    }

    // A map of few lines can carry stronger ones; many would turn into black.
    function strength(lines) {
      if (lines < 400) return LINK + 0.1 * (1 - lines / 400);
      return LINK * Math.max(0.3, Math.min(1, Math.sqrt(5000 / lines)));
    }

    function stroke(ctx, lines) {
      for (let start = 0; start < lines.length; start += BATCH) {
        ctx.beginPath();
        for (let index = start; index < Math.min(lines.length, start + BATCH); index += 1) {
          const { a, b } = lines[index];
          ctx.moveTo(a.x, a.y);
          ctx.lineTo(b.x, b.y);
        }
        ctx.stroke();
      }
    }

    function arrows(ctx, lines, scale, alpha) {
      ctx.globalAlpha = alpha;
      ctx.fillStyle = theme.text;
      ctx.beginPath();
      for (const line of lines) {
        if (line.there) arrow(ctx, line.a, line.b, scale);
        if (line.back) arrow(ctx, line.b, line.a, scale);
      }
      ctx.fill();
    }

    function arrow(ctx, from, to, scale) {
      const angle = Math.atan2(to.y - from.y, to.x - from.x);
      const tip = radiusOf(to, scale) + 2 / scale;
      const size = 6 / scale;
      const x = to.x - tip * Math.cos(angle);
      const y = to.y - tip * Math.sin(angle);
      ctx.moveTo(x, y);
      ctx.lineTo(x - size * Math.cos(angle - 0.4), y - size * Math.sin(angle - 0.4));
      ctx.lineTo(x - size * Math.cos(angle + 0.4), y - size * Math.sin(angle + 0.4));
      ctx.closePath();
    }

    function outside({ a, b }, { left, right, top, bottom }) {
      return (
        (a.x < left && b.x < left) ||
        (a.x > right && b.x > right) ||
        (a.y < top && b.y < top) ||
        (a.y > bottom && b.y > bottom)
      );
    }

    function within({ x, y }, { left, right, top, bottom }) {
      return x > left && x < right && y > top && y < bottom;
    }

    recolour();
    return { recolour, drawNode, drawLinks, radiusOf, theme: () => theme, colourOf: (node) => colours[node.id] };
  };
})();
