// The page: reads what it was given, loads events, and ties map, list and filter together.

import { countWords, el, statusWord, unplacedWords } from "./text.js";
import { inlineFeatures, readEvent, tally } from "./events.js";
import { badgeSvg } from "./badge.js";
import { dayList, foldedCard, legendList } from "./card.js";
import { EventLayer, furnish, newestFirst } from "./marks.js";
import { defaultFilter, passes, readState, writeState } from "./filters.js";

const PAGES = 20; // of a thousand events: what a page holds before the reader is asked to narrow the question
const ROWS = 200;
const $ = (id) => document.getElementById(id);

/** The map with its ground, no mark on it yet. */
function makeMap(ground, tiles, events) {
  // The world once across the window: marks are drawn on one copy of it only.
  const whole = Math.log2($("map").clientWidth / 256);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map("map", {
    zoomSnap: 0.25, minZoom: Math.max(0, Math.min(2, Math.ceil(4 * whole) / 4)), maxZoom: 18, worldCopyJump: true, zoomControl: false, maxBoundsViscosity: 1,
    maxBounds: [[-85, -1e4], [85, 1e4]], fadeAnimation: !still, zoomAnimation: !still, markerZoomAnimation: !still, inertia: !still,
  });
  map.attributionControl.setPrefix(el("a", { href: "https://leafletjs.com" }, "Leaflet").outerHTML);
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  if (tiles) L.tileLayer(tiles.url, { maxZoom: 18, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
  if (tiles?.attribution) map.attributionControl.addAttribution(el("span", {}, tiles.attribution).innerHTML);
  furnish(map, tiles ? null : ground, events);
  map.setView([25, 15], 2);
  return map;
}

/** The collection's address with the question in this page's own: /map?type=PROTEST shows protests only. */
function itemsAddress(items) {
  const url = new URL(items, location.href), given = new URLSearchParams(location.search);
  for (const name of ["bbox", "datetime", "type", "status", "q"]) if (given.has(name)) url.searchParams.set(name, given.get(name));
  return url;
}

/** All pages of the collection, at most PAGES; `more` when there would have been others. */
async function fetchFeatures(address) {
  const features = [];
  let url = address, matched = 0;
  for (let page = 0; url && page < PAGES; page++) {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
    const collection = await answer.json();
    features.push(...collection.features);
    matched = collection.numberMatched ?? features.length;
    const next = collection.links?.find((link) => link.rel === "next");
    // Only its question is taken over: behind a proxy the link's host may be one that this page must not ask.
    url = next ? new URL(new URL(next.href, url).search, url) : null;
  }
  return { features, more: Math.max(0, matched - features.length) };
}

/** The form's controls; `changed` is called after each change of `filter`. */
function buildFilter(events, legend, filter, changed) {
  const toggle = (set, value, label, badge, count) => {
    const box = el("input", { type: "checkbox", checked: set.shown(value), on: { change: () => { set.flip(value, box.checked); changed(); } } });
    return el("label", { class: "chip" }, box, badge, el("span", {}, label), el("span", { class: "count" }, count.toLocaleString("en")));
  };
  const groups = { shown: (g) => !filter.hidden.has(g), flip: (g, on) => (on ? filter.hidden.delete(g) : filter.hidden.add(g)) };
  const statuses = { shown: (s) => filter.statuses.has(s), flip: (s, on) => (on ? filter.statuses.add(s) : filter.statuses.delete(s)) };
  const aimed = { shown: () => filter.aimed, flip: (_, on) => { filter.aimed = on; } };
  const order = Object.keys(legend.groups), counts = new Map(tally(events, "group")), byStatus = new Map(tally(events, "status"));
  $("groups").replaceChildren(...order.filter((g) => counts.has(g)).map((g) =>
    toggle(groups, g, legend.groups[g].short, badgeSvg({ group: g, status: "reported", icon: "dot" }, legend, 20), counts.get(g))));
  const statements = events.filter((event) => event.aimed).length;
  $("statuses").replaceChildren(...["reported", "claimed", "planned", "denied"].filter((s) => byStatus.has(s)).map((s) =>
    toggle(statuses, s, statusWord(s), badgeSvg({ group: "DIPLOMACY", status: s, icon: "dot" }, legend, 20), byStatus.get(s))),
    ...(statements ? [toggle(aimed, "", "Words about a place", null, statements)] : []));
  for (const [id, name] of [["q", "text"], ["from", "from"], ["to", "to"]]) {
    $(id).value = filter[name];
    $(id).addEventListener("input", () => { filter[name] = $(id).value; changed(); });
  }
}

function showList(events, legend, onOpen) {
  const placed = events.filter((event) => event.geometry), rest = events.filter((event) => !event.geometry);
  const fill = (limit) => {
    const more = placed.length - limit;
    $("list").replaceChildren(...dayList(placed, legend, onOpen, limit),
      ...(more > 0 ? [el("button", { type: "button", class: "more", on: { click: () => fill(limit + ROWS) } }, `Show more (${more.toLocaleString("en")})`)] : []));
    if (!events.length) $("list").replaceChildren(el("p", { class: "empty" }, "No event passes the filter."));
  };
  fill(ROWS);
  $("unplaced").hidden = !rest.length;
  $("unplaced-title").textContent = unplacedWords(rest.length);
  $("unplaced-list").replaceChildren(...rest.slice(0, ROWS).map((event) => foldedCard(event, legend)));
  $("counts").textContent = countWords(events.length) + (rest.length ? `, ${unplacedWords(rest.length)}` : "");
}

/** Up and down move between the rows of the list, as they do in a mailbox. */
function arrowKeys(list) {
  list.addEventListener("keydown", (press) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (!step || !press.target.matches(".row")) return;
    const rows = [...list.querySelectorAll(".row")];
    rows[rows.indexOf(press.target) + step]?.focus();
    press.preventDefault();
  });
}

/** On a phone: open or shut the drawer that the list lies in; without `open` the other way round. */
function drawer(open) {
  $("drawer")?.setAttribute("aria-expanded", String(document.body.classList.toggle("drawer-open", open)));
}

function remember(state) {
  const hash = writeState(state);
  try {
    history.replaceState(null, "", hash);
  } catch {
    return; // a page inside a sandboxed frame has no address of its own
  }
  for (const link of document.querySelectorAll("a[data-keep]")) link.hash = hash;
}

function tie(map, events, legend) {
  const state = readState(location.hash);
  const byId = new Map(events.map((event) => [event.id, event]));
  const layer = new EventLayer([], legend).addTo(map);
  let cameFrom = null;
  const save = () => {
    const { lat, lng } = map.getCenter().wrap();
    state.view = { zoom: map.getZoom(), lat, lon: lng };
    remember(state);
  };
  const open = (event) => {
    cameFrom = document.activeElement;
    drawer(false);
    layer.open(event);
  };
  const show = () => {
    const shown = events.filter((event) => passes(event, state.filter));
    layer.setEvents(shown.filter((event) => event.geometry));
    if ($("list")) showList(shown, legend, open);
    return shown;
  };
  layer.on("opened", ({ event, content }) => {
    state.event = event?.id ?? null;
    remember(state);
    if (cameFrom) content.focus({ preventScroll: true });
  });
  map.on("popupclose", () => {
    state.event = null;
    remember(state);
    if (cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
    cameFrom = null;
  });
  document.addEventListener("keydown", (press) => press.key === "Escape" && map.closePopup());
  if ($("filter")) {
    buildFilter(events, legend, state.filter, () => { show(); save(); });
    $("filter").addEventListener("reset", () => {
      Object.assign(state.filter, defaultFilter());
      setTimeout(() => { buildFilter(events, legend, state.filter, () => { show(); save(); }); show(); save(); });
    });
    arrowKeys($("panel"));
    $("drawer").addEventListener("click", () => drawer());
  }
  const wanted = state.event;
  show();
  const box = layer.bounds();
  if (state.view) map.setView([state.view.lat, state.view.lon], state.view.zoom);
  else if (box) map.fitBounds(box, { padding: [50, 50], maxZoom: 8 });
  if (byId.has(wanted)) layer.open(byId.get(wanted), { zoom: !state.view });
  map.on("moveend", save);
}

async function start() {
  const given = JSON.parse($("dateline").textContent);
  const [loaded, ground] = await Promise.all([
    given.data ? { features: inlineFeatures(given.data), more: 0 } : fetchFeatures(itemsAddress(given.items)),
    given.land ?? fetch(given.landUrl).then((answer) => answer.json()),
  ]);
  const events = loaded.features.map((feature) => readEvent(feature, given.legend)).sort(newestFirst);
  const map = makeMap(ground, given.tiles, events);
  const groups = Object.keys(given.legend.groups).filter((group) => events.some((event) => event.group === group));
  $("legend").firstElementChild.after(legendList(given.legend, groups));
  tie(map, events, given.legend);
  if (loaded.more) $("notice").textContent = `${countWords(loaded.more)} more than a page can hold: narrow the question.`;
  document.body.dataset.ready = String(events.length);
}

if (document.getElementById("dateline")) {
  start().catch((error) => {
    $("notice").textContent = `The events could not be loaded: ${error.message}`;
    document.body.dataset.ready = "failed";
  });
}
