// The local graph: a note in the middle, its neighbours on a ring, theirs on the next.
(() => {
  "use strict";
  const dl = (globalThis.dlvault ??= {});

  const RING = 130; // from one ring to the next, in units of the map
  const GAP = 28; // between two notes on a ring

  // Places by node for a note and all within `depth` links of it that are `allowed`.
  dl.localPlaces = (centre, depth, allowed) => {
    const rings = [[centre]];
    const children = new Map([[centre, []]]);
    for (let ring = 1; ring <= depth; ring += 1) rings.push(nextRing(rings[ring - 1], children, allowed));
    const need = needs(rings, children);
    const wanted = (node) => children.get(node).reduce((sum, child) => sum + need.get(child), 0);
    const stretch = Math.max(1, wanted(centre) / (2 * Math.PI));
    const places = new Map();

    function put(node, ring, from, to) {
      const angle = (from + to) / 2;
      const radius = stretch * ring * RING;
      places.set(node, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
      const all = wanted(node);
      let start = from;
      for (const child of children.get(node)) {
        const share = ((to - from) * need.get(child)) / all;
        put(child, ring + 1, start, start + share);
        start += share;
      }
    }

    put(centre, 0, -Math.PI / 2, 1.5 * Math.PI);
    return places;
  };

  // The notes one link further out, each hung on one note of the ring before.
  function nextRing(ring, children, allowed) {
    const parents = new Map();
    for (const parent of ring) {
      for (const node of parent.neighbours) {
        if (children.has(node) || !allowed(node)) continue;
        if (!parents.has(node)) parents.set(node, []);
        parents.get(node).push(parent);
      }
    }
    const choice = (node) => parents.get(node).length;
    const next = [...parents.keys()].sort((a, b) => choice(a) - choice(b) || b.degree - a.degree || a.id - b.id);
    // Who has least choice goes first, to the parent with the fewest: so the ring is filled evenly.
    const fewer = (one, two) => (children.get(two).length < children.get(one).length ? two : one);
    for (const node of next) children.get(parents.get(node).reduce(fewer)).push(node);
    for (const node of next) children.set(node, []);
    return ring.flatMap((parent) => children.get(parent));
  }

  // The angle that each note needs: for itself on its ring, or for all that hang on it further out.
  function needs(rings, children) {
    const need = new Map();
    for (let ring = rings.length - 1; ring > 0; ring -= 1) {
      for (const node of rings[ring]) {
        const below = children.get(node).reduce((sum, child) => sum + need.get(child), 0);
        need.set(node, Math.max((2 * node.radius + GAP) / (ring * RING), below));
      }
    }
    return need;
  }
})();
