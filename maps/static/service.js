// The events of the service: what is in view, as few as will do, by the API that everybody else uses too.

import { queryOf } from "./filter.js";
import { readEvent } from "./events.js";
import { number, t } from "./words.js";
import { AT_A_SPOT, boxed, coreOf, FEW, holds, padded, PAGE, stepFor } from "./source.js";

const PRECISE = "precision <> 'country'", WIDE = "precision = 'country'";
const SPOTS = `precision IN (${AT_A_SPOT.map((word) => `'${word}'`)})`, REGIONS = "precision IN ('admin2','admin1','vague')";
const FEW_WIDE = 60;
const MOST = 10_000; // events in one page of the service
const FACETS = { type: "types", status: "statuses", precision: "precisions", confidence_band: "bands", country: "country" };

// What a card, a row or a mark shows of an event; the rest need not travel.
const SHOWN = "type,mode,label,status,start,end,date_precision,place_role,precision,radius_m,fatalities_low,fatalities_high,injured_low,"
  + "injured_high,actors,said_by,quote,trigger,historical,confidence_band,confidence_reasons,story,reports,publishers,corrected_by,"
  + "corrected_at,sources,places";

/** `given`: { events: address of the collection, picture: of stills, without their suffix, legend }. */
export function serviceSource({ events: root, picture, legend }) {
  const shapes = new Map();
  let held = null;

  async function ask(path, query, signal) {
    const answer = await fetch(`${path}?${query}`, { signal, headers: { Accept: "application/geo+json, application/json" } });
    if (answer.ok) return answer.json();
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail ?? `${answer.status} ${answer.statusText}`);
  }

  const read = (collection) => collection.features.map((feature) => readEvent(feature, legend));

  async function clusters(filter, view, only, zoom, signal) {
    const query = narrowed(queryOf(boxed(filter, view)), only);
    query.set("zoom", Math.max(0, Math.min(24, Math.round(zoom))));
    const { features } = await ask(`${root}/clusters`, query, signal);
    return features.map(({ bbox, geometry, properties: p }) => {
      const [lon, lat] = geometry.coordinates;
      const loose = only === REGIONS || p.precision === "near";
      return { lon, lat, box: bbox, count: p.count, type: p.type, loose, status: p.status ?? "", id: p.event ?? "" };
    });
  }

  async function items(query, signal) {
    query.set("properties", SHOWN);
    return ask(`${root}/items`, query, signal);
  }

  async function few(filter, view, only, signal) {
    const query = queryOf(boxed(filter, view));
    query.set("limit", FEW + FEW_WIDE);
    return read(await items(only ? narrowed(query, only) : query, signal));
  }

  return {
    async extent(filter, signal) {
      for (const only of [PRECISE, WIDE]) {
        const boxes = (await clusters(filter, null, only, 0, signal)).map((cluster) => cluster.box);
        if (boxes.length) return [0, 1, 2, 3].map((side) => Math[side < 2 ? "min" : "max"](...boxes.map((box) => box[side])));
      }
      return null;
    },

    /** What is held already when the view lies in it: a small move of the map asks for nothing. */
    async marks(filter, view, signal) {
      const key = queryOf(filter).toString();
      if (held?.key === key && holds(held.marks.complete, view)) return held.marks;
      const wide = padded(view);
      const [near, regions, countries] = await Promise.all([
        clusters(filter, wide, SPOTS, view.zoom, signal), clusters(filter, wide, REGIONS, view.zoom, signal), clusters(filter, wide, WIDE, view.zoom + 1, signal),
      ]);
      const [precise, broad] = [[...near, ...regions], countries].map((found) => found.reduce((sum, { count }) => sum + count, 0));
      const marks = { events: [], clusters: [...near, ...regions], countries, complete: { ...wide, zoom: view.zoom } };
      if (precise <= FEW) {
        // Of many that are country-wide it is enough to know how many; each would bring along its country's outline.
        const whole = broad <= FEW_WIDE;
        const events = precise || (whole && broad) ? await few(filter, wide, whole ? null : PRECISE, signal) : [];
        Object.assign(marks, { events, clusters: [], countries: whole ? [] : countries, complete: { ...wide, zoom: whole ? null : view.zoom } });
      }
      held = { key, marks };
      return marks;
    },

    async spots(filter, view, signal) {
      const query = queryOf(boxed(filter, view));
      query.set("facets", "precision");
      const [spots, { precision }] = await Promise.all([
        clusters(filter, padded(view), SPOTS, view.zoom + 1, signal), ask(`${root}/facets`, query, signal),
      ]);
      return { spots, left: precision.values.reduce((sum, { value, count }) => sum + (AT_A_SPOT.includes(value) ? 0 : count), 0) };
    },

    async list(filter, view, after, signal) {
      const query = after ? new URLSearchParams(after) : queryOf(boxed(filter, view));
      query.set("limit", PAGE);
      const page = await items(query, signal);
      // Only the question of the link is taken over: behind a proxy its host may be one that this page must not ask.
      const next = page.links.find((link) => link.rel === "next");
      return { events: read(page), matched: page.numberMatched, after: next ? new URL(next.href, location.href).search : null };
    },

    async counts(filter, view, signal) {
      const usual = { types: [], statuses: [], precisions: [], bands: [], country: "" };
      const chosen = Object.keys(FACETS).filter((facet) => filter[FACETS[facet]].length);
      const facets = (names, without) => {
        const query = queryOf(boxed(without, view));
        query.set("facets", names.join(","));
        return ask(`${root}/facets`, query, signal);
      };
      const rest = Object.keys(FACETS).filter((facet) => !chosen.includes(facet));
      const all = await Promise.all([
        facets([...new Set(["precision", ...rest])], filter),
        ...chosen.map((facet) => {
          const without = { ...filter, [FACETS[facet]]: usual[FACETS[facet]] };
          if (facet === "status") without.statuses = ["reported", "claimed", "planned", "denied"];
          return facets([facet], without);
        }),
      ]);
      const counts = { unplaced: all[0].precision.without };
      if (!rest.includes("precision")) delete all[0].precision;
      for (const [name, { values }] of all.flatMap(Object.entries)) counts[name] = new Map(values.map(({ value, count }) => [value, count]));
      return counts;
    },

    async names(filter, signal) {
      const query = queryOf({ ...filter, actor: "" });
      query.set("facets", "actor");
      query.set("limit", 40);
      return (await ask(`${root}/facets`, query, signal)).actor.values.map(({ value }) => value);
    },

    async timeline(filter, view, signal) {
      const query = queryOf(boxed({ ...filter, from: "", to: "" }, view));
      const asked = async (step, core) => {
        const question = new URLSearchParams(query);
        question.set("step", step);
        if (core) question.set("datetime", core.join("/"));
        return { step, ...(await ask(`${root}/timeline`, question, signal)) };
      };
      const years = await asked("year");
      const core = coreOf(years.buckets);
      if (!core) return years;
      const months = withEnds(await asked("month", core), years, core), near = coreOf(months.buckets) ?? core;
      const step = stepFor(...near);
      return step === "month" ? months : withEnds(step === "year" ? years : await asked(step, near), years, near);
    },

    async areas(filter, level, signal, again = false) {
      const query = queryOf(filter);
      query.set("level", level);
      query.set("population", "true");
      const wanted = new URLSearchParams({ ...Object.fromEntries(query), geometry: "true" });
      const { features } = await ask(`${root}/areas`, shapes.has(level) ? query : wanted, signal);
      if (!shapes.has(level)) shapes.set(level, new Map());
      const known = shapes.get(level);
      for (const { geometry, properties: p } of features) if (geometry) known.set(p.boundary, geometry);
      const unknown = features.some(({ properties: p }) => p.boundary && !known.has(p.boundary));
      if (unknown && !again && !features.some(({ geometry }) => geometry)) return shapes.delete(level), this.areas(filter, level, signal, true);
      return features.map(({ properties: p }) => ({ name: p.name, count: p.count, population: p.population, shape: known.get(p.boundary) ?? null }));
    },

    event: async (id, signal) => read(await items(new URLSearchParams({ id, limit: 1 }), signal))[0] ?? null,

    reports: async (story, signal) => read(await items(new URLSearchParams({ story, limit: 100 }), signal)),

    pictures(filter, view, shown) {
      const query = queryOf(boxed(filter, view));
      for (const name of ["worldview", "date"]) if (shown[name]) query.set(name, shown[name]);
      return ["png", "svg", "pdf"].map((form) => ({ title: form.toUpperCase(), href: `${picture}.${form}?${query}`, name: `map.${form}` }));
    },

    /** The formats are those that the service itself links to. */
    async downloads(filter, view) {
      const query = queryOf(boxed(filter, view));
      query.set("limit", 1);
      const { links, numberMatched } = await ask(`${root}/items`, query);
      const whole = numberMatched <= MOST ? "GeoJSON" : t("share.first", { format: "GeoJSON", n: number(MOST) });
      return links.filter(({ rel }) => rel === "self" || rel === "alternate").map(({ href, title, type }) => {
        const wanted = new URL(href, location.href).searchParams;
        wanted.delete("limit");
        if (!wanted.has("f")) wanted.set("limit", MOST), wanted.set("f", "json");
        return { title: title ?? whole, href: `${root}/items?${wanted}`, page: type === "text/html" };
      });
    },
  };
}

/** The question with one more condition. */
function narrowed(query, only) {
  const given = query.get("filter");
  query.set("filter", given ? `(${given}) AND ${only}` : only);
  return query;
}

/** Buckets of the middle, and how many events begin before or behind it. */
function withEnds(middle, years, [first, last]) {
  const sum = (buckets) => buckets.reduce((total, { count }) => total + count, 0);
  const buckets = middle.buckets.filter(({ start, end }) => end >= first && start <= last);
  return { step: middle.step, buckets, undated: years.undated, outside: sum(years.buckets) - sum(buckets) };
}
