// What colours, outlines and fillings mean.

import { badgeSvg } from "./badge.js";
import { el } from "./text.js";
import { t } from "./words.js";

export function legendList(legend, groups) {
  const sample = (group, status) => badgeSvg({ group, status, icon: "dot" }, legend, 22);
  const line = (badge, text) => el("li", {}, badge, el("span", {}, text));
  const swatch = (name) => el("span", { class: `swatch ${name}`, "aria-hidden": "true" });
  return el("div", {},
    el("ul", {}, groups.map((group) => line(sample(group, "reported"), t(`group.${group}`)))),
    el("ul", {},
      ["reported", "claimed", "planned"].map((status) => line(sample("DIPLOMACY", status), t(`legend.${status}`))),
      ["area", "near", "route", "country", "many"].map((name) => line(swatch(name), t(`legend.${name}`)))));
}
