// The map of an article: its events as on every map, and the places that it names as small rings among them.

import { flatPairs, turned, turnedDeep } from "./events.js";
import { eventKey, placeKey } from "./lights.js";
import { EventLayer } from "./marks.js";
import { popups } from "./popup.js";
import { placeWords } from "./placewords.js";
import { el } from "./text.js";

const RING = 5; // pixels

/** `options`: those of EventLayer but `choose`, and { lights, places, tools }; `places`: by id, as in maps/reading.py. */
export const ReadingLayer = EventLayer.extend({
  initialize(options) {
    EventLayer.prototype.initialize.call(this, { ...options, choose: (mark, at) => this._popups.show(mark, at) });
    this._places = Object.entries(options.places).map(([id, place]) => placeMark(id, place));
  },

  onAdd(map) {
    this._popups = popups(map, this.options.tools);
    if (!map.getPane("places")) map.createPane("places").style.zIndex = 410; // the events' canvas takes all that is below it
    this._below = L.layerGroup().addTo(map);
    this._glow = L.layerGroup().addTo(map);
    for (const place of this._places) this._drawPlace(place);
    EventLayer.prototype.onAdd.call(this, map);
  },

  onRemove(map) {
    for (const group of [this._below, this._glow]) map.removeLayer(group);
    map.closePopup();
    EventLayer.prototype.onRemove.call(this, map);
  },

  read(events) {
    this.show({ events, clusters: [], countries: [] });
    for (const event of events) {
      this.options.lights.on(eventKey(event.id), (on) => this._mark(on, () => this._marksOf(event)));
    }
  },

  /** The events come into view; where there are none, the places, and of these countries last. */
  fit() {
    const known = this._places.filter(({ at }) => at), near = known.filter(({ wide }) => !wide);
    const [boxes] = [this._all, near, known].filter((marks) => marks.length).map((marks) => marks.map(boxOf));
    if (boxes) this._map.fitBounds(boxes.reduce((whole, box) => whole.extend(box), L.latLngBounds([])), { padding: [48, 48], maxZoom: 8, animate: false });
  },

  openPlace(id) {
    const place = this._places.find((one) => one.id === id);
    if (!place.at) return;
    this._come(boxOf(place));
    L.popup({ maxWidth: 300 }).setLatLng(place.at).setContent(el("div", { class: "cards" }, placeWords(place))).openOn(this._map);
  },

  openEvent(event) {
    const [mark] = this._marksOf(event);
    if (!mark) return;
    this._come(boxOf(mark));
    this._popups.show({ ...mark, box: null }, mark.at, event);
  },

  /** As little as is needed to see it. */
  _come(box) {
    const map = this._map;
    if (!map.getBounds().pad(-0.1).contains(box)) map.fitBounds(map.getBounds().extend(box), { maxZoom: map.getZoom(), animate: false });
  },

  _marksOf(event) {
    return this._all.filter((mark) => mark.events.some(({ id }) => id === event.id));
  },

  _drawPlace(place) {
    const { lights } = this.options, key = placeKey(place.id);
    lights.on(key, (on) => this._mark(on, () => [place]));
    if (place.wide) return;
    const look = { className: "named-place", pane: "places", weight: place.shape ? 1.1 : 1.8, fillOpacity: place.shape ? 0.04 : 0.9, bubblingMouseEvents: false };
    const layer = place.kind === "line" ? L.polyline(place.shape, { ...look, fill: false })
      : place.shape ? L.polygon(place.shape, { ...look, dashArray: "3 4" }) : L.circleMarker(place.at, { ...look, radius: RING });
    layer.on({ mouseover: () => lights.light([key]), mouseout: () => lights.light([]), click: () => this.openPlace(place.id) });
    place.layer = layer;
  },

  /** A ring that an event's badge would cover is left out. */
  _draw() {
    EventLayer.prototype._draw.call(this);
    const badges = this._shown.filter(({ radius }) => radius).map(({ mark, radius }) => ({ at: this._map.project(mark.at), radius }));
    this._below.clearLayers();
    for (const { layer, shape, at } of this._places.filter((place) => place.layer)) {
      const spot = this._map.project(at);
      if (shape || badges.every((badge) => spot.distanceTo(badge.at) > badge.radius + RING)) this._below.addLayer(layer);
    }
    this._label();
  },

  /** A glow around what is lit. */
  _mark(on, marks) {
    this._glow.clearLayers();
    if (!on) return;
    for (const { shape, kind, at, circle } of marks().filter((mark) => mark.at)) {
      const look = { className: "glow", interactive: false, fill: false, weight: 4 };
      const layer = circle ? L.circle(at, { ...look, radius: circle }) : !shape ? L.circleMarker(at, { ...look, radius: 19 })
        : kind === "line" ? L.polyline(shape, look) : L.polygon(shape, { ...look, weight: 3 });
      layer.addTo(this._glow);
    }
  },

  _add(layer, mark) {
    EventLayer.prototype._add.call(this, layer, mark);
    const keys = (mark.events ?? []).map(({ id }) => eventKey(id));
    layer.on({ mouseover: () => this.options.lights.light(keys), mouseout: () => this.options.lights.light([]) });
  },

  /** The events' names come first, and the places' where they cover nothing. */
  _label() {
    const events = this._shown, named = new Set(events.map(({ mark }) => mark.name));
    this._shown = [...events, ...this._places.filter(({ layer, name }) => layer && this._below.hasLayer(layer) && !named.has(name)).map((mark) => ({ mark, radius: RING }))];
    EventLayer.prototype._label.call(this);
    this._shown = events;
  },
});

/** As a mark of `events.js`. `wide`: a country, which would cover the rest: it is drawn only while it is lit. */
function placeMark(id, place) {
  const { geometry } = place, point = geometry?.type === "Point";
  const shape = geometry && !point ? turnedDeep(geometry.coordinates) : null;
  const kind = geometry?.type.endsWith("LineString") ? "line" : shape ? "area" : "point";
  const at = point ? turned(geometry.coordinates) : shape ? L.latLngBounds(flatPairs(shape)).getCenter() : null;
  return { ...place, id, kind, shape, at, count: 0, look: null, wide: place.precision === "country" || !geometry };
}

function boxOf({ shape, at }) {
  return shape ? L.latLngBounds(flatPairs(shape)) : L.latLng(at).toBounds(100);
}
