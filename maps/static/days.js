// Events by time: days, counted from 1970, into the buckets of the time bar.

import { isoDay, NO_DAY } from "./columns.js";
import { coreOf, stepFor } from "./source.js";

/** Of these rows, as `timeline` in source.js. */
export function timelineOf(table, rows) {
  const dated = rows.filter((i) => table.first[i] !== NO_DAY), undated = rows.length - dated.length;
  if (!dated.length) return { step: "month", buckets: [], undated, outside: 0 };
  const core = coreOf(daily(table, dated)), step = stepFor(...core), [from, to] = core.map(numberOf);
  const middle = dated.filter((i) => table.first[i] >= from && table.first[i] <= to);
  return { step, buckets: bucketsOf(table, middle, step), undated, outside: dated.length - middle.length };
}

/** The days that have any, in their order. */
function daily({ first }, rows) {
  const counts = new Map();
  for (const i of rows) counts.set(first[i], (counts.get(first[i]) ?? 0) + 1);
  return [...counts].sort((a, b) => a[0] - b[0]).map(([day, count]) => ({ start: isoDay(day), end: isoDay(day), count }));
}

function bucketsOf({ first, kind, kindTypes }, rows, step) {
  const starts = new Map(), found = new Map();
  const startOf = (day) => starts.get(day) ?? starts.set(day, startAt(day, step)).get(day);
  // Rows come newest first.
  const last = startOf(first[rows[0]]);
  for (let start = startOf(first[rows.at(-1)]); start <= last; start = following(start, step)) {
    found.set(start, { start: isoDay(start), end: isoDay(following(start, step) - 1), count: 0, by: {} });
  }
  for (const i of rows) {
    const bucket = found.get(startOf(first[i])), type = kindTypes[kind[i]];
    bucket.count++;
    bucket.by[type] = (bucket.by[type] ?? 0) + 1;
  }
  return [...found.values()];
}

const numberOf = (iso) => Date.parse(iso) / 864e5;

/** The first day of the bucket; weeks begin on Monday. */
function startAt(day, step) {
  const date = new Date(day * 864e5);
  if (step === "year") return date.setUTCMonth(0, 1) / 864e5;
  if (step === "month") return date.setUTCDate(1) / 864e5;
  return step === "week" ? day - ((date.getUTCDay() + 6) % 7) : day;
}

function following(start, step) {
  const date = new Date(start * 864e5);
  if (step === "year") return date.setUTCFullYear(date.getUTCFullYear() + 1) / 864e5;
  if (step === "month") return date.setUTCMonth(date.getUTCMonth() + 1) / 864e5;
  return start + (step === "week" ? 7 : 1);
}
