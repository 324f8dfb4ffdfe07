// The events inside the page as columns of numbers (`maps.columns`), and each of them as a feature when it is wanted.

import { unpacked, unpackedColumn, unpackedText } from "./packed.js";
import { AT_A_SPOT } from "./source.js";
import { Texts } from "./texts.js";

const ORDINAL_1970 = 719163;
const POINTS = 1, SHAPES = 2; // what `geometry` means beside 0, none
const GRID = 1000; // steps of a shape in a degree

export const NO_DAY = -0x80000000;

/** Everything that questions are answered from; days are counted from 1970. */
export async function openColumns({ columns, tables }) {
  const { words, codes, rests, id, ...numbers } = columns;
  const table = { ...tables, shapes: tables.shapes.map(shapeOf), kindTypes: tables.kinds.map(([type]) => type) };
  const [vocabulary, codeBytes, restBytes, ids, ...values] = await Promise.all([
    unpackedText(words), unpacked(codes), unpacked(rests), unpackedText(id), ...Object.values(numbers).map(unpackedColumn),
  ]);
  Object.keys(numbers).forEach((name, at) => { table[name] = values[at]; });
  table.texts = new Texts(vocabulary.split("\0"), codeBytes, restBytes);
  table.ids = tables.count ? ids.split("\0") : [];
  number(table);
  days(table);
  place(table);
  return table;
}

/** Quotes that came first where they stand were numbered as they came. */
function number({ quote }) {
  let next = 1;
  for (let i = 0; i < quote.length; i++) quote[i] = quote[i] ? quote[i] - 1 : next++;
}

function days(table) {
  const { count, start, end } = table;
  table.first = new Int32Array(count).fill(NO_DAY);
  table.last = new Int32Array(count).fill(NO_DAY);
  for (let i = 0, day = 0; i < count; i++) {
    if (i < start.length) table.first[i] = day = i ? day - start[i] : start[0] - ORDINAL_1970;
    if (end[i]) table.last[i] = i < start.length ? day + end[i] - 1 : end[i] - ORDINAL_1970;
  }
}

/** Of each event its role, its precision, where its places stand in `places`, and which of them are drawn, in `spots`. */
function place(table) {
  const { count, scale, places, places_count: lengths, place_role: roles, place_id: ids, place_lon: lons, place_lat: lats } = table;
  table.lon = Float64Array.from(lons, (lon) => (lon ? (lon - 1 - 180 * scale) / scale : NaN));
  table.lat = Float64Array.from(lats, (lat) => (lat ? (lat - 1 - 90 * scale) / scale : NaN));
  Object.assign(table, { role: new Uint8Array(count), precision: new Uint8Array(count), radius: new Uint32Array(count) });
  Object.assign(table, { placesFrom: new Uint32Array(count + 1), spotsFrom: new Uint32Array(count + 1), spots: new Uint32Array(places.length) });
  const order = ["event", "scope", "target"].map((role) => table.lists.role.indexOf(role));
  let at = 0, spot = 0;
  for (let i = 0; i < count; i++) {
    const own = places.subarray(at, at + lengths[i]);
    const role = order.find((one) => own.some((row) => roles[row] === one && ids[row]));
    for (const row of own) {
      if (roles[row] !== role || !ids[row]) continue;
      table.precision[i] = Math.max(table.precision[i], table.place_precision[row]);
      table.radius[i] = Math.max(table.radius[i], table.place_radius[row]);
      if (lons[row] && lats[row]) table.spots[spot++] = row;
    }
    table.role[i] = role === undefined ? table.lists.role.length : role;
    table.placesFrom[i + 1] = at += lengths[i];
    table.spotsFrom[i + 1] = spot;
  }
}

/** A shape whose lines are steps on a grid, as GeoJSON. */
function shapeOf([type, lines]) {
  return { type, coordinates: positions(lines) };
}

function positions(line) {
  if (typeof line[0] !== "number") return line.map(positions);
  const found = [];
  for (let at = 0, x = 0, y = 0; at < line.length; at += 2) found.push([(x += line[at]) / GRID, (y += line[at + 1]) / GRID]);
  return found;
}

export const isoDay = (day) => (day === NO_DAY ? null : new Date(day * 864e5).toISOString().slice(0, 10));

const end = (value) => (value ? value - 1 : null);

/** An event as the service's Feature, as far as pages show it. */
export function featureAt(table, i) {
  const { lists } = table, text = (number) => table.texts.text(number);
  const [type, mode, label] = table.kinds[table.kind[i]];
  const source = table.source[i], published = table.source_published[source];
  const reasons = text(table.reasons[i]);
  return {
    type: "Feature", id: table.ids[i], geometry: geometryAt(table, i),
    properties: {
      type, mode, label, status: lists.status[table.status[i]], start: isoDay(table.first[i]), end: isoDay(table.last[i]),
      date_precision: lists.grain[table.grain[i]], place_role: lists.role[table.role[i]] ?? "", precision: lists.precision[table.precision[i]],
      radius_m: table.radius[i] || null, fatalities_low: end(table.killed_low[i]), fatalities_high: end(table.killed_high[i]),
      injured_low: end(table.injured_low[i]), injured_high: end(table.injured_high[i]), actors: text(table.actors[i]), said_by: text(table.said_by[i]),
      quote: text(table.quote[i]), trigger: text(table.trigger[i]), historical: Boolean(table.historical[i]),
      confidence_band: lists.band[table.band[i]], confidence_reasons: reasons ? reasons.split("\n") : [],
      story: text(table.story[i]), reports: table.reports[i], publishers: table.publishers[i],
      corrected_by: text(table.corrected_by[i]), corrected_at: text(table.corrected_at[i]),
      sources: [{ title: text(table.source_title[source]), url: text(table.source_url[source]), published: published ? isoDay(published - ORDINAL_1970) : null }],
      places: Array.from(table.places.subarray(table.placesFrom[i], table.placesFrom[i + 1]), (row) => placeAt(table, row)),
    },
  };
}

function placeAt(table, row) {
  const text = (name) => table.texts.text(table[`place_${name}`][row]);
  const id = text("id"), mention = text("mention");
  return {
    role: table.lists.role[table.place_role[row]], kind: table.lists.place_kind[table.place_kind[row]], relation: text("relation"),
    lon: known(table.lon[row]), lat: known(table.lat[row]), radius_m: table.place_radius[row] || null,
    precision: table.lists.precision[table.place_precision[row]],
    place: id ? { id, name: text("name"), country: text("country") } : null, mention: mention ? { text: mention } : null,
  };
}

const known = (degrees) => (Number.isNaN(degrees) ? null : degrees);

function geometryAt(table, i) {
  const told = table.geometry[i];
  if (told >= SHAPES) return table.shapes[told - SHAPES];
  if (told !== POINTS) return null;
  const spots = new Map();
  for (const row of drawnAt(table, i)) if (table.place_spot[row]) spots.set(`${table.lon[row]} ${table.lat[row]}`, [table.lon[row], table.lat[row]]);
  const coordinates = [...spots.values()];
  return coordinates.length === 1 ? { type: "Point", coordinates: coordinates[0] } : { type: "MultiPoint", coordinates };
}

/** The places of an event that are drawn, as rows of the table of places. */
export function drawnAt(table, i) {
  return table.spots.subarray(table.spotsFrom[i], table.spotsFrom[i + 1]);
}

/** Known to its country only: what no shape but the country's can be drawn for (`isCountryWide` in events.js). */
export function isWideAt(table, i) {
  if (table.lists.precision[table.precision[i]] !== "country") return false;
  const told = table.geometry[i];
  return told === 0 || (told >= SHAPES && !table.shapes[told - SHAPES].type.includes("Line"));
}

/** Known to a spot, if only nearly. */
export function isSpotAt(table, i) {
  return AT_A_SPOT.includes(table.lists.precision[table.precision[i]]);
}

/** Whether there is anything to draw it at (`isDrawn` in events.js). */
export function isDrawnAt(table, i) {
  return table.spotsFrom[i + 1] > table.spotsFrom[i] && (table.geometry[i] !== 0 || isWideAt(table, i));
}
