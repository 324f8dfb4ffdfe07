// Which events of the page's columns pass a filter.

import { NO_DAY } from "./columns.js";

/** The rows that pass, in their order; with a `view`, those with a place in it. */
export function rowsPassing(table, filter, view = null) {
  const tests = testsOf(table, filter, view), rows = new Uint32Array(table.count);
  let found = 0;
  for (let i = 0; i < table.count; i++) if (tests.every((test) => test(i))) rows[found++] = i;
  return rows.subarray(0, found);
}

/** Cheap ones first. */
function testsOf(table, filter, view) {
  const { lists, texts } = table, tests = [];
  const among = (column, values, wanted) => {
    const fits = Uint8Array.from(values, (value) => wanted.includes(value));
    tests.push((i) => fits[column[i]]);
  };
  const numbered = (column, test) => {
    const fits = new Int8Array(texts.length).fill(-1);
    return (row) => (fits[column[row]] < 0 ? (fits[column[row]] = test(texts.text(column[row]))) : fits[column[row]]);
  };
  if (filter.own) throw new Error(`filter=${filter.own}`);
  among(table.status, lists.status, filter.statuses);
  if (filter.types.length) among(table.kind, table.kindTypes, filter.types);
  if (filter.precisions.length) among(table.precision, lists.precision, filter.precisions);
  if (filter.bands.length) among(table.band, lists.band, filter.bands);
  if (filter.role) among(table.role, [...lists.role, ""], [filter.role]);
  if (filter.killed) tests.push((i) => table.killed_low[i] > filter.killed);
  if (filter.from || filter.to) tests.push(within(table, dayOf(filter.from) ?? -Infinity, dayOf(filter.to) ?? Infinity));
  for (const box of [filter.bbox && boxOf(filter.bbox), view]) if (box) tests.push(anyPlace(table, placesIn(table, box)));
  if (filter.country) tests.push(anyPlace(table, numbered(table.place_country, (country) => country === filter.country)));
  if (filter.story) tests.push(numbered(table.story, (story) => story === filter.story));
  if (filter.actor) tests.push(numbered(table.actors, holds(filter.actor)));
  if (filter.source) {
    const [title, url] = [table.source_title, table.source_url].map((column) => numbered(column, holds(filter.source)));
    tests.push((i) => title(table.source[i]) || url(table.source[i]));
  }
  const words = wordsOf(filter.text);
  if (words.length) tests.push(...texts.finders(words, wordsOf).map((finds) => says(table, finds)));
  return tests;
}

function within({ first, last }, from, to) {
  return (i) => {
    if (first[i] === NO_DAY && last[i] === NO_DAY) return false;
    return (last[i] === NO_DAY ? first[i] : last[i]) >= from && (first[i] === NO_DAY ? last[i] : first[i]) <= to;
  };
}

const dayOf = (iso) => (iso ? Date.parse(iso) / 864e5 : null);

function boxOf(text) {
  const [west, south, east, north] = text.split(",").map(Number);
  return { west, south, east: east < west ? east + 360 : east, north };
}

function placesIn({ lon, lat }, { west, south, east, north }) {
  const inside = Uint8Array.from(lon, (x, row) => lat[row] >= south && lat[row] <= north && [x - 360, x, x + 360].some((one) => one >= west && one <= east));
  return (row) => inside[row];
}

function anyPlace({ spots, spotsFrom }, fits) {
  return (i) => {
    for (let at = spotsFrom[i]; at < spotsFrom[i + 1]; at++) if (fits(spots[at])) return true;
    return false;
  };
}

function holds(part) {
  const wanted = part.toLocaleLowerCase();
  return (text) => text.toLocaleLowerCase().includes(wanted);
}

/** In the quote, the title or the places' names, as the service has it. */
function says(table, finds) {
  const { quote, source, source_title: title, places, placesFrom, place_name: names } = table;
  return (i) => {
    if (finds(quote[i]) || finds(title[source[i]])) return true;
    for (let at = placesFrom[i]; at < placesFrom[i + 1]; at++) if (finds(names[places[at]])) return true;
    return false;
  };
}

function wordsOf(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
