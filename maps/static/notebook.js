// The same marks on a map that somebody else made: folium's, in a notebook or a file.

import { el } from "./text.js";
import { inlineFeatures, readEvent } from "./events.js";
import { EventLayer, furnish, newestFirst } from "./marks.js";
import { defaultFilter, passes } from "./filters.js";

/** Draw what `layers.inline` holds, and move the map there. */
export function showIn(map, { legend, land, data }) {
  map.attributionControl.setPrefix(el("a", { href: "https://leafletjs.com" }, "Leaflet").outerHTML);
  const events = inlineFeatures(data).map((feature) => readEvent(feature, legend)).sort(newestFirst);
  furnish(map, land, events);
  const layer = new EventLayer(events.filter((event) => passes(event, defaultFilter())), legend).addTo(map);
  const box = layer.bounds();
  if (box) map.fitBounds(box, { padding: [50, 50], maxZoom: 8 });
  map.getContainer().dataset.ready = String(events.length);
}
