// City names on the ground, where events and countries leave room. Which of them a view shows was chosen when they were made.

import { overlap } from "./labels.js";
import { el } from "./text.js";

const MOST = 45; // names on the screen
const DOT = 3, GAP = 3, HIGH = 7; // pixels: around the dot, from it to its name, half a line of it
const measure = document.createElement("canvas").getContext("2d");

/** Of a service: `address` answers for a box and a zoom. A name is asked for once while it stays in view. */
export function citiesFrom(address) {
  let held = null;
  return async (map, zoom) => {
    const bounds = map.getBounds();
    if (held?.zoom === zoom && held.bounds.contains(bounds)) return held.rows;
    // Whole cells of the map, so that neighbours and the next visit ask the same.
    const cell = 180 / 2 ** zoom, down = (degrees) => Math.floor(degrees / cell) * cell, up = (degrees) => Math.ceil(degrees / cell) * cell;
    const box = [down(bounds.getWest()), Math.max(-90, down(bounds.getSouth())), up(bounds.getEast()), Math.min(90, up(bounds.getNorth()))];
    const [west, south, east, north] = box, whole = east - west >= 360, turn = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
    const bbox = [whole ? -180 : turn(west), south, whole ? 180 : turn(east) === -180 ? 180 : turn(east), north];
    const answer = await fetch(`${address}?${new URLSearchParams({ bbox: bbox.map((one) => +one.toFixed(4)), zoom })}`);
    if (!answer.ok) return [];
    held = { zoom, bounds: L.latLngBounds([south, west], [north, east]), rows: (await answer.json()).cities };
    return held.rows;
  };
}

/** Of a page that carries them: [name, lon, lat, zoom], what matters most first. */
export function citiesOf(rows) {
  return async (map, zoom) => rows.filter(([, , , from]) => from <= zoom);
}

/** `find(map, zoom)`: a Promise of rows. Drawn whenever the map fires "lettered": { taken }, the boxes that are no more free. */
export const CityNames = L.Layer.extend({
  initialize(find) {
    this._find = find;
  },

  onAdd(map) {
    this._group = L.layerGroup().addTo(map);
    map.on("lettered", this._draw, this);
  },

  onRemove(map) {
    map.off("lettered", this._draw, this);
    map.removeLayer(this._group);
  },

  async _draw({ taken }) {
    const map = this._map, mine = (this._asked = (this._asked ?? 0) + 1);
    const rows = await this._find(map, Math.floor(map.getZoom() + 0.25)).catch(() => []); // a map is one without them, too
    if (mine !== this._asked || !this._map) return;
    this._group.clearLayers();
    measure.font = getComputedStyle(map.getPane("cities")).font;
    const seen = map.getBounds(), middle = map.getCenter().lng, { x: width, y: height } = map.getSize(), full = [...taken];
    let left = MOST;
    for (const [name, lon, lat] of rows) {
      const at = [lat, lon + 360 * Math.round((middle - lon) / 360)];
      if (!seen.contains(at)) continue;
      const { x, y } = map.latLngToContainerPoint(at), long = Math.ceil(measure.measureText(name).width) + 2;
      const dot = { left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT };
      const free = (box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height && full.every((other) => !overlap(box, other));
      if (!free(dot)) continue; // an event's own mark stands there, and has its name
      const right = { left: x + DOT + GAP, right: x + DOT + GAP + long, top: y - HIGH, bottom: y + HIGH };
      const before = { ...right, left: x - DOT - GAP - long, right: x - DOT - GAP };
      const spot = [right, before].find(free);
      if (!spot) continue;
      full.push(dot, spot);
      this._group.addLayer(cityMarker(at, name, spot === before));
      if (!--left) break;
    }
  },
});

function cityMarker(at, name, before) {
  const icon = L.divIcon({ html: el("span", { dir: "auto" }, name), className: before ? "city before" : "city", iconSize: [0, 0] });
  return L.marker(at, { icon, interactive: false, keyboard: false, pane: "cities" });
}
