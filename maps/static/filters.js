// Which events are shown: one filter for map, list and counts, kept in the address so that a link shows the same.

const STATUSES = ["reported", "claimed", "planned", "denied"];

/** Everything but denied events, and but statements that have no place of their own. */
export function defaultFilter() {
  return { hidden: new Set(), statuses: new Set(["reported", "claimed", "planned"]), from: "", to: "", text: "", aimed: false };
}

export function passes(event, filter) {
  const first = event.start ?? event.end, last = event.end ?? event.start;
  if (filter.hidden.has(event.group) || !filter.statuses.has(event.status)) return false;
  if (event.aimed && !filter.aimed) return false;
  if ((filter.from || filter.to) && !first) return false;
  if ((filter.from && last < filter.from) || (filter.to && first > filter.to)) return false;
  return !filter.text || words(filter.text).every((word) => haystack(event).includes(word));
}

function words(text) {
  return text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

const haystacks = new WeakMap();

function haystack(event) {
  if (!haystacks.has(event)) {
    const parts = [event.label, event.quote, event.actors, ...event.places.map((p) => p.name), ...event.sources.map((s) => s.title)];
    haystacks.set(event, parts.join("\n").toLocaleLowerCase());
  }
  return haystacks.get(event);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The state in the address after "#": { filter, view: {zoom, lat, lon} or null, event }. What makes no sense is left out. */
export function readState(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const filter = defaultFilter();
  const list = (name) => (given.get(name) ?? "").split(",").filter(Boolean);
  const day = (name) => (DAY.test(given.get(name) ?? "") ? given.get(name) : "");
  filter.hidden = new Set(list("hide"));
  if (given.has("status")) filter.statuses = new Set(list("status").filter((status) => STATUSES.includes(status)));
  Object.assign(filter, { from: day("from"), to: day("to"), text: given.get("q") ?? "", aimed: given.get("aimed") === "1" });
  const [zoom, lat, lon] = (given.get("map") ?? "").split("/").map(Number);
  const sensible = [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90;
  return { filter, view: sensible ? { zoom, lat, lon } : null, event: given.get("event") };
}

export function writeState({ filter, view, event }) {
  const parts = [];
  const add = (name, value) => value && parts.push(`${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/")}`);
  if (view) add("map", `${view.zoom}/${view.lat.toFixed(3)}/${view.lon.toFixed(3)}`);
  add("hide", [...filter.hidden].join(","));
  const statuses = STATUSES.filter((status) => filter.statuses.has(status)).join(",");
  if (statuses !== "reported,claimed,planned") parts.push(`status=${statuses}`);
  add("from", filter.from);
  add("to", filter.to);
  add("q", filter.text);
  add("aimed", filter.aimed ? "1" : "");
  add("event", event);
  return `#${parts.join("&")}`;
}
