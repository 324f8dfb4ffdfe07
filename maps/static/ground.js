// The map before any event is on it: panes, the ground or a street map, the names of countries and cities.

import { CityNames } from "./cities.js";
import { Land } from "./land.js";
import { overlap, textWidth } from "./labels.js";
import { countryName } from "./placewords.js";
import { el } from "./text.js";
import { locale, t } from "./words.js";

/** The panes that marks and ground are drawn in. */
export function furnish(map) {
  for (const [name, z] of [["ground", 150], ["cities", 155], ["countries", 160], ["heat", 380], ["areas", 390], ["names", 620]]) {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = "none";
  }
  map.getPane("cities").ariaHidden = "true"; // a reader of what is on the map is told of its events
  map.attributionControl.setPrefix(el("a", { href: "https://leafletjs.com" }, "Leaflet").outerHTML);
}

/** The ground itself. Antarctica is drawn where something happened: else it would take a third of the picture. `cities`: what
 * finds those in view (cities.js); null: none are named. */
export function lay(map, ground, { antarctic = false, cities = null } = {}) {
  const land = new Land(ground, { antarctic }).addTo(map);
  if (cities) new CityNames(cities).addTo(map), map.attributionControl.addAttribution("GeoNames");
  const names = new CountryNames(ground.labels).addTo(map);
  land.on("shown", () => names.show(land.ground.labels));
  map.attributionControl.addAttribution(t("map.credit"));
  return land;
}

/** The page's map, nothing on it yet but the street map `tiles`: { url, attribution }, if there is one. */
export function makeMap(container, tiles) {
  // The world once across the window: marks are drawn on one copy of it only.
  const whole = Math.log2(container.clientWidth / 256);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(container, {
    zoomSnap: 0.25, minZoom: Math.max(0, Math.min(2, Math.floor(4 * whole) / 4)), maxZoom: 18, worldCopyJump: true, zoomControl: false,
    maxBoundsViscosity: 1, maxBounds: [[-85, -1e4], [85, 1e4]], fadeAnimation: !still, zoomAnimation: !still, markerZoomAnimation: !still, inertia: !still,
  });
  L.control.zoom({ position: "topright", zoomInTitle: t("map.zoomIn"), zoomOutTitle: t("map.zoomOut") }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  if (tiles) L.tileLayer(tiles.url, { maxZoom: 18, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
  if (tiles?.attribution) map.attributionControl.addAttribution(el("span", {}, tiles.attribution).innerHTML);
  furnish(map);
  map.setView([25, 15], 2);
  new ResizeObserver(() => map.invalidateSize()).observe(container);
  return map;
}

/** Country names, large countries first, where zoom leaves room for them. */
export const CountryNames = L.Layer.extend({
  initialize(rows) {
    this._rows = rows;
  },

  /** These names instead. */
  show(rows) {
    this._rows = rows;
    if (this._map) this._draw({ taken: this._map.labelled ?? [] });
  },

  onAdd(map) {
    this._group = L.layerGroup().addTo(map);
    map.on("labelled", this._draw, this); // the events come first
    map.on("moveend", this._moved, this);
    this._draw({ taken: map.labelled ?? [] });
  },

  onRemove(map) {
    map.off("labelled", this._draw, this);
    map.off("moveend", this._moved, this);
    map.removeLayer(this._group);
  },

  /** Events, where they are shown, say themselves what they leave. */
  _moved() {
    if (!this._map.labelled) this._draw({ taken: [] });
  },

  _draw({ taken: marks }) {
    this._group.clearLayers();
    const map = this._map, seen = map.getBounds(), taken = [...marks];
    const kmPerPixel = (156.5 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** map.getZoom();
    for (const [own, lon, lat, radius, code] of this._rows) {
      if (taken.length - marks.length > 40) break;
      const name = (code && locale() !== "en-GB" && countryName(code)) || own;
      const width = textWidth(name) * 1.15;
      if ((1.5 * radius) / kmPerPixel < width || !seen.contains([lat, lon])) continue;
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      const box = { left: x - width / 2, right: x + width / 2, top: y - 10, bottom: y + 10 };
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      const icon = L.divIcon({ html: el("div", { class: "country-name" }, name), className: "", iconSize: [width + 20, 20] });
      this._group.addLayer(L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "countries" }));
    }
    map.fire("lettered", { taken });
  },
});
