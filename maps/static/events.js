// GeoJSON Features -> events -> marks: events at one place are one mark. The only place where axes turn for Leaflet.

import { safeUrl } from "./text.js";

const COUNTRY_WIDE = new Set(["country"]);

/** Features that stand in the page: each geometry an index into the shapes they share. */
export function inlineFeatures({ features, shapes }) {
  return features.map((feature) => ({ ...feature, geometry: feature.geometry === null ? null : shapes[feature.geometry] }));
}

/** What the page needs of a Feature; `legend` names what its type looks like. */
export function readEvent(feature, legend) {
  const p = feature.properties ?? {};
  const [label, group, icon] = legend.types[`${p.type}/${p.mode}`] ?? legend.types[p.type] ?? [p.label, "OTHER", "dot"];
  const number = (value) => (typeof value === "number" ? value : null);
  return {
    id: String(feature.id), label: p.label || label || "Event", group: group in legend.groups ? group : "OTHER", icon,
    status: p.status ?? "reported", start: p.start ?? null, end: p.end ?? null, datePrecision: p.date_precision ?? "day",
    deaths: [number(p.fatalities_low), number(p.fatalities_high)],
    injured: [number(p.injured_low), number(p.injured_high)],
    actors: Array.isArray(p.actors) ? p.actors.join(", ") : p.actors ?? "",
    quote: p.quote ?? "", trigger: p.trigger ?? "", historical: Boolean(p.historical),
    band: p.confidence_band ?? "", reasons: p.confidence_reasons ?? [], publishers: number(p.publishers) ?? 1,
    corrected: p.corrected_by ? `${p.corrected_by}, ${(p.corrected_at ?? "").slice(0, 10)}` : "",
    sources: (p.sources ?? []).map((s) => ({ title: s.title ?? "", url: safeUrl(s.url), published: s.published ?? null })),
    role: p.place_role ?? "", precision: p.precision ?? "", radius: number(p.radius_m),
    places: (p.places ?? []).map(readPlace), geometry: feature.geometry,
    // A threat, an appeal or a deal with no place of its own, only one that it is about.
    aimed: ["WORDS", "DIPLOMACY"].includes(group) && ["scope", "target"].includes(p.place_role),
  };
}

function readPlace(place) {
  const known = place.place ?? null;
  return {
    role: place.role, kind: place.kind, relation: place.relation ?? "", name: known?.name ?? place.mention?.text ?? "",
    id: known?.id ?? "", country: known?.country ?? "", precision: place.precision ?? known?.precision ?? "",
    lon: place.lon ?? known?.lon ?? null, lat: place.lat ?? known?.lat ?? null, radius: place.radius_m ?? null,
  };
}

/** South of all that a map of the world usually shows. */
export function isAntarctic({ geometry }) {
  return geometry?.type === "Point" && geometry.coordinates[1] < -60;
}

/** The places an event is drawn at: those of its drawn role. */
export function drawnPlaces(event) {
  return event.places.filter((place) => place.role === event.role && place.id);
}

/** "near Stepanakert, Shusha": where, in a line. */
export function whereWords(event) {
  const places = event.places.filter((place) => place.role === event.role);
  const words = places.map((place) => (place.relation ? `${place.relation} ${place.name}` : place.name));
  return [...new Set(words.filter(Boolean))].join(", ");
}

/** Marks for the events that have a place. kind: point, area (a region), country (faint), line. */
export function groupMarks(events) {
  const marks = new Map();
  for (const event of events) {
    for (const spot of spots(event)) {
      const known = marks.get(spot.key);
      if (known) known.events.push(event);
      else marks.set(spot.key, { ...spot, events: [event] });
    }
  }
  return [...marks.values()];
}

function spots(event) {
  const { geometry } = event;
  if (!geometry) return [];
  const places = drawnPlaces(event);
  if (geometry.type === "Point") return [pointSpot(geometry.coordinates, event, places)];
  if (geometry.type === "MultiPoint") return geometry.coordinates.map((spot) => pointSpot(spot, event, places));
  const line = geometry.type.endsWith("LineString");
  const kind = line ? "line" : COUNTRY_WIDE.has(event.precision) ? "country" : "area";
  const regions = places.filter((place) => place.kind !== "point");
  const named = regions.length ? regions : places;
  const shape = line ? [geometry.coordinates].flat(geometry.type === "LineString" ? 0 : 1) : geometry.coordinates;
  const spots = middles(geometry).map(turned);
  const [anchor] = spots;
  const name = [...new Set(named.map((place) => place.name))].join(", ");
  const key = `${kind} ${named.map((place) => place.id).sort().join(" ") || anchor}`;
  return [{ key, kind, name, at: anchor, spots, shape: turnedDeep(shape), circle: null }];
}

function pointSpot(position, event, places) {
  const [lon, lat] = position;
  const place = places.find((p) => Math.abs(p.lon - lon) < 0.001 && Math.abs(p.lat - lat) < 0.001) ?? places[0];
  const near = (place?.precision || event.precision) === "near";
  const circle = near ? place?.radius ?? event.radius : null;
  const name = place ? (place.relation ? `${place.relation} ${place.name}` : place.name) : "";
  return {
    key: `point ${lon.toFixed(4)} ${lat.toFixed(4)} ${circle ?? ""}`, kind: "point", name, at: turned(position),
    shape: null, circle,
  };
}

/** (lon, lat) -> Leaflet's (lat, lon). */
function turned([lon, lat]) {
  return [lat, lon];
}

function turnedDeep(coordinates) {
  return typeof coordinates[0] === "number" ? turned(coordinates) : coordinates.map(turnedDeep);
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

/** Groups of events with how many there are, most first. */
export function tally(events, key) {
  const counts = new Map();
  for (const event of events) counts.set(event[key], (counts.get(event[key]) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
