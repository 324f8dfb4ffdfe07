// Which events are shown: one filter for map, list, counts and time bar, as plain values, and as the parameters of the
// service's events, which are those of the page's own address.

export const STATUSES = ["reported", "claimed", "planned", "denied"];
export const PRECISIONS = ["exact", "near", "settlement", "admin2", "admin1", "country", "vague"];
export const BANDS = ["high", "medium", "low"];
export const ROLES = ["event", "scope", "target"];
const SHOWN = STATUSES.slice(0, 3);
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Everything but denied events. An empty list or text asks for nothing. `own`: CQL2 that the page has no control for. */
export function defaultFilter() {
  return {
    types: [], statuses: [...SHOWN], from: "", to: "", text: "", precisions: [], bands: [], role: "", country: "", actor: "", killed: 0,
    source: "", story: "", bbox: "", own: "",
  };
}

/** What the service is asked with. Statuses are always said, since it would give denied events too. */
export function queryOf(filter) {
  const query = addressOf(filter);
  query.set("status", filter.statuses.join(","));
  if (filter.statuses.length === STATUSES.length) query.delete("status");
  if (!filter.statuses.length) for (const [name, nothing] of [["status", STATUSES[0]], ["filter", "id = ''"]]) query.set(name, nothing);
  return query;
}

/** The same as the page's own address says it: what is usual is left out. */
export function addressOf(filter) {
  const query = new URLSearchParams(), set = (name, value) => value && query.set(name, value);
  set("type", filter.types.join(","));
  if (filter.statuses.join() !== SHOWN.join()) query.set("status", filter.statuses.join(","));
  if (filter.from || filter.to) query.set("datetime", filter.from === filter.to ? filter.from : `${filter.from || ".."}/${filter.to || ".."}`);
  set("q", filter.text);
  set("story", filter.story);
  set("bbox", filter.bbox);
  set("filter", cqlOf(filter));
  return query;
}

/** From an address; what makes no sense is left out. */
export function readFilter(query) {
  const list = (name, known) => (query.get(name) ?? "").split(",").map((word) => word.trim()).filter((word) => word && (!known || known.includes(word)));
  const filter = { ...defaultFilter(), ...readCql(query.get("filter") ?? ""), types: list("type") };
  if (query.has("status")) filter.statuses = STATUSES.filter((status) => list("status").includes(status));
  const [from = "", to = from] = (query.get("datetime") ?? "").split("/");
  filter.from = ISO_DAY.test(from) ? from : "";
  filter.to = ISO_DAY.test(to) ? to : "";
  filter.text = (query.get("q") ?? "").slice(0, 200);
  filter.story = query.get("story") ?? "";
  const box = (query.get("bbox") ?? "").split(",").map(Number);
  filter.bbox = box.length === 4 && box.every(Number.isFinite) ? box.join(",") : "";
  return filter;
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const unquoted = (text) => text.replaceAll("''", "'");
const within = (text) => quoted(`%${text.replace(/[\\%_]/g, "\\$&")}%`);
const bare = (pattern) => unquoted(pattern).replace(/^%|%$/g, "").replace(/\\(.)/g, "$1");
const words = (list) => [...list.matchAll(/'((?:[^']|'')*)'/g)].map((found) => unquoted(found[1]));
const TEXT = "'((?:[^']|'')*)'";

// What the page has a control for and the service no parameter: how each is said in CQL2, and read from it.
const CLAUSES = [
  ["precisions", (v) => v.length && `precision IN (${v.map(quoted).join(", ")})`, "precision IN \\(([^()]*)\\)", (m) => words(m[1]).filter((one) => PRECISIONS.includes(one))],
  ["bands", (v) => v.length && `confidence_band IN (${v.map(quoted).join(", ")})`, "confidence_band IN \\(([^()]*)\\)", (m) => words(m[1]).filter((one) => BANDS.includes(one))],
  ["killed", (v) => v && `fatalities_low >= ${v}`, "fatalities_low >= (\\d{1,9})", (m) => Number(m[1])],
  ["role", (v) => v && `place_role = ${quoted(v)}`, `place_role = ${TEXT}`, (m) => (ROLES.includes(m[1]) ? m[1] : "")],
  ["country", (v) => v && `country LIKE ${within(v)}`, `country LIKE ${TEXT}`, (m) => bare(m[1])],
  ["actor", (v) => v && `CASEI(actors) LIKE CASEI(${within(v)})`, `CASEI\\(actors\\) LIKE CASEI\\(${TEXT}\\)`, (m) => bare(m[1])],
  ["source", (v) => v && `(CASEI(source_title) LIKE CASEI(${within(v)}) OR CASEI(source_url) LIKE CASEI(${within(v)}))`,
    `\\(CASEI\\(source_title\\) LIKE CASEI\\(${TEXT}\\) OR CASEI\\(source_url\\) LIKE CASEI\\(${TEXT}\\)\\)`, (m) => bare(m[1])],
];

function cqlOf(filter) {
  const parts = CLAUSES.map(([name, write]) => write(filter[name])).filter(Boolean);
  if (filter.own) parts.push(parts.length ? `(${filter.own})` : filter.own);
  return parts.join(" AND ");
}

/** Our own clauses come first; all that follows is somebody's own. */
function readCql(text) {
  const found = {};
  let rest = text.trim();
  for (const [name, , pattern, read] of CLAUSES) {
    const match = new RegExp(`^${pattern}(?: AND |$)`).exec(rest);
    if (!match) continue;
    found[name] = read(match);
    rest = rest.slice(match[0].length);
  }
  found.own = Object.keys(found).length && /^\(.*\)$/s.test(rest) ? rest.slice(1, -1) : rest;
  return found;
}
