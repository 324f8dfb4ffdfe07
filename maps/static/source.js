// Where the page's events come from. Two sources answer alike: `service.js` asks the API for what is in view,
// `inline.js` answers from what travels inside the page. Whoever draws knows neither. Positions are (lon, lat).
//
//   filter   the plain values of `filter.js`
//   view     { west, south, east, north, zoom }: degrees, west < east though it may lie beyond -180 or 180; null: everywhere
//   signal   an AbortSignal; a question that is no longer asked rejects with an AbortError
//
//   extent(filter, signal)          -> [west, south, east, north] of all that would be drawn, null when nothing would
//   marks(filter, view, signal)     -> { events, clusters, countries, complete }
//       events     all events in view, when they are few; then `clusters` and `countries` are empty
//       clusters   else [{ lon, lat, box: [west, south, east, north], count, type, loose, status, id }], the last two
//                  "" unless `count` is 1; `loose` where no spot is known, such as all that is known to a region only; counts
//                  of neighbours may share an event that has several places
//       countries  [{ lon, lat, count }]: events known to a country only; they are a list there and never a pin
//       complete   the view that the answer holds for, at this zoom or at any (`zoom` null)
//   spots(filter, view, signal)     -> { spots: [{ lon, lat, count }], left }: in finer cells what is known to a spot; `left` are
//                  the events in view that are known to a region or a country only
//   list(filter, view, after, signal) -> { events, matched, after }: a page, newest first, undated last; `after` of one page
//                  starts the next, null starts the first and ends the last
//   counts(filter, view, signal)    -> { type: Map(value -> count), status, precision, confidence_band, country, unplaced }:
//                  each facet is counted without its own part of the filter, so that it says what a choice would show
//   names(filter, signal)           -> [name, ...] of the actors that are named most
//   timeline(filter, view, signal)  -> { step, buckets: [{ start, end, count, by: { TYPE: count } }], undated, outside }, `from`
//                  and `to` of the filter left out; `step` is day, week, month or year; `outside` counts the few events
//                  that lie far before or behind all others
//   areas(filter, level, signal)    -> [{ name, count, population, shape }]: level country or admin1; population null where it
//                  is not known; shape a GeoJSON geometry or null; a source without shapes has no `areas`
//   event(id, signal)               -> one event, null when there is none
//   reports(story, signal)          -> the events of one story
//   downloads(filter, view)         -> Promise of [{ title, href, name }] or [{ title, name, make() -> Blob }]: exactly what is
//                  shown, in every format there is
//   pictures(filter, view, { worldview, date }) -> [{ title, href, name }]: the same as stills to print; none where nobody
//                  draws them

import { PRECISIONS } from "./filter.js";

export const FEW = 300; // events in view that are drawn one by one; more are drawn as clusters
export const PAGE = 40; // events in a page of the list

/** What a Leaflet map shows. */
export function viewOf(map) {
  const bounds = map.getBounds();
  return { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth(), zoom: Math.round(map.getZoom()) };
}

/** { events, matched } of a mark that was only counted: a page of those it stands for. */
export async function eventsAt(source, filter, mark, signal) {
  if (mark.id) {
    const event = await source.event(mark.id, signal);
    return { events: event ? [event] : [], matched: event ? 1 : 0 };
  }
  const [west, south, east, north] = mark.box;
  const fine = filter.precisions.length ? filter.precisions : PRECISIONS.filter((one) => one !== "country");
  const box = { west: west - 1e-5, south: south - 1e-5, east: east + 1e-5, north: north + 1e-5 };
  return source.list({ ...filter, precisions: mark.kind === "country" ? ["country"] : fine }, box, null, signal);
}

/** The precisions that tell a spot, if only nearly; all others tell a region or a country. */
export const AT_A_SPOT = ["exact", "near", "settlement"];

/** The filter narrowed to a box, null when the box is none. What the box of the filter itself leaves out stays out. */
export function boxed(filter, view) {
  if (!view) return filter;
  const own = filter.bbox ? filter.bbox.split(",").map(Number) : null;
  const wide = view.east - view.west >= 360;
  let [west, south, east, north] = [wide ? -180 : view.west, Math.max(view.south, -90), wide ? 180 : view.east, Math.min(view.north, 90)];
  if (own && own[0] <= own[2]) [west, south, east, north] = [Math.max(west, own[0]), Math.max(south, own[1]), Math.min(east, own[2]), Math.min(north, own[3])];
  if (east < west || north < south) return { ...filter, bbox: own.join(",") };
  return { ...filter, bbox: [wrapped(west), south, wide ? 180 : wrapped(east), north].map((degrees) => Number(degrees.toFixed(6))).join(",") };
}

function wrapped(lon) {
  return lon >= -180 && lon <= 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;
}

export const EVERYWHERE = { west: -1e9, south: -90, east: 1e9, north: 90, zoom: null };

/** Half a view more on each side. */
export function padded({ west, south, east, north, zoom }) {
  const x = (east - west) / 2, y = (north - south) / 2;
  return { west: west - x, south: south - y, east: east + x, north: north + y, zoom };
}

/** Whether what was answered for `box` (`complete` of marks) answers for `view` too. */
export function holds(box, view) {
  if (!view) return box === EVERYWHERE;
  const inside = box.west <= view.west && box.east >= view.east && box.south <= view.south && box.north >= view.north;
  // Seen from nearer, few events are as few; seen from farther, there may be more round them, which `inside` tells.
  return inside && (box.zoom === null || box.zoom === view.zoom);
}

/** How long a bucket of the time bar should be for some hundred of them. */
export function stepFor(first, last) {
  const days = (Date.parse(last) - Date.parse(first)) / 864e5;
  if (days <= 120) return "day";
  if (days <= 800) return "week";
  return days <= 365 * 25 ? "month" : "year";
}

/** First and last day of a timeline; without its thin ends where those, such as one event in 1900, would leave no room for
 * the rest. null when it is empty. */
export function coreOf(buckets) {
  const there = buckets.filter(({ count }) => count), total = there.reduce((sum, { count }) => sum + count, 0);
  if (!total) return null;
  const end = (list) => {
    let seen = 0;
    return list.find(({ count }) => (seen += count) > total / 40);
  };
  const whole = [there[0].start, there.at(-1).end], core = [end(there).start, end([...there].reverse()).end];
  const days = ([first, last]) => Date.parse(last) - Date.parse(first);
  return days(core) < days(whole) / 2 ? core : whole;
}
