// What is said of a place in words.

import { el } from "./text.js";
import { locale, t } from "./words.js";

/** Its name, and where that is. */
export function placeWords({ name, admin1, country, precision }) {
  const where = [admin1 === name ? "" : admin1, precision === "country" ? "" : countryName(country)].filter(Boolean).join(", ");
  return [
    el("h3", { dir: "auto" }, name), where ? el("p", { class: "sub", dir: "auto" }, where) : null,
    ["admin1", "admin2", "vague"].includes(precision) ? el("p", { class: "sub" }, t("where.region")) : null,
  ].filter(Boolean);
}

let regions = null;

/** Of an ISO 3166-1 code, in the reader's language; the code where the browser knows no name. */
export function countryName(code) {
  try {
    regions ??= new Intl.DisplayNames(locale(), { type: "region" });
    return regions.of(code);
  } catch {
    return code;
  }
}
