// Countries or their regions, darker where more happened: in all, or for each million people.

import { turnedDeep } from "./events.js";
import { el } from "./text.js";
import { counted, number, t } from "./words.js";

// ColorBrewer's YlGnBu, told apart by those who see colours differently too.
const INKS = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"];

export const AreaLayer = L.Layer.extend({
  onAdd(map) {
    this._canvas = L.canvas({ padding: 0.3, pane: "areas" });
    this._group = L.layerGroup().addTo(map);
    map.getPane("areas").style.pointerEvents = "auto";
  },

  onRemove(map) {
    map.getPane("areas").style.pointerEvents = "none";
    map.removeLayer(this._group);
    map.removeLayer(this._canvas);
  },

  /** `areas` as in source.js; `rate`: per million people. What the colours mean: [{ low, high, ink }]. */
  show(areas, rate) {
    this._group.clearLayers();
    const drawn = areas.filter((area) => area.shape && valueOf(area, rate) !== null);
    const classes = classesOf(drawn.map((area) => valueOf(area, rate)));
    for (const area of drawn) {
      const value = valueOf(area, rate), { ink } = classes.find(({ high }) => value <= high);
      const shape = turnedDeep(area.shape.coordinates);
      L.polygon(shape, { renderer: this._canvas, fillColor: ink, fillOpacity: 0.82, color: "#46525a", weight: 0.6 })
        .bindTooltip(() => el("span", {}, areaWords(area)), { sticky: true, className: "tip" }).bindPopup(() => el("p", {}, areaWords(area))).addTo(this._group);
    }
    return classes;
  },
});

export function valueOf({ count, population }, rate) {
  if (!rate) return count;
  return population ? (count / population) * 1e6 : null;
}

export function rounded(value) {
  return number(value >= 100 ? Math.round(value) : Number(value.toPrecision(2)));
}

function areaWords(area) {
  const rate = valueOf(area, true);
  const people = rate === null ? t("layers.noPeople") : `${rounded(rate)} ${t("layers.perMillion")}`;
  return `${area.name}: ${counted("count.events", area.count)} (${people})`;
}

/** As many areas in each class, as far as their values differ. */
function classesOf(values) {
  if (!values.length) return [];
  const sorted = [...values].sort((a, b) => a - b);
  const edges = INKS.map((_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / INKS.length) - 1]);
  const highs = [...new Set(edges)];
  // Few classes take the ends and the middle of the scale.
  const ink = (at) => INKS[highs.length === 1 ? 2 : Math.round((at * (INKS.length - 1)) / (highs.length - 1))];
  return highs.map((high, at) => ({ low: sorted.find((value) => !at || value > highs[at - 1]), high, ink: ink(at) }));
}

/** What the colours mean, and the same as a table for those who do not see the map. */
export function areaLegend(classes, areas, rate) {
  const unit = t(rate ? "layers.perMillion.unit" : "layers.total.unit");
  const sorted = areas.filter((area) => valueOf(area, rate) !== null).sort((a, b) => valueOf(b, rate) - valueOf(a, rate));
  const swatch = (ink) => {
    const made = el("span", { class: "swatch ink", "aria-hidden": "true" });
    made.style.background = ink;
    return made;
  };
  return el("div", { class: "areas-legend" },
    el("p", {}, unit),
    el("ul", {}, classes.map(({ low, high, ink }) => el("li", {}, swatch(ink), low === high ? rounded(low) : t("layers.scale", { low: rounded(low), high: rounded(high) })))),
    el("details", {}, el("summary", {}, t("layers.table")),
      el("table", {}, el("tbody", {}, sorted.slice(0, 300).map((area) => el("tr", {}, el("th", { scope: "row" }, area.name), el("td", {}, rounded(valueOf(area, rate)))))))));
}
