// The events that travel inside the page: every question is answered here, in the browser.

import { STATUSES } from "./filter.js";
import { compareNewest, isCountryWide, isDrawn, readEvent, tally } from "./events.js";
import { coreOf, PAGE, stepFor } from "./source.js";

/** `given`: { data: of `maps.layers.inline`, legend }. */
export function inlineSource({ data, legend }) {
  const features = inlineFeatures(data);
  const events = features.map((feature) => readEvent(feature, legend)).sort(compareNewest);
  const byId = new Map(events.map((event) => [event.id, event]));
  const passing = (filter, view) => events.filter((event) => passes(event, filter) && (!view || lies(event, view)));
  const placed = (filter) => events.filter((event) => isDrawn(event) && passes(event, filter));

  return {
    async extent(filter) {
      const shown = placed(filter), precise = shown.filter((event) => !isCountryWide(event));
      const spots = (precise.length ? precise : shown).flatMap((event) => event.spots);
      if (!spots.length) return null;
      const lons = spots.map(([lon]) => lon), lats = spots.map(([, lat]) => lat);
      return [least(lons), least(lats), most(lons), most(lats)];
    },

    async marks(filter) {
      const complete = { west: -1e9, south: -90, east: 1e9, north: 90, zoom: null };
      return { events: placed(filter), clusters: [], countries: [], complete };
    },

    spots: async (filter) => placed(filter).filter((event) => !isCountryWide(event))
      .flatMap((event) => event.spots.map(([lon, lat]) => ({ lon, lat, count: 1 }))),

    async list(filter, view, after) {
      const found = passing(filter, view), start = after ?? 0, end = start + PAGE;
      return { events: found.slice(start, end), matched: found.length, after: end < found.length ? end : null };
    },

    async counts(filter, view) {
      const facets = {
        type: ["types", [], (event) => [event.type]], status: ["statuses", STATUSES, (event) => [event.status]],
        precision: ["precisions", [], (event) => [event.precision]], confidence_band: ["bands", [], (event) => [event.band]],
        country: ["country", "", (event) => event.countries],
      };
      const counts = { unplaced: passing(filter, view).filter((event) => !isDrawn(event)).length };
      for (const [name, [part, usual, valuesOf]] of Object.entries(facets)) {
        counts[name] = tally(passing({ ...filter, [part]: usual }, view).flatMap(valuesOf).filter(Boolean));
      }
      return counts;
    },

    names: async (filter) => [...tally(passing({ ...filter, actor: "" }).flatMap((event) => event.actors)).keys()].slice(0, 40),

    async timeline(filter, view) {
      const found = passing({ ...filter, from: "", to: "" }, view), dated = found.filter((event) => event.start);
      if (!dated.length) return { step: "month", buckets: [], undated: found.length, outside: 0 };
      const core = coreOf(buckets(dated, "day"));
      const step = stepFor(...core);
      const middle = dated.filter((event) => event.start >= core[0] && event.start <= core[1]);
      return { step, buckets: buckets(middle, step), undated: found.length - dated.length, outside: dated.length - middle.length };
    },

    areas: async () => null,
    event: async (id) => byId.get(id) ?? null,
    reports: async (story) => events.filter((event) => event.story === story),

    pictures: () => [],

    async downloads(filter, view) {
      const ids = new Set(passing(filter, view).map((event) => event.id));
      const collection = { type: "FeatureCollection", features: features.filter((feature) => ids.has(String(feature.id))) };
      const text = JSON.stringify(collection);
      return [{ title: "GeoJSON", href: URL.createObjectURL(new Blob([text], { type: "application/geo+json" })), name: "events.geojson" }];
    },
  };
}

/** Each geometry is an index into the shapes that they share. */
function inlineFeatures({ features, shapes }) {
  return features.map((feature) => ({ ...feature, type: "Feature", geometry: feature.geometry === null ? null : shapes[feature.geometry] }));
}

export function passes(event, filter) {
  const first = event.start ?? event.end, last = event.end ?? event.start;
  if (!filter.statuses.includes(event.status)) return false;
  if (filter.types.length && !filter.types.includes(event.type)) return false;
  if (filter.precisions.length && !filter.precisions.includes(event.precision)) return false;
  if (filter.bands.length && !filter.bands.includes(event.band)) return false;
  if (filter.role && event.role !== filter.role) return false;
  if (filter.country && !event.countries.includes(filter.country)) return false;
  if (filter.story && event.story !== filter.story) return false;
  if (filter.killed && !(event.deaths[0] >= filter.killed)) return false;
  if ((filter.from || filter.to) && !first) return false;
  if ((filter.from && last < filter.from) || (filter.to && first > filter.to)) return false;
  if (filter.bbox) {
    const [west, south, east, north] = filter.bbox.split(",").map(Number);
    if (!lies(event, { west, south, east: east < west ? east + 360 : east, north })) return false;
  }
  return holdsText(event.actors.join(", "), filter.actor) && holdsText(sourceText(event), filter.source) && findsWords(event, filter.text);
}

function holdsText(text, part) {
  return !part || text.toLocaleLowerCase().includes(part.toLocaleLowerCase());
}

function sourceText(event) {
  return event.sources.map(({ title, url }) => `${title}\n${url ?? ""}`).join("\n");
}

const searched = new WeakMap();

/** Whether each word begins a word of the quote, the titles or the places' names, as the service has it. */
function findsWords(event, text) {
  if (!text.trim()) return true;
  if (!searched.has(event)) {
    const parts = [event.quote, ...event.sources.map((source) => source.title), ...event.places.map((place) => place.name)];
    searched.set(event, wordsOf(parts.join("\n")));
  }
  const there = searched.get(event);
  return wordsOf(text).every((word) => there.some((one) => one.startsWith(word)));
}

function wordsOf(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function lies(event, { west, south, east, north }) {
  return event.spots.some(([lon, lat]) => lat >= south && lat <= north && [lon - 360, lon, lon + 360].some((x) => x >= west && x <= east));
}

function buckets(dated, step) {
  const starts = dated.map((event) => startOf(event.start, step));
  const found = new Map(), last = most(starts);
  for (let start = least(starts); start <= last; start = following(start, step)) {
    found.set(start, { start, end: dayBefore(following(start, step)), count: 0, by: {} });
  }
  dated.forEach((event, at) => {
    const bucket = found.get(starts[at]);
    bucket.count++;
    bucket.by[event.type] = (bucket.by[event.type] ?? 0) + 1;
  });
  return [...found.values()];
}

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const dayBefore = (day) => iso(Date.parse(day) - 864e5);

/** The first day of the bucket; weeks begin on Monday. */
function startOf(day, step) {
  if (step === "year") return `${day.slice(0, 4)}-01-01`;
  if (step === "month") return `${day.slice(0, 7)}-01`;
  const time = Date.parse(day);
  return step === "week" ? iso(time - ((new Date(time).getUTCDay() + 6) % 7) * 864e5) : day;
}

function following(start, step) {
  const date = new Date(start);
  if (step === "year") date.setUTCFullYear(date.getUTCFullYear() + 1);
  else if (step === "month") date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCDate(date.getUTCDate() + (step === "week" ? 7 : 1));
  return iso(date);
}

const least = (values) => values.reduce((a, b) => (a < b ? a : b));
const most = (values) => values.reduce((a, b) => (a > b ? a : b));
