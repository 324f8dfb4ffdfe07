// An article as it was read: its text with names and events marked, the map beside it, the events in a list.

import { foldedCard } from "./card.js";
import { readEvent } from "./events.js";
import { makeLights, eventKey } from "./lights.js";
import { markedText } from "./marked.js";
import { ReadingLayer } from "./readinglayer.js";
import { el } from "./text.js";
import { counted } from "./words.js";

/** `map`: Leaflet's; `legend`; `boxes`: { text, counts, list }. Answers with a function that shows a reading. */
export function readingPage(map, legend, boxes, reports) {
  const lights = makeLights();
  let layer = null;

  return function show(record) {
    lights.forget();
    layer?.remove();
    const events = record.events.map((feature) => ({ ...readEvent(feature, legend), spans: feature.spans }));
    layer = new ReadingLayer({ legend, lights, places: record.places, tools: { legend, reports } }).addTo(map);
    layer.read(events);
    boxes.text.lang = record.language;
    boxes.text.replaceChildren(...markedText({ ...record, events }, {
      legend, lights, openPlace: (id) => layer.openPlace(id), openEvent: (event) => layer.openEvent(event),
    }));
    boxes.counts.textContent = summary(record, events);
    boxes.list.replaceChildren(...events.map((event) => lights.tie(foldedCard(event, { legend, reports }), [eventKey(event.id)])));
    layer.fit();
  };
}

function summary({ mentions, places }, events) {
  const lost = mentions.filter(({ place }) => !place).length;
  const parts = [counted("count.places", Object.keys(places).length), counted("count.events", events.length)];
  return [...parts, ...(lost ? [counted("count.unknownNames", lost)] : [])].join(" · ");
}
