// Marks on the map: one canvas for areas, lines, circles and badges, so that tens of thousands draw at once; names as
// a few elements above it.

import { badgeRadius, drawMark } from "./badge.js";
import { clusterMarks, countryMarks, flatPairs, marksOf, turnedBox } from "./events.js";
import { gathered } from "./gather.js";
import { drawNames } from "./labels.js";
import { el } from "./text.js";
import { counted, t } from "./words.js";

const SMALL = 44; // pixels; an area or circle narrower than this is drawn as a badge
const SPOT = 0.002; // degrees; what lies in a narrower box is one place, however near one looks
const ORDER = { country: 0, area: 1, line: 2, point: 3 };

const Badge = L.CircleMarker.extend({
  _updatePath() {
    const { _ctx: ctx, _drawing: drawing } = this._renderer;
    if (drawing && !this._empty()) drawMark(ctx, this._point, this.options.mark, this.options.legend);
  },
});

/** An area whose edge fades out, since nobody knows where in it, or how near to its edge, something happened. */
const SoftArea = L.Polygon.extend({
  _updatePath() {
    const { fillOpacity } = this.options;
    for (const [weight, opacity, fill] of [[16, 0.06, 0], [10, 0.08, 0], [4, 0.12, fillOpacity]]) {
      Object.assign(this.options, { weight, opacity, fillOpacity: fill });
      L.Polygon.prototype._updatePath.call(this);
    }
    this.options.fillOpacity = fillOpacity;
  },
});

/** `options`: { legend, choose(mark, at) }: called when a reader wants to see the events of a mark. */
export const EventLayer = L.Layer.extend({
  initialize(options) {
    L.setOptions(this, options);
    this._all = [];
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
    map.labelled = null;
    map.fire("labelled", { taken: [] });
  },

  /** Show what a source answered (`marks` in source.js) instead. */
  show({ events, clusters, countries }) {
    this._all = [...marksOf(events), ...clusterMarks(clusters, this.options.legend), ...countryMarks(countries)];
    if (this._map) this._draw();
  },

  /** The mark that an event is drawn at; undefined when it is not among those shown. */
  markOf(id) {
    return this._all.find((mark) => mark.id === id || mark.events?.some((event) => event.id === id));
  },

  _draw() {
    this._shapes.clearLayers();
    this._shown = [];
    const badges = [], countries = [];
    for (const mark of [...this._all].sort((a, b) => ORDER[a.kind] - ORDER[b.kind])) {
      if (mark.kind === "country") countries.push(mark);
      else if ((mark.kind === "point" && !mark.circle) || this._width(mark) < SMALL) badges.push(mark);
      else this._drawShape(mark);
    }
    const project = (at) => this._map.project(at);
    for (const mark of gathered(countries, (at) => wide(project(at)))) this._shown.push({ mark, radius: 0 });
    for (const mark of gathered(badges, project)) this._drawBadge(mark);
    this._label();
  },

  _width(mark) {
    const box = mark.circle ? L.latLng(mark.at).toBounds(2 * mark.circle) : L.latLngBounds(flatPairs(mark.shape));
    const a = this._map.project(box.getSouthWest()), b = this._map.project(box.getNorthEast());
    return Math.max(b.x - a.x, a.y - b.y);
  },

  _drawShape(mark) {
    const [group] = mark.shares.keys(), { colour } = this.options.legend.groups[group];
    const planned = mark.events.every((event) => event.status === "planned");
    const style = { renderer: this._canvas, color: colour, weight: 1.6, fillColor: colour, fillOpacity: planned ? 0.07 : 0.2, dashArray: planned ? "5 5" : null };
    const shape = mark.circle ? L.circle(mark.at, { ...style, radius: mark.circle, dashArray: "2 5" })
      : mark.kind === "line" ? L.polyline(mark.shape, { ...style, weight: 4, fill: false }) : new SoftArea(mark.shape, style);
    this._add(shape, mark);
    this._shown.push({ mark, radius: 0 });
  },

  _drawBadge(mark) {
    const radius = badgeRadius(mark);
    this._add(new Badge(mark.at, { renderer: this._canvas, radius: radius + 3, mark, legend: this.options.legend }), mark);
    this._shown.push({ mark, radius });
  },

  _add(layer, mark) {
    layer.on("click", (click) => {
      L.DomEvent.stopPropagation(click);
      this._choose(mark, mark.shape && mark.kind !== "line" ? click.latlng : mark.at);
    });
    layer.addTo(this._shapes);
    layer.bindTooltip(() => el("span", { dir: "auto" }, this._tip(mark)), { sticky: true, className: "tip" });
  },

  _tip(mark) {
    const words = mark.count === 1 ? mark.look?.label ?? mark.events[0].label : counted("count.events", mark.count);
    const [most] = mark.shares.keys();
    const what = mark.look || !most ? "" : ` (${t(`group.${most}.short`)})`;
    return `${mark.name ? `${mark.name}: ` : ""}${words}${what}`;
  },

  /** What lies apart is zoomed to; what is one place is listed. */
  _choose(mark, at) {
    const map = this._map, { box } = mark;
    const apart = box && Math.max(box[2] - box[0], box[3] - box[1]) > SPOT && mark.count > 1;
    if (apart && map.getZoom() < map.getMaxZoom()) {
      const wanted = Math.max(map.getZoom() + 1, Math.min(map.getBoundsZoom(turnedBox(box), false, [140, 140]), 14));
      map.setView(L.latLngBounds(turnedBox(box)).getCenter(), Math.min(wanted, map.getMaxZoom()));
    } else this.options.choose(mark, at);
  },

  _label() {
    const choose = (mark) => this._choose(mark, mark.at);
    const taken = drawNames(this._map, this._names, this._shown, this.options.legend, choose);
    this._map.labelled = taken;
    this._map.fire("labelled", { taken });
  },
});

/** The lists at countries are written beside each other and need more room in their length. */
function wide({ x, y }) {
  return L.point(x / 3, y);
}
