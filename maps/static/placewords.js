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

/** Of an ISO 3166-1 code, in the reader's language; the code where the browser knows no name. */
export function countryName(code) {
  try {
    return new Intl.DisplayNames(locale(), { type: "region" }).of(code);
  } catch {
    return code;
  }
}
