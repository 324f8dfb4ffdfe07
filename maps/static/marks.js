// Marks on the map: one canvas for areas, lines, circles and badges, so that tens of thousands draw at once; names as
// a few elements above it. What stands too close together is drawn as one until the reader zooms in.

import { countWords, el } from "./text.js";
import { groupMarks, isAntarctic, tally } from "./events.js";
import { badgeRadius, badgeSvg, drawMark } from "./badge.js";
import { Land } from "./land.js";
import { popupContent } from "./card.js";

const TOO_CLOSE = 32; // pixels between the middles of two badges
const SMALL = 44; // pixels; an area or circle narrower than this is drawn as a badge
const NAMES = 60; // at most so many on screen

/** The panes that marks and ground are drawn in, and the ground itself when one is given. Antarctica is drawn where
 * something happened: else it would take a third of the picture. */
export function furnish(map, ground, events) {
  for (const [name, z] of [["ground", 150], ["countries", 160], ["names", 620]]) {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = "none";
  }
  if (!ground) return;
  const land = new Land(ground, { antarctic: events.some(isAntarctic) }).addTo(map);
  new CountryNames(ground.labels).addTo(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => land.redraw());
  map.attributionControl.addAttribution("Boundaries: Natural Earth, simplified");
}

const Badge = L.CircleMarker.extend({
  _updatePath() {
    const { _ctx: ctx, _drawing: drawing } = this._renderer;
    if (drawing && !this._empty()) drawMark(ctx, this._point, this.options.mark, this.options.legend);
  },
});

export const EventLayer = L.Layer.extend({
  initialize(events, legend, options) {
    L.setOptions(this, options);
    this._legend = legend;
    this._all = groupMarks(events);
  },

  onAdd(map) {
    this._canvas = L.canvas({ padding: 0.3, tolerance: 3, pane: "overlayPane" });
    this._shapes = L.layerGroup().addTo(map);
    this._names = L.layerGroup().addTo(map);
    map.on("zoomend", this._draw, this);
    map.on("moveend", this._label, this);
    this._draw();
  },

  onRemove(map) {
    map.off("zoomend", this._draw, this);
    map.off("moveend", this._label, this);
    for (const layer of [this._shapes, this._names, this._canvas]) map.removeLayer(layer);
  },

  /** Show these events instead. */
  setEvents(events) {
    this._all = groupMarks(events);
    if (this._map) this._draw();
  },

  /** The box of all that is drawn, null when nothing is. Country-wide marks count only when there is nothing else. */
  bounds() {
    const precise = this._all.filter((mark) => mark.kind !== "country");
    const box = L.latLngBounds([]);
    for (const mark of precise.length ? precise : this._all) box.extend(mark.shape ? L.latLngBounds(flatPairs(mark.shape)) : mark.at);
    return box.isValid() ? box : null;
  },

  /** Move to an event and open its popup; false when it is not on the map. */
  open(event, { zoom = true } = {}) {
    const mark = this._all.find((one) => one.events.includes(event));
    if (!mark) return false;
    const enough = zoom ? Math.max(this._map.getZoom(), mark.shape ? this._map.getBoundsZoom(L.latLngBounds(flatPairs(mark.shape))) - 1 : 6) : this._map.getZoom();
    this._map.setView(mark.at, Math.min(enough, this._map.getMaxZoom()));
    this._popup(mark, mark.at, event);
    return true;
  },

  _draw() {
    this._shapes.clearLayers();
    this._shown = [];
    const badges = [];
    const sorted = [...this._all].sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
    for (const mark of sorted) {
      if (mark.kind === "point" && !mark.circle) badges.push(mark);
      else if (mark.kind !== "country" && this._width(mark) < SMALL) badges.push(mark);
      else this._drawShape(mark);
    }
    for (const mark of this._gathered(badges)) this._drawBadge(mark);
    this._label();
  },

  _width(mark) {
    const box = mark.circle ? L.latLng(mark.at).toBounds(2 * mark.circle) : L.latLngBounds(flatPairs(mark.shape));
    const a = this._map.project(box.getSouthWest()), b = this._map.project(box.getNorthEast());
    return Math.max(b.x - a.x, a.y - b.y);
  },

  _drawShape(mark) {
    const { colour } = this._legend.groups[leading(mark.events, this._legend).group];
    const planned = mark.events.every((event) => event.status === "planned");
    const faint = mark.kind === "country";
    const style = {
      renderer: this._canvas, color: colour, weight: 1.6, stroke: !faint,
      dashArray: planned ? "5 5" : null, fillColor: colour, fillOpacity: faint ? 0.1 : planned ? 0.08 : 0.22,
    };
    const shape = mark.circle ? L.circle(mark.at, { ...style, radius: mark.circle, dashArray: "2 5" })
      : mark.kind === "line" ? L.polyline(mark.shape, { ...style, weight: 4, fill: false }) : L.polygon(mark.shape, style);
    this._add(shape, mark);
    this._shown.push({ mark, radius: 0 });
  },

  _drawBadge(mark) {
    const radius = badgeRadius(mark.events);
    this._add(new Badge(mark.at, { renderer: this._canvas, radius: radius + 3, mark, legend: this._legend }), mark);
    this._shown.push({ mark, radius });
  },

  _add(layer, mark) {
    layer.on("click", (click) => {
      L.DomEvent.stopPropagation(click);
      this._choose(mark, mark.shape && mark.kind !== "line" ? click.latlng : mark.at);
    });
    layer.addTo(this._shapes);
    const title = mark.name ? `${mark.name}: ` : "";
    const words = mark.events.length === 1 ? mark.events[0].label : countWords(mark.events.length);
    layer.bindTooltip(() => el("span", { dir: "auto" }, title + words), { sticky: true, className: "tip" });
  },

  /** Badges nearer than TOO_CLOSE pixels become one, around the one with most events. */
  _gathered(marks) {
    const cells = new Map(), groups = [];
    const placed = marks.map((mark) => ({ mark, p: this._map.project(mark.at) }));
    placed.sort((a, b) => b.mark.events.length - a.mark.events.length || (a.mark.key < b.mark.key ? -1 : 1));
    const cellOf = (p) => [Math.floor(p.x / TOO_CLOSE), Math.floor(p.y / TOO_CLOSE)];
    for (const { mark, p } of placed) {
      const [cx, cy] = cellOf(p);
      let home = null;
      for (let x = cx - 1; x <= cx + 1; x++) {
        for (let y = cy - 1; y <= cy + 1; y++) {
          home ??= cells.get(`${x} ${y}`)?.find((group) => group.p.distanceTo(p) < TOO_CLOSE) ?? null;
        }
      }
      if (home) home.marks.push(mark);
      else {
        const group = { p, marks: [mark] };
        groups.push(group);
        const cell = `${cx} ${cy}`;
        if (cells.has(cell)) cells.get(cell).push(group);
        else cells.set(cell, [group]);
      }
    }
    return groups.map((group) => together(group.marks));
  },

  _choose(mark, at) {
    const box = mark.box;
    if (box && this._map.getZoom() < this._map.getMaxZoom() && mark.parts > 1) {
      this._map.fitBounds(box, { padding: [70, 70], maxZoom: Math.max(this._map.getZoom() + 1, 11) });
    } else this._popup(mark, at);
  },

  _popup(mark, at, open = null) {
    const events = [...mark.events].sort(newestFirst);
    const content = popupContent({ ...mark, events }, this._legend, { open });
    L.popup({ maxWidth: Math.min(360, this._map.getSize().x - 80), minWidth: 240, maxHeight: 380, offset: [0, mark.shape || mark.circle ? 0 : -8], autoPanPadding: [16, 16] })
      .setLatLng(at).setContent(content).openOn(this._map);
    this.fire("opened", { event: open ?? (events.length === 1 ? events[0] : null), content });
  },

  /** Names beside the marks, most events first, where they cover nothing. */
  _label() {
    this._names.clearLayers();
    const taken = this._shown.filter(({ radius }) => radius).map(({ mark, radius }) => around(this._map.latLngToContainerPoint(mark.at), radius + 2));
    const seen = this._map.getBounds().pad(0.05), { x: width, y: height } = this._map.getSize();
    const wanted = this._shown.filter(({ mark }) => mark.name && seen.contains(mark.at))
      .sort((a, b) => b.mark.events.length - a.mark.events.length).slice(0, 3 * NAMES);
    let left = NAMES;
    for (const { mark, radius } of wanted) {
      const p = this._map.latLngToContainerPoint(mark.at);
      const free = (box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
        && taken.every((other) => !overlap(box, other));
      const spot = (radius ? besides(p, radius, textWidth(mark.name)) : this._onArea(mark)).find(free);
      if (!spot) continue;
      taken.push(spot);
      this._names.addLayer(nameMarker(mark, p, spot, radius ? null : this._legend));
      if (!--left) break;
    }
    this._map.fire("labelled", { taken });
  },

  /** Boxes the words on an area may take: in the middle of its parts, or a little below or above. */
  _onArea(mark) {
    const half = textWidth(areaWords(mark)) / 2 + 20;
    if (mark.kind === "country" && this._width(mark) < 2 * half) return [];
    const middles = (mark.spots ?? [mark.at]).map((at) => this._map.latLngToContainerPoint(at));
    // Below the country's own name, which stands in the middle.
    return (mark.kind === "country" ? [24, -24] : [0, 24, -24, 48, -48]).flatMap((down) => middles.map(({ x, y }) =>
      ({ left: x - half, right: x + half, top: y + down - 12, bottom: y + down + 12, align: "center" })));
  },
});

const ORDER = { country: 0, area: 1, line: 2, point: 3 };

/** Undated last, then by id: the order of the list too. */
export function newestFirst(a, b) {
  return (b.start ?? "").localeCompare(a.start ?? "") || (a.id < b.id ? -1 : 1);
}

/** A (lat, lon) list of any depth, flat. */
function flatPairs(shape) {
  return typeof shape[0] === "number" ? [shape] : shape.flatMap(flatPairs);
}

function together(marks) {
  if (marks.length === 1) return { ...marks[0], single: true, parts: 1 };
  const events = [...new Set(marks.flatMap((mark) => mark.events))];
  const [first] = marks;
  const name = first.name ? `${first.name} + ${marks.length - 1}` : "";
  const box = L.latLngBounds(marks.map((mark) => mark.at));
  return { ...first, kind: "point", shape: null, circle: null, name, events, single: false, parts: marks.length, box };
}

const measure = document.createElement("canvas").getContext("2d");

function textWidth(text) {
  measure.font = "500 12px system-ui, sans-serif";
  return Math.min(measure.measureText(text).width + 6, 190);
}

function around({ x, y }, radius) {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

/** Boxes a name may take: right, left, below, above its badge. */
function besides({ x, y }, radius, width) {
  const gap = radius + 3, half = 9;
  return [
    { left: x + gap, right: x + gap + width, top: y - half, bottom: y + half, align: "start" },
    { left: x - gap - width, right: x - gap, top: y - half, bottom: y + half, align: "end" },
    { left: x - width / 2, right: x + width / 2, top: y + gap, bottom: y + gap + 2 * half, align: "center" },
    { left: x - width / 2, right: x + width / 2, top: y - gap - 2 * half, bottom: y - gap, align: "center" },
  ];
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** An event of the group that most are of; among equals of the one that the legend names first. */
function leading(events, legend) {
  const counts = new Map(tally(events, "group")), order = Object.keys(legend.groups);
  return events.reduce((best, next) => {
    const more = counts.get(next.group) - counts.get(best.group);
    return more > 0 || (more === 0 && order.indexOf(next.group) < order.indexOf(best.group)) ? next : best;
  });
}

function areaWords(mark) {
  return mark.kind === "country" ? `${mark.events.length} country-wide` : mark.name;
}

/** On an area the name carries the badge of what happened, as an area has no badge of its own; what is known of a
 * country as a whole gets a number and no badge, which would look like a spot. */
function nameMarker(mark, p, box, legend) {
  const html = el("div", { class: `name-box ${box.align}` }, legend ? areaName(mark, legend) : el("span", { class: "name", dir: "auto" }, mark.name));
  const icon = L.divIcon({
    html, className: "", iconSize: [box.right - box.left, box.bottom - box.top], iconAnchor: [p.x - box.left, p.y - box.top],
  });
  return L.marker(mark.at, { icon, interactive: false, keyboard: false, pane: "names" });
}

function areaName(mark, legend) {
  if (mark.kind === "country") return el("span", { class: "name country-wide" }, areaWords(mark));
  const count = mark.events.length > 1 ? el("b", {}, ` ${mark.events.length}`) : null;
  return el("span", { class: "name on-area", dir: "auto" }, badgeSvg(leading(mark.events, legend), legend, 26), mark.name, count);
}

/** Country names, large countries first, where zoom leaves room for them. */
export const CountryNames = L.Layer.extend({
  initialize(rows) {
    this._rows = rows;
  },

  onAdd(map) {
    this._group = L.layerGroup().addTo(map);
    map.on("labelled", this._draw, this); // the events come first
  },

  onRemove(map) {
    map.off("labelled", this._draw, this);
    map.removeLayer(this._group);
  },

  _draw({ taken: marks }) {
    this._group.clearLayers();
    const map = this._map, seen = map.getBounds(), taken = [...marks];
    const kmPerPixel = (156.5 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** map.getZoom();
    for (const [name, lon, lat, radius] of this._rows) {
      if (taken.length - marks.length > 40) break;
      const width = textWidth(name) * 1.15;
      if ((1.5 * radius) / kmPerPixel < width || !seen.contains([lat, lon])) continue;
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      const box = { left: x - width / 2, right: x + width / 2, top: y - 10, bottom: y + 10 };
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      const icon = L.divIcon({ html: el("div", { class: "country-name" }, name), className: "", iconSize: [width + 20, 20] });
      this._group.addLayer(L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "countries" }));
    }
  },
});
