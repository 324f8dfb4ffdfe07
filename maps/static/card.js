// What a reader sees of events in words: the card in a popup, the row in the list.

import {
  confidenceWords, countWords, dayWords, el, longDay, markedQuote, publishersWords, rangeWords, statusWord, whenWords,
} from "./text.js";
import { whereWords } from "./events.js";
import { badgeSvg } from "./badge.js";

const ROLES = { scope: "concerns", target: "aimed at" };

/** The content of a popup: one card, or under the place's name a fold for each event, newest first. */
export function popupContent(mark, legend, { open = null } = {}) {
  if (mark.events.length === 1) return el("div", { class: "cards", tabindex: "-1" }, eventCard(mark.events[0], legend));
  const folds = mark.events.slice(0, 100).map((event) => foldedCard(event, legend, { open: event === (open ?? mark.events[0]), place: mark.name }));
  const rest = mark.events.length - folds.length;
  return el("div", { class: "cards", tabindex: "-1" },
    el("h3", { dir: "auto" }, mark.name || "Several places"), el("p", { class: "sub" }, countWords(mark.events.length)), folds,
    rest ? el("p", { class: "sub" }, `and ${rest.toLocaleString("en")} more: narrow the filter to see them`) : null);
}

/** A card that shows its heading until it is opened. `place`: the name that stands above it already. */
export function foldedCard(event, legend, { open = false, place = null } = {}) {
  return el("details", { name: "card", open },
    el("summary", {}, badgeSvg(event, legend, 24), el("span", {}, el("b", {}, event.label), " ", el("small", {}, whenWords(event)))),
    eventCard(event, legend, { heading: false, place }));
}

function eventCard(event, legend, { heading = true, place = null } = {}) {
  const where = whereWords(event);
  const relation = ROLES[event.role];
  return el("article", { class: "card" },
    heading ? el("h3", {}, badgeSvg(event, legend, 30), el("span", {}, event.label)) : null,
    where && where === place ? null : el("p", { class: "where" },
      where ? [relation ? `${relation} ` : "", el("b", { dir: "auto" }, where), precisionWords(event)] : "place unknown",
      heading ? ` · ${whenWords(event)}` : ""),
    el("p", { class: "tags" },
      el("span", { class: `tag ${event.status}` }, statusWord(event.status)),
      event.historical ? el("span", { class: "tag" }, "Historical") : null,
      event.corrected ? el("span", { class: "tag", title: event.corrected }, "Corrected by hand") : null,
      event.publishers > 1 ? el("span", { class: "tag" }, publishersWords(event.publishers)) : null),
    sureness(event),
    event.quote ? el("blockquote", { dir: "auto" }, markedQuote(event.quote, event.trigger)) : null,
    factList(event),
    event.sources.map(sourceLine));
}

/** How far to trust it, which unfolds to the reasons. */
function sureness({ band, reasons }) {
  if (!band) return null;
  if (!reasons.length) return el("p", { class: "sub" }, confidenceWords(band));
  return el("details", { class: "sure" },
    el("summary", {}, confidenceWords(band)), el("ul", {}, reasons.map((reason) => el("li", {}, reason))));
}

/** How large the place is, where it is not simply a town. */
function precisionWords(event) {
  if (event.precision === "country") return " (country-wide)";
  if (event.precision === "near" && event.radius) return ` (within ${Math.max(1, Math.round(event.radius / 1000))} km)`;
  return ["admin1", "admin2", "vague"].includes(event.precision) ? " (somewhere in the region)" : "";
}

function factList(event) {
  const facts = [
    ["Who", event.actors], ["Killed", rangeWords(...event.deaths)], ["Injured", rangeWords(...event.injured)],
  ].filter(([, value]) => value);
  return facts.length ? el("dl", {}, facts.map(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)])) : null;
}

function sourceLine({ title, url, published }) {
  const name = title || (url ? new URL(url).hostname : "");
  if (!name) return null;
  const link = url ? el("a", { href: url, rel: "noopener nofollow", target: "_blank", dir: "auto" }, name) : el("span", { dir: "auto" }, name);
  return el("p", { class: "source" }, link, published ? ` · ${dayWords(published)}` : "");
}

/** A row of the list; its button opens the event on the map. */
export function listRow(event, legend, onOpen) {
  const where = whereWords(event);
  const note = event.status === "reported" ? "" : `${statusWord(event.status)} · `;
  return el("li", {},
    el("button", { type: "button", class: "row", "data-event": event.id, on: { click: () => onOpen(event) } },
      badgeSvg(event, legend, 30),
      el("span", { class: "row-text" },
        el("span", { class: "row-title" }, el("b", {}, event.label), where ? [" ", el("span", { class: "row-place", dir: "auto" }, where)] : null),
        el("span", { class: "row-more", dir: "auto" }, note, event.quote || event.sources[0]?.title || whenWords(event)))));
}

/** Events under headings of their day, newest first, at most `limit`. */
export function dayList(events, legend, onOpen, limit) {
  const days = new Map();
  for (const event of events.slice(0, limit)) {
    const day = event.start ?? event.end ?? "";
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(event);
  }
  return [...days].map(([day, found]) => el("section", {},
    el("h3", { class: "day" }, day ? el("time", { datetime: day }, longDay(day)) : longDay(day)),
    el("ol", {}, found.map((event) => listRow(event, legend, onOpen)))));
}

/** What colours, outlines and fillings mean, for the groups that are there. */
export function legendList(legend, groups) {
  const sample = (group, status) => ({ group, status, icon: "dot" });
  const line = (badge, text) => el("li", {}, badge, el("span", {}, text));
  const swatch = (name) => el("span", { class: `swatch ${name}`, "aria-hidden": "true" });
  return el("div", {},
    el("ul", {}, groups.map((group) => line(badgeSvg(sample(group, "reported"), legend, 22), legend.groups[group].label))),
    el("ul", {},
      line(badgeSvg(sample("DIPLOMACY", "reported"), legend, 22), "filled: reported as fact"),
      line(badgeSvg(sample("DIPLOMACY", "claimed"), legend, 22), "ringed: one side's claim"),
      line(badgeSvg(sample("DIPLOMACY", "planned"), legend, 22), "hollow: planned, with its date"),
      line(swatch("area"), "area: somewhere in the region"), line(swatch("wide"), "tint: the country as a whole"),
      line(swatch("near"), "circle: near the place"),
      line(swatch("many"), "number: several events; opens or zooms in")));
}
