// Features -> events -> marks: events at one place are one mark. The only place where axes turn for Leaflet.

import { safeUrl } from "./text.js";
import { named } from "./words.js";

/** What the page needs of a Feature; `legend` names what its type looks like. */
export function readEvent(feature, legend) {
  const p = feature.properties ?? {};
  const number = (value) => (typeof value === "number" ? value : null);
  const places = (p.places ?? []).map(readPlace), role = p.place_role ?? "";
  const drawn = places.filter((place) => place.role === role && place.id && place.lon !== null && place.lat !== null);
  return {
    id: String(feature.id), ...lookOf(p.type ?? "", p.mode ?? "", legend, p.label), mode: p.mode ?? "",
    status: p.status ?? "reported", start: p.start ?? null, end: p.end ?? null, datePrecision: p.date_precision ?? "day",
    deaths: [number(p.fatalities_low), number(p.fatalities_high)],
    injured: [number(p.injured_low), number(p.injured_high)],
    actors: (Array.isArray(p.actors) ? p.actors : (p.actors ?? "").split(", ")).map(String).filter(Boolean), saidBy: p.said_by ?? "",
    quote: p.quote ?? "", trigger: p.trigger ?? "", historical: Boolean(p.historical),
    band: p.confidence_band ?? "", reasons: p.confidence_reasons ?? [],
    story: p.story ?? "", reports: number(p.reports) ?? 1, publishers: number(p.publishers) ?? 1,
    corrected: p.corrected_by ? `${p.corrected_by}, ${(p.corrected_at ?? "").slice(0, 10)}` : "",
    sources: (p.sources ?? []).map((s) => ({ title: s.title ?? "", url: safeUrl(s.url), published: s.published ?? null })),
    role, precision: p.precision ?? "", radius: number(p.radius_m), places, drawn, geometry: feature.geometry,
    spots: drawn.map((place) => [place.lon, place.lat]), countries: [...new Set(drawn.map((place) => place.country).filter(Boolean))],
  };
}

function readPlace(place) {
  const known = place.place ?? null;
  return {
    role: place.role, kind: place.kind, relation: place.relation ?? "", name: known?.name ?? place.mention?.text ?? "",
    mention: place.mention?.text ?? "", id: known?.id ?? "", country: known?.country ?? "",
    precision: place.precision ?? known?.precision ?? "", lon: place.lon ?? known?.lon ?? null, lat: place.lat ?? known?.lat ?? null,
    radius: place.radius_m ?? null,
  };
}

/** The type's name, group and icon. */
export function lookOf(type, mode, legend, label = "") {
  const key = `${type}/${mode}` in legend.types ? `${type}/${mode}` : type;
  const [usual, group, icon] = legend.types[key] ?? [label || type, "OTHER", "dot"];
  return { type, label: named(`type.${key}`, label || usual), group: group in legend.groups ? group : "OTHER", icon };
}

/** Undated last, then by id: the order of the service. */
export function compareNewest(a, b) {
  return (b.start ?? "").localeCompare(a.start ?? "") || (a.id < b.id ? -1 : 1);
}

/** Known to its country only: what no shape but the country's can be drawn for. */
export function isCountryWide(event) {
  return event.precision === "country" && !/Point|Line/.test(event.geometry?.type ?? "");
}

/** Whether there is anything to draw it at: a place, and a shape unless it is a country. */
export function isDrawn(event) {
  return Boolean(event.spots.length && (event.geometry || isCountryWide(event)));
}

/** Marks of events that are drawn one by one; those of a country as a whole are a list at it, which is no pin. */
export function marksOf(events) {
  const found = new Map();
  for (const event of events) {
    for (const spot of isCountryWide(event) ? countrySpots(event) : spotsOf(event)) {
      const known = found.get(spot.key);
      if (known) known.events.push(event);
      else found.set(spot.key, { ...spot, events: [event] });
    }
  }
  return [...found.values()].map(looking);
}

/** How a mark of known events looks: like its events where they look alike. */
function looking(mark) {
  const [first] = mark.events;
  const alike = mark.events.every((e) => e.icon === first.icon && e.group === first.group && e.status === first.status);
  return { ...mark, count: mark.events.length, look: alike ? first : null, shares: tally(mark.events.map((event) => event.group)) };
}

/** Marks of what the service counted. */
export function clusterMarks(clusters, legend) {
  return clusters.map((cluster) => {
    const look = lookOf(cluster.type, "", legend);
    const { lon, lat, count, box, id } = cluster;
    return {
      key: `cluster ${lon} ${lat} ${cluster.loose}`, kind: "point", name: "", at: turned([lon, lat]), count, id, box, events: null, shares: new Map([[look.group, count]]),
      look: count === 1 ? { ...look, status: cluster.status, start: null } : null, loose: cluster.loose,
    };
  });
}

export function countryMarks(countries) {
  return countries.map(({ lon, lat, count }) => ({
    key: `country ${lon} ${lat}`, kind: "country", name: "", at: turned([lon, lat]), count, box: [lon, lat, lon, lat], events: null, shares: new Map(),
  }));
}

function countrySpots(event) {
  return event.spots.map(([lon, lat], at) => ({ key: `country ${lon} ${lat}`, kind: "country", name: event.drawn[at].name, at: turned([lon, lat]) }));
}

function spotsOf(event) {
  const { geometry, drawn } = event;
  if (!geometry) return [];
  if (geometry.type === "Point") return [pointSpot(geometry.coordinates, event)];
  if (geometry.type === "MultiPoint") return geometry.coordinates.map((spot) => pointSpot(spot, event));
  const line = geometry.type.endsWith("LineString");
  const regions = drawn.filter((place) => place.kind !== "point");
  const named = regions.length ? regions : drawn;
  const shape = line ? [geometry.coordinates].flat(geometry.type === "LineString" ? 0 : 1) : geometry.coordinates;
  const middle = middles(geometry).map(turned);
  const kind = line ? "line" : "area";
  return [{
    key: `${kind} ${named.map((place) => place.id).sort().join(" ") || middle[0]}`, kind, at: middle[0], middles: middle, shape: turnedDeep(shape),
    name: [...new Set(named.map((place) => place.name))].join(", "), circle: null, loose: true,
  }];
}

function pointSpot(position, event) {
  const [lon, lat] = position, { drawn } = event;
  const place = drawn.find((p) => Math.abs(p.lon - lon) < 0.001 && Math.abs(p.lat - lat) < 0.001) ?? drawn[0];
  const near = (place?.precision || event.precision) === "near";
  const circle = near ? place?.radius ?? event.radius : null;
  return {
    key: `point ${lon.toFixed(4)} ${lat.toFixed(4)} ${circle ?? ""}`, kind: "point", at: turned(position), shape: null, circle, loose: near,
    name: place ? (place.relation ? `${place.relation} ${place.name}` : place.name) : "",
  };
}

/** (lon, lat) -> Leaflet's (lat, lon). */
export function turned([lon, lat]) {
  return [lat, lon];
}

export function turnedDeep(coordinates) {
  return typeof coordinates[0] === "number" ? turned(coordinates) : coordinates.map(turnedDeep);
}

/** A (lat, lon) list of any depth, flat. */
export function flatPairs(shape) {
  return typeof shape[0] === "number" ? [shape] : shape.flatMap(flatPairs);
}

/** [west, south, east, north] -> Leaflet's corners. */
export function turnedBox([west, south, east, north]) {
  return [[south, west], [north, east]];
}

/** (lon, lat) of spots to hang a name on, best first: centroids of the largest rings, or a line's middle vertex. */
function middles(geometry) {
  if (geometry.type.endsWith("LineString")) {
    const line = geometry.type === "LineString" ? geometry.coordinates : geometry.coordinates[0];
    return [line[Math.floor(line.length / 2)]];
  }
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0]);
  return rings.map(centroid).sort((a, b) => b.area - a.area).slice(0, 3).map(({ at }) => at);
}

function centroid(ring) {
  let area = 0, x = 0, y = 0;
  const [x0, y0] = ring[0];
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [ring[i - 1][0] - x0, ring[i - 1][1] - y0], [bx, by] = [ring[i][0] - x0, ring[i][1] - y0];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { area: Math.abs(area), at: area ? [x0 + x / (3 * area), y0 + y / (3 * area)] : ring[0] };
}

/** Values with how many there are of each, most first. */
export function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}
