// What stands too close together on the screen is drawn as one, until the reader zooms in.

import { badgeRadius } from "./badge.js";

const TOO_CLOSE = 32; // pixels between the middles of two badges
const CELL = 64; // pixels: no two marks that are farther apart are too close

/** Marks round the one that counts most; `project`: a mark's [lat, lon] to pixels. */
export function gathered(marks, project) {
  const cells = new Map(), groups = [];
  const placed = marks.map((mark) => ({ mark, p: project(mark.at), radius: badgeRadius(mark) }));
  placed.sort((a, b) => b.mark.count - a.mark.count || (a.mark.key < b.mark.key ? -1 : 1));
  for (const { mark, p, radius } of placed) {
    const home = nearest(cells, p, radius);
    if (home) home.marks.push(mark);
    else {
      const group = { p, radius, marks: [mark] };
      groups.push(group);
      const cell = `${Math.floor(p.x / CELL)} ${Math.floor(p.y / CELL)}`;
      if (cells.has(cell)) cells.get(cell).push(group);
      else cells.set(cell, [group]);
    }
  }
  return groups.map((group) => together(group.marks));
}

/** The group whose mark this one would cover. */
function nearest(cells, p, radius) {
  const cx = Math.floor(p.x / CELL), cy = Math.floor(p.y / CELL);
  for (let x = cx - 1; x <= cx + 1; x++) {
    for (let y = cy - 1; y <= cy + 1; y++) {
      for (const group of cells.get(`${x} ${y}`) ?? []) {
        if (group.p.distanceTo(p) < Math.max(TOO_CLOSE, group.radius + radius)) return group;
      }
    }
  }
  return null;
}

function together(marks) {
  const [first] = marks;
  if (marks.length === 1) return { ...first, parts: 1 };
  const events = marks.every((mark) => mark.events) ? [...new Set(marks.flatMap((mark) => mark.events))] : null;
  const shares = new Map();
  for (const mark of marks) for (const [group, n] of mark.shares) shares.set(group, (shares.get(group) ?? 0) + n);
  const boxes = marks.map((mark) => mark.box ?? [mark.at[1], mark.at[0], mark.at[1], mark.at[0]]);
  const box = [0, 1, 2, 3].map((side) => Math[side < 2 ? "min" : "max"](...boxes.map((one) => one[side])));
  return {
    ...first, kind: first.kind === "country" ? "country" : "point", shape: null, circle: null, look: null, loose: marks.every(({ loose }) => loose), id: "", events, box, parts: marks.length,
    count: events ? events.length : marks.reduce((sum, mark) => sum + mark.count, 0),
    shares: new Map([...shares].sort((a, b) => b[1] - a[1])), others: first.name ? marks.length - 1 : 0,
  };
}
