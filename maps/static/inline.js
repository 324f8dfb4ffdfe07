// The events that travel inside the page: every question is answered here, in the browser, from columns of numbers.

import { clustersOf } from "./cells.js";
import { rowsPassing } from "./choosing.js";
import { drawnAt, featureAt, isDrawnAt, isSpotAt, isWideAt, openColumns } from "./columns.js";
import { timelineOf } from "./days.js";
import { readEvent, tally } from "./events.js";
import { defaultFilter, STATUSES } from "./filter.js";
import { EVERYWHERE, FEW, holds, padded, PAGE } from "./source.js";

const NAMES = 40;

/** `given`: { data: { columns, tables } of `maps.columns.inline`, legend }. */
export function inlineSource({ data, legend }) {
  const opened = openColumns(data);
  let held = null;

  const eventAt = (table, i) => readEvent(featureAt(table, i), legend);
  const eventsOf = (table, rows) => Array.from(rows, (i) => eventAt(table, i));
  const drawn = (table, filter, view) => rowsPassing(table, filter, view).filter((i) => isDrawnAt(table, i));

  /** What would be drawn, one by one where it is little. */
  function answer(table, filter, view) {
    let rows = drawn(table, filter), complete = EVERYWHERE;
    if (rows.length > FEW) {
      complete = padded(view);
      rows = drawn(table, filter, complete);
      if (rows.length > FEW) return { events: [], ...grouped(table, rows, complete), complete };
      complete = { ...complete, zoom: null };
    }
    return { events: eventsOf(table, rows), clusters: [], countries: [], complete };
  }

  return {
    async extent(filter) {
      const table = await opened, rows = drawn(table, filter), precise = rows.filter((i) => !isWideAt(table, i));
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const i of precise.length ? precise : rows) {
        for (const row of drawnAt(table, i)) widen(box, table.lon[row], table.lat[row]);
      }
      return rows.length ? box : null;
    },

    /** What is held already when the view lies in it. */
    async marks(filter, view) {
      const table = await opened, key = JSON.stringify(filter);
      if (held?.key !== key || !holds(held.marks.complete, view)) held = { key, marks: answer(table, filter, view) };
      return held.marks;
    },

    async spots(filter, view) {
      const table = await opened, near = padded(view);
      const rows = drawn(table, filter, near).filter((i) => isSpotAt(table, i));
      const left = drawn(table, filter, view).filter((i) => !isSpotAt(table, i)).length;
      return { spots: clustersOf(table, spotsIn(table, rows, near), view.zoom + 1), left };
    },

    async list(filter, view, after) {
      const table = await opened, found = rowsPassing(table, filter, view), start = after ?? 0, end = start + PAGE;
      return { events: eventsOf(table, found.subarray(start, end)), matched: found.length, after: end < found.length ? end : null };
    },

    async counts(filter, view) {
      const table = await opened, whole = rowsPassing(table, filter, view);
      const counts = { unplaced: whole.reduce((sum, i) => sum + !isDrawnAt(table, i), 0) };
      for (const [name, { part, usual, numbers, valueOf }] of Object.entries(facetsOf(table))) {
        const chosen = String(filter[part]) !== String(usual);
        const found = tally(all(chosen ? rowsPassing(table, { ...filter, [part]: usual }, view) : whole, numbers));
        counts[name] = new Map();
        for (const [number, n] of found) counts[name].set(valueOf(number), (counts[name].get(valueOf(number)) ?? 0) + n);
        counts[name].delete("");
      }
      return counts;
    },

    async names(filter) {
      const table = await opened, found = new Map();
      for (const [number, n] of tally(all(rowsPassing(table, { ...filter, actor: "" }), (i) => [table.actors[i]]))) {
        for (const name of table.texts.text(number).split(", ").filter(Boolean)) found.set(name, (found.get(name) ?? 0) + n);
      }
      return [...found].sort((a, b) => b[1] - a[1]).slice(0, NAMES).map(([name]) => name);
    },

    async timeline(filter, view) {
      const table = await opened;
      return timelineOf(table, rowsPassing(table, { ...filter, from: "", to: "" }, view));
    },

    async event(id) {
      const table = await opened, i = table.ids.indexOf(id);
      return i < 0 ? null : eventAt(table, i);
    },

    async reports(story) {
      const table = await opened;
      return eventsOf(table, rowsPassing(table, { ...defaultFilter(), statuses: STATUSES, story }));
    },

    pictures: () => [],

    async downloads(filter, view) {
      const table = await opened;
      const make = () => {
        const features = Array.from(rowsPassing(table, filter, view), (i) => featureAt(table, i));
        return new Blob([JSON.stringify({ type: "FeatureCollection", features })], { type: "application/geo+json" });
      };
      return [{ title: "GeoJSON", name: "events.geojson", make }];
    },
  };
}

/** What is counted: by which part of the filter it is chosen, its numbers in an event, and what a number means. */
function facetsOf(table) {
  const { kinds, kind, lists, status, precision, band, texts } = table;
  const countries = (i) => new Set(Array.from(drawnAt(table, i), (row) => table.place_country[row]));
  return {
    type: { part: "types", usual: [], numbers: (i) => [kind[i]], valueOf: (number) => kinds[number][0] },
    status: { part: "statuses", usual: STATUSES, numbers: (i) => [status[i]], valueOf: (number) => lists.status[number] },
    precision: { part: "precisions", usual: [], numbers: (i) => [precision[i]], valueOf: (number) => lists.precision[number] },
    confidence_band: { part: "bands", usual: [], numbers: (i) => [band[i]], valueOf: (number) => lists.band[number] },
    country: { part: "country", usual: "", numbers: countries, valueOf: (number) => texts.text(number) },
  };
}

function* all(rows, numbers) {
  for (const i of rows) yield* numbers(i);
}

function grouped(table, rows, view) {
  const among = (chosen, zoom) => clustersOf(table, spotsIn(table, rows.filter(chosen), view), zoom);
  const regions = among((i) => !isSpotAt(table, i) && !isWideAt(table, i), view.zoom);
  return {
    clusters: [...among((i) => isSpotAt(table, i), view.zoom), ...regions.map((region) => ({ ...region, loose: true }))],
    countries: among((i) => isWideAt(table, i), view.zoom + 1),
  };
}

/** Pairs of a row and a place of it in the view. */
function spotsIn(table, rows, { west, south, east, north }) {
  const found = [];
  for (const i of rows) {
    for (const row of drawnAt(table, i)) {
      const x = table.lon[row], y = table.lat[row];
      if (y >= south && y <= north && [x - 360, x, x + 360].some((one) => one >= west && one <= east)) found.push(i, row);
    }
  }
  return found;
}

function widen(box, x, y) {
  if (x < box[0]) box[0] = x;
  if (y < box[1]) box[1] = y;
  if (x > box[2]) box[2] = x;
  if (y > box[3]) box[3] = y;
}
