// The graph of the page: nodes with their links in both directions, read from the JSON in the page.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});

  // Kinds that start hidden: they explain notes, but the map is a map of notes.
  dl.HIDDEN_KINDS = ["tag", "attachment", "url", "resource", "paper", "code", "course", "book", "talk"];
  dl.SERIES = 8;
  const KIND_NAMES = {
    note: "Notes",
    canvas: "Canvases",
    unresolved: "Unresolved",
    tag: "Tags",
    attachment: "Attachments",
    url: "URLs",
    paper: "Papers",
    code: "Code",
    course: "Courses",
    book: "Books",
    talk: "Talks",
    resource: "Other resources",
  };
  // Tags and resources say what a note is about; only links connect notes.
  dl.isLink = (kind) => kind === "link" || kind === "embed" || kind.startsWith("property:");
  dl.kindName = (kind) => KIND_NAMES[kind] ?? kind[0].toUpperCase() + kind.slice(1);

  dl.readGraph = () => {
    const { page, options, nodes: rows, edges: links } = JSON.parse(document.getElementById("graph-data").textContent);
    const upright = innerHeight > innerWidth; // the map is wider than high; then it is turned
    const nodes = rows.map((row) => makeNode(upright ? { ...row, x: row.y, y: row.x } : row));
    const edges = links.map((link) => makeEdge(link, nodes));
    for (const node of nodes) finish(node);
    nameGroups(nodes);
    return {
      vault: page.vault,
      focus: page.focus,
      options,
      nodes,
      edges,
      lines: linesOf(edges),
      byName: new Map(nodes.map((node) => [node.name, node])),
      byDegree: [...nodes].sort((a, b) => b.degree - a.degree || a.id - b.id),
      kinds: counted(nodes, (node) => node.kind),
      groups: counted(
        nodes.filter((node) => node.group !== null),
        (node) => node.group,
      ),
    };
  };

  function makeNode(row) {
    const path = row.path ?? "";
    const label = row.label ?? stem(path);
    return {
      id: row.id,
      kind: row.kind ?? "note",
      name: row.name ?? `note:${path}`,
      path,
      label: label.replace(/\s+/gu, " ").trim() || path || row.name || "Untitled",
      folder: path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "",
      group: null,
      tags: row.tags ?? [],
      aliases: row.aliases ?? [],
      authors: row.authors ?? [],
      year: row.year ?? null,
      url: row.url ?? null,
      words: row.words ?? 0,
      mtime: row.mtime ?? null,
      home: { x: row.x, y: row.y },
      x: row.x,
      y: row.y,
      incoming: [],
      outgoing: [],
      neighbours: new Set(),
      isolated: true,
      visible: true,
    };
  }

  function makeEdge(link, nodes) {
    const edge = { from: nodes[link.from], to: nodes[link.to], kind: link.kind ?? "link", count: link.count ?? 1 };
    edge.from.outgoing.push(edge);
    edge.to.incoming.push(edge);
    if (edge.from !== edge.to) {
      edge.from.neighbours.add(edge.to);
      edge.to.neighbours.add(edge.from);
      if (dl.isLink(edge.kind)) edge.from.isolated = edge.to.isolated = false;
    }
    return edge;
  }

  function finish(node) {
    const aside = dl.HIDDEN_KINDS.includes(node.kind);
    const sources = new Set(node.incoming.filter(({ kind }) => aside || dl.isLink(kind)).map((edge) => edge.from));
    sources.delete(node);
    node.inLinks = sources.size;
    node.degree = aside ? node.neighbours.size : linked(node);
    node.radius = Math.min(26, 5 + 2.1 * Math.sqrt(node.inLinks));
    if (aside) node.radius = Math.min(13, node.radius);
    if (node.kind === "attachment") node.radius = 4;
    else if (aside && node.kind !== "tag") node.radius = Math.min(9, node.radius);
  }

  function linked(node) {
    const near = new Set();
    for (const edge of node.incoming) if (dl.isLink(edge.kind)) near.add(edge.from);
    for (const edge of node.outgoing) if (dl.isLink(edge.kind)) near.add(edge.to);
    near.delete(node);
    return near.size;
  }

  // Links between the same two nodes are drawn as one line.
  function linesOf(edges) {
    const lines = new Map();
    for (const { from, to, kind } of edges) {
      if (from === to) continue;
      const forward = from.id < to.id;
      const key = forward ? `${from.id} ${to.id}` : `${to.id} ${from.id}`;
      const line = lines.get(key) ?? {
        a: forward ? from : to,
        b: forward ? to : from,
        there: false,
        back: false,
        kind,
      };
      if (forward) line.there = true;
      else line.back = true;
      lines.set(key, line);
    }
    return [...lines.values()];
  }

  // A note's group is the first folder below those that all notes share.
  function nameGroups(nodes) {
    const grouped = nodes.filter((node) => node.kind === "note" || node.kind === "canvas");
    const shared = sharedFolders(grouped);
    for (const node of grouped) {
      const parts = node.folder ? node.folder.split("/") : [];
      node.group = parts.slice(shared.length)[0] ?? (shared.join("/") || "Vault root");
    }
  }

  function sharedFolders(nodes) {
    let shared = null;
    for (const { folder } of nodes) {
      const parts = folder ? folder.split("/") : [];
      shared ??= parts;
      let same = 0;
      while (same < shared.length && shared[same] === parts[same]) same += 1;
      shared = shared.slice(0, same);
    }
    return shared ?? [];
  }

  function counted(nodes, key) {
    const counts = new Map();
    for (const node of nodes) counts.set(key(node), (counts.get(key(node)) ?? 0) + 1);
    return [...counts]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  }

  function stem(path) {
    return path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/u, "");
  }

  // Builds an element; text goes in as text, never as markup.
  dl.element = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  // Where a finger is the pointer nothing hovers: the browser would leave what a tap entered.
  dl.hovers = matchMedia("(hover: hover)").matches;

  dl.plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
})();
