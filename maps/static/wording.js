// What is said of an event in words: when, where, how many, how sure.

import { locale, number, t } from "./words.js";

const DAY = { day: "numeric", month: "short", year: "numeric" };
const MONTH = { month: "long", year: "numeric" };
const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const formats = new Map();

/** "2023-09-20" -> "20 Sept 2023"; text that is no date is shown as it is. */
export function dayWords(iso, parts = DAY) {
  const time = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(time)) return String(iso);
  const key = `${locale()} ${JSON.stringify(parts)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), { ...parts, timeZone: "UTC" }));
  return formats.get(key).format(time);
}

export function shortDay(iso) {
  return dayWords(iso, { day: "numeric", month: "short" });
}

export function longDay(iso) {
  return iso ? dayWords(iso, LONG) : t("list.undated");
}

/** When an event was, with how finely that is known. */
export function whenWords({ start, end, datePrecision }) {
  if (!start && !end) return t("when.unknown");
  const first = start ?? end;
  if (datePrecision === "year") return dayWords(first, { year: "numeric" });
  if (datePrecision === "month") return dayWords(first, MONTH);
  if (datePrecision === "week") return t("when.week", { day: dayWords(first) });
  if (start && end && start !== end) return `${dayWords(start)} – ${dayWords(end)}`;
  if (datePrecision === "range" && !end) return t("when.since", { day: dayWords(start) });
  if (datePrecision === "range" && !start) return t("when.until", { day: dayWords(end) });
  return t(datePrecision === "day_inferred" ? "when.inferred" : "when.on", { day: dayWords(first) });
}

/** "66", "200 or more", "up to 12", "60–66"; null when nothing is known. */
export function rangeWords(low, high) {
  if (low === null && high === null) return null;
  if (low === high) return low === 0 ? t("card.none") : number(low);
  if (high === null) return t("card.orMore", { n: number(low) });
  if (low === null) return t("card.upTo", { n: number(high) });
  return `${number(low)}–${number(high)}`;
}

/** "near Stepanakert, Shusha": where, in a line. */
export function whereWords(event) {
  const places = event.places.filter((place) => place.role === event.role);
  const words = places.map((place) => (place.relation ? `${place.relation} ${place.name}` : place.name));
  return [...new Set(words.filter(Boolean))].join(", ");
}

/** How large the place is, where it is not simply a town. */
export function precisionWords({ precision, radius }) {
  if (precision === "country") return ` (${t("where.country")})`;
  if (precision === "near" && radius) return ` (${t("where.within", { n: number(Math.max(1, Math.round(radius / 1000))) })})`;
  return ["admin1", "admin2", "vague"].includes(precision) ? ` (${t("where.region")})` : "";
}
