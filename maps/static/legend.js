// What colours, outlines and fillings mean.

import { badgeSvg } from "./badge.js";
import { el } from "./text.js";
import { t } from "./words.js";

/** Two lists: the groups of types that there are, and how a mark's filling and outline are to be read. */
export function legendList(legend) {
  const groups = Object.keys(legend.groups).filter((group) => Object.values(legend.types).some((type) => type[1] === group));
  const sample = (group, status) => badgeSvg({ group, status, icon: "dot" }, legend, 22);
  const line = (badge, text) => el("li", {}, badge, el("span", {}, text));
  const swatch = (name) => el("span", { class: `swatch ${name}`, "aria-hidden": "true" });
  return [
    el("ul", {}, groups.map((group) => line(sample(group, "reported"), t(`group.${group}`)))),
    el("ul", {},
      ["reported", "claimed", "planned"].map((status) => line(sample("DIPLOMACY", status), t(`legend.${status}`))),
      ["area", "near", "route", "country", "many"].map((name) => line(swatch(name), t(`legend.${name}`)))),
  ];
}
