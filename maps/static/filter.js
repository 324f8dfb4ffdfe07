// Which events are shown: one filter for map, list, counts and time bar, as plain values, and as the parameters of the
// service's events, which are those of the page's own address.

export const STATUSES = ["reported", "claimed", "planned", "denied"];
export const PRECISIONS = ["exact", "near", "settlement", "admin2", "admin1", "country", "vague"];
export const BANDS = ["high", "medium", "low"];
export const ROLES = ["event", "scope", "target"];
const SHOWN = STATUSES.slice(0, 3);
const ISO_DAY = /^\d{4}-\d{2}-\d{2}(?=$|T)/; // events are dated by days: a time of day is cut off

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

/** { filter, unread } of an address: `unread` names the parameters that make no sense, which are left out. `queryables`: name
 * -> kind of what may be asked for by a parameter of its own, as in the service's API. */
export function readFilter(query, queryables = {}) {
  const list = (name, known) => (query.get(name) ?? "").split(",").map((word) => word.trim()).filter((word) => word && (!known || known.includes(word)));
  const filter = { ...defaultFilter(), ...readCql(query.get("filter") ?? ""), types: list("type") }, unread = [];
  if (query.has("status")) filter.statuses = STATUSES.filter((status) => list("status").includes(status));
  if (list("status").some((status) => !STATUSES.includes(status))) unread.push("status");
  const [from = "", to = from, ...rest] = (query.get("datetime") ?? "").split("/").map((side) => side.trim());
  [filter.from, filter.to] = [from, to].map((side) => ISO_DAY.exec(side)?.[0] ?? "");
  if (rest.length || [from, to].some((side) => !["", ".."].includes(side) && !ISO_DAY.test(side))) unread.push("datetime");
  filter.text = (query.get("q") ?? "").slice(0, 200);
  filter.story = query.get("story") ?? "";
  const given = query.get("bbox") ?? "", numbers = given.split(",").map(Number);
  const box = numbers.length === 6 ? [...numbers.slice(0, 2), ...numbers.slice(3, 5)] : numbers; // without heights
  filter.bbox = box.length === 4 && box.every(Number.isFinite) ? box.join(",") : "";
  if (given && !filter.bbox) unread.push("bbox");
  const equal = [];
  for (const [name, kind] of Object.entries(queryables)) {
    const value = query.has(name) ? literal(query.get(name), kind) : "";
    if (value) equal.push(`${name} = ${value}`);
    else if (query.has(name)) unread.push(name);
  }
  if (equal.length) filter.own = [...equal, ...(filter.own ? [`(${filter.own})`] : [])].join(" AND ");
  return { filter, unread };
}

/** As CQL2 writes a value; "" where it makes no sense. */
function literal(text, kind) {
  if (kind === "text") return quoted(text);
  if (kind === "date") return ISO_DAY.test(text) ? `DATE(${quoted(ISO_DAY.exec(text)[0])})` : "";
  if (kind === "boolean") return ["true", "false"].includes(text) ? text : "";
  return /^-?\d+(\.\d+)?$/.test(text) ? text : "";
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

/** Our own clauses come first; all that follows is somebody's own, and all of it where we would not write it like that. */
function readCql(given) {
  const text = given.trim(), found = clausesOf(text);
  return cqlOf({ ...defaultFilter(), ...found }) === text && balanced(found.own) ? found : { own: text };
}

function clausesOf(text) {
  const found = {};
  let rest = text;
  for (const [name, , pattern, read] of CLAUSES) {
    const match = new RegExp(`^${pattern}(?: AND |$)`).exec(rest);
    if (!match) continue;
    found[name] = read(match);
    rest = rest.slice(match[0].length);
  }
  found.own = Object.keys(found).length && /^\(.*\)$/s.test(rest) ? rest.slice(1, -1) : rest;
  return found;
}

/** Whether all parentheses that it shuts are its own. */
function balanced(text) {
  let depth = 0;
  for (const [sign] of text.replace(/'(?:[^']|'')*'|"[^"]*"/g, "").matchAll(/[()]/g)) {
    depth += sign === "(" ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
