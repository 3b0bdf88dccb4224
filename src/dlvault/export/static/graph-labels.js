// Labels: the biggest notes in view and all that is in focus, placed so that none covers another.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});

  const MOST = 60;
  const LOOKED_AT = 1500; // candidates; the rest would find no room anyway
  const OBSTACLES = 250; // nodes that labels keep off
  const AIR = [6, 3]; // screen pixels between two labels
  const SIZE = 12;
  const LINE = 15;
  const LONGEST = 32; // characters
  const LONGEST_IN_FOCUS = 64;

  dl.makeLabels = (app) => {
    const { graph, state } = app;
    const widths = new Map();

    function textOf(node, longest) {
      const letters = node.label.length > longest ? [...node.label] : [];
      return letters.length > longest
        ? `${letters
            .slice(0, longest - 1)
            .join("")
            .trimEnd()}…`
        : node.label;
    }

    function measure(ctx, text, strong) {
      const key = strong ? `!${text}` : text;
      if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
      return widths.get(key);
    }

    // The nodes that may have a label, most important first.
    function candidates() {
      const first = [state.hovered, state.selected, app.current()].filter(Boolean);
      const rest = app.bright ? graph.byDegree.filter((node) => app.bright.has(node)) : graph.byDegree;
      return { first: [...new Set(first)], rest };
    }

    // Draws in screen pixels; `camera` turns places of the map into pixels.
    return function draw(ctx, camera, painter) {
      const theme = painter.theme();
      const taken = obstacles(camera, painter);
      const { first, rest } = candidates();
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      let drawn = 0;
      for (const node of first) drawn += label(ctx, node, camera, painter, theme, taken, true);
      for (const node of rest.slice(0, LOOKED_AT)) {
        if (drawn >= MOST) break;
        if (!first.includes(node)) drawn += label(ctx, node, camera, painter, theme, taken, false);
      }
      ctx.globalAlpha = 1;
    };

    // The biggest nodes in view: labels keep off them.
    function obstacles(camera, painter) {
      const { left, legendBottom } = camera.area;
      const taken = [{ left: 0, right: left, top: 0, bottom: legendBottom }];
      for (const node of graph.byDegree.slice(0, LOOKED_AT)) {
        if (!node.visible || (app.bright && !app.bright.has(node))) continue;
        const { x, y } = camera.toScreen(node);
        const r = painter.radiusOf(node, camera.scale) * camera.scale;
        if (r < 2.2 || !camera.inside(x, y)) continue;
        taken.push({ left: x - r, right: x + r, top: y - r, bottom: y + r, node, r });
        if (taken.length >= OBSTACLES) break;
      }
      return taken;
    }

    function label(ctx, node, camera, painter, theme, taken, forced) {
      if (!node.visible) return 0;
      const { x, y } = camera.toScreen(node);
      if (!camera.inside(x, y)) return 0;
      const r = painter.radiusOf(node, camera.scale) * camera.scale;
      ctx.font = `${forced ? 600 : 400} ${SIZE}px ${theme.font}`;
      const text = textOf(node, forced ? LONGEST_IN_FOCUS : LONGEST);
      const width = measure(ctx, text, forced) + 6;
      const box = place({ x, y }, r, width, node, taken, forced, camera);
      if (!box) return 0;
      taken.push(box);
      ctx.lineWidth = 4;
      ctx.globalAlpha = 0.9;
      ctx.strokeStyle = theme.bg;
      ctx.strokeText(text, box.x, box.y);
      ctx.globalAlpha = 1;
      ctx.fillStyle = node.kind === "note" || forced ? theme.text : theme.muted;
      ctx.fillText(text, box.x, box.y);
      return 1;
    }

    // Below, above, right or left of the node, whichever is free first.
    function place({ x, y }, r, width, node, taken, forced, camera) {
      const below = y + r + 4 + LINE / 2;
      const above = y - r - 4 - LINE / 2;
      const side = r + 4 + width / 2;
      const spots = [
        [x, below],
        [x, above],
        [x + side, y],
        [x - side, y],
      ].map(([cx, cy]) => box(cx, cy, width));
      // A big node may put its label over much smaller ones, rather than have none.
      const best =
        spots.find((spot) => free(spot, node, taken, camera)) ??
        (r > 5
          ? spots.find((spot) =>
              free(
                spot,
                node,
                taken.filter((other) => !(other.r < r * 0.7)),
                camera,
              ),
            )
          : null);
      if (best || !forced) return best;
      return box(Math.max(width / 2, Math.min(camera.area.right - width / 2, x)), below, width);
    }

    function box(x, y, width) {
      return { x, y, left: x - width / 2, right: x + width / 2, top: y - LINE / 2, bottom: y + LINE / 2 };
    }

    function free(spot, node, taken, camera) {
      if (spot.left < 0 || spot.right > camera.area.right) return false;
      return taken.every((other) => {
        const [dx, dy] = other.node ? [0, 0] : AIR;
        return (
          other.node === node ||
          spot.left > other.right + dx ||
          spot.right < other.left - dx ||
          spot.top > other.bottom + dy ||
          spot.bottom < other.top - dy
        );
      });
    }
  };
})();
