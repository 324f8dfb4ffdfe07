// The page: ties map, list, filter and time bar together. Where the events come from it does not know (source.js).

import { LAYERS, readAddress, remember, writeAddress } from "./address.js";
import { AreaLayer, areaLegend } from "./areas.js";
import { asker } from "./asking.js";
import { citiesFrom, citiesOf } from "./cities.js";
import { marksOf, turned, turnedBox } from "./events.js";
import { filterForm } from "./form.js";
import { lay, makeMap } from "./ground.js";
import { HeatLayer } from "./heat.js";
import { legendList } from "./legend.js";
import { eventList } from "./list.js";
import { EventLayer } from "./marks.js";
import { popups } from "./popup.js";
import { eventsAt, viewOf } from "./source.js";
import { el } from "./text.js";
import { timeBar } from "./timebar.js";
import { layerMenu, menus, shareMenu, themeSwitch } from "./tools.js";
import { counted, speak, t } from "./words.js";
import { groundCarried, groundLoader, worldviewMenu } from "./worldview.js";

const $ = (id) => document.getElementById(id);
const MOVED = 80, TYPED = 250; // milliseconds to wait for more

/** `openSource`: from what stands in the page to a source. */
export function start(openSource) {
  const given = JSON.parse($("dateline").textContent);
  speak(given.words, given.language);
  build(given, openSource(given)).catch(failed);
}

function groundFailed({ message }) {
  $("notice").textContent = t("page.ground", { reason: message });
}

function failed({ message }) {
  $("notice").textContent = t("page.failed", { reason: message });
  document.body.dataset.ready ??= "failed";
}

async function build(given, source) {
  const { legend } = given, state = readAddress(location, given.queryables);
  const grounds = () => (given.lands ? groundCarried(given.lands, state) : groundLoader(given.landUrl, given.worldviews, state));
  const loader = given.tiles ? null : grounds();
  const ground = Promise.resolve(loader?.first());
  ground.catch(() => null); // its failure is told below, though it may come before anybody looks there
  const box = await source.extent(state.filter).catch(() => null); // what is wrong with the filter is said where all is asked
  const map = makeMap($("map"), given.tiles);
  if (state.view) map.setView([state.view.lat, state.view.lon], state.view.zoom);
  else if (state.filter.bbox || box) map.fitBounds(turnedBox(state.filter.bbox ? state.filter.bbox.split(",").map(Number) : box), { padding: [50, 50], maxZoom: 8 });
  $("marks-legend").append(...legendList(legend));
  const laid = ground.then((found) => {
    if (!found) return null;
    const cities = given.cities ? citiesOf(given.cities) : citiesFrom(given.citiesUrl);
    const land = lay(map, found, { antarctic: Boolean(box && box[1] < -60), cities });
    const renew = loader.keep(map, land, groundFailed);
    if ($("worldview")) worldviewMenu(loader.choices, $("layers"), $("worldview"), state, () => { remember(state); renew(); });
    return land;
  });
  await tie(map, laid, source, state, legend);
}

/** `laid`: a Promise of the ground, or of null; events are drawn without one, too. */
async function tie(map, laid, source, state, legend) {
  const { ask, later } = asker({ failed, settled: () => { delete document.body.dataset.busy; } });
  const seen = () => viewOf(map);
  /** Whether it shows more than rounding made of what the address says. */
  const moved = () => !state.view || state.view.zoom !== map.getZoom()
    || map.project([state.view.lat, state.view.lon]).distanceTo(map.project(map.getCenter().wrap())) > 2;
  const here = () => (state.here ? seen() : null);
  const more = (mark) => ask("more", (signal) => eventsAt(source, state.filter, mark, signal));
  const tools = { legend, reports: (story) => source.reports(story), more };
  const popup = popups(map, tools);
  const layers = { marks: new EventLayer({ legend, choose: (mark, at) => choose(mark, at) }), heat: new HeatLayer(), areas: new AreaLayer() };
  if (!source.areas && !LAYERS.slice(0, 2).includes(state.layer)) [state.layer] = LAYERS;
  let cameFrom = null, after = null, counts = null;

  const save = () => {
    remember(state);
    for (const link of document.querySelectorAll(".languages a")) link.href = writeAddress(state, { search: `?lang=${link.lang}`, protocol: location.protocol });
    for (const link of document.querySelectorAll("a[data-keep]")) link.href = link.pathname + writeAddress(state, location).replace(/^[^?#]*/, "");
  };

  async function choose(mark, at, event = null) {
    const from = document.activeElement;
    cameFrom = null; // so that the popup that gives way leaves the keyboard where it is
    map.closePopup();
    const opened = await popup.show(mark, at, event);
    if (!opened) return;
    cameFrom = from;
    state.event = opened.event?.id ?? null;
    save();
    if (from && from !== document.body && !from.matches("#map")) opened.content.focus({ preventScroll: true });
  }

  function openEvent(event, { zoom = true } = {}) {
    drawer(false);
    const [own] = marksOf([event]), mark = layers.marks.markOf(event.id) ?? own;
    if (!own) return;
    const whole = mark.events ? mark : own;
    const near = own.shape ? map.getBoundsZoom(L.polyline(own.shape.flat(own.kind === "line" ? 0 : 1)).getBounds()) - 0.5 : own.kind === "country" ? 4 : 7;
    if (zoom) map.setView(whole.at, Math.min(Math.max(map.getZoom(), near), map.getMaxZoom()), { animate: false });
    choose(whole, whole.at, event);
  }

  /** The layer that is chosen, filled for what is in view. */
  async function drawMap() {
    const kind = state.layer in layers ? state.layer : "areas";
    for (const [name, layer] of Object.entries(layers)) if (name !== kind) map.removeLayer(layer);
    const layer = layers[kind].addTo(map);
    document.body.dataset.layer = state.layer;
    $("areas-legend").replaceChildren();
    $("marks-legend").hidden = kind !== "marks";
    if (kind === "marks") {
      const found = await ask("map", (signal) => source.marks(state.filter, seen(), signal));
      if (found && found !== layer.shown) layer.show((layer.shown = found));
    } else if (kind === "heat") {
      const found = await ask("map", (signal) => source.spots(state.filter, seen(), signal));
      if (!found) return;
      layer.show(found.spots);
      if (found.left) $("areas-legend").replaceChildren(el("p", {}, counted("count.noHeat", found.left)));
    } else {
      const found = await ask("map", (signal) => source.areas(state.filter, state.layer, signal));
      if (!found) return;
      $("areas-legend").replaceChildren(areaLegend(layer.show(found, state.rate), found, state.rate));
      $("legend").open = map.getSize().x > 500;
    }
  }

  /** An embed's is folded, and asked for once it is opened. */
  async function fillList() {
    if ($("fold")?.open === false) return;
    const page = await ask("list", (signal) => source.list(state.filter, here(), null, signal));
    if (!page) return;
    shown = page.events.length;
    after = page.after;
    list.show(page.events, after === null ? 0 : page.matched - shown);
    tell(page.matched);
  }

  async function further() {
    const page = await ask("list", (signal) => source.list(state.filter, here(), after, signal));
    if (!page) return;
    shown += page.events.length;
    after = page.after;
    list.extend(page.events, after === null ? 0 : page.matched - shown);
  }

  async function fillNumbers() {
    if (!form) return;
    const timeline = ask("timeline", (signal) => source.timeline(state.filter, here(), signal));
    const found = await ask("counts", (signal) => source.counts(state.filter, here(), signal));
    if (found) form.show((counts = found));
    tell(matched);
    const times = await timeline;
    if (times && !bar.playing) bar.show(times, state.filter.from, state.filter.to);
  }

  /** In words, for those who cannot see it as well. */
  function tell(n) {
    matched = n;
    if (n === null || !$("counts")) return;
    $("counts").textContent = counted("count.events", n) + (counts?.unplaced ? `, ${counted("count.unplaced", counts.unplaced)}` : "");
  }

  async function refresh() {
    $("notice").textContent = state.unread.length ? t("page.unread", { names: state.unread.join(", ") }) : "";
    state.unread = [];
    map.closePopup();
    form?.show(counts);
    save();
    await Promise.all([drawMap(), fillList(), laid.catch(groundFailed)]);
    document.body.dataset.ready ??= String(matched ?? "");
    await fillNumbers();
  }

  let shown = 0, matched = null;
  const list = eventList($("list"), tools, { open: openEvent, further });
  const form = $("filter") && filterForm(state, legend, {
    changed: (slowly) => later("filter", slowly ? TYPED : 0, refresh), names: (filter) => source.names(filter),
  });
  const bar = $("time") && timeBar($("time"), legend, async (from, to) => {
    Object.assign(state.filter, { from, to });
    form.show(counts);
    save();
    await Promise.all([drawMap(), bar.playing ? null : fillList().then(fillNumbers)]);
  });

  if (form) {
    menus();
    layerMenu(state, source.areas ? LAYERS : LAYERS.slice(0, 2), () => { save(); drawMap(); });
    shareMenu(state, document.title, {
      downloads: () => source.downloads(state.filter, here()), pictures: () => source.pictures(state.filter, seen(), state),
    });
    $("drawer").addEventListener("click", () => drawer());
  }
  themeSwitch(state, () => { laid.then((land) => land?.redraw(), () => null); bar?.redraw(); save(); });
  $("fold")?.addEventListener("toggle", fillList);
  map.on("popupclose", () => {
    state.event = null;
    save();
    if (cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
    cameFrom = null;
  });
  document.addEventListener("keydown", (press) => press.key === "Escape" && map.closePopup());
  const wanted = state.event, kept = Boolean(state.view);
  await refresh();
  map.on("moveend", () => later("move", MOVED, () => {
    if (moved()) {
      const { lat, lng } = map.getCenter().wrap();
      state.view = { zoom: map.getZoom(), lat, lon: lng };
      save();
    }
    if (state.layer === "marks" || state.layer === "heat") drawMap();
    if (state.here) fillList().then(fillNumbers);
  }));
  const event = wanted && await ask("event", (signal) => source.event(wanted, signal));
  if (event) openEvent(event, { zoom: !kept });
}

/** On a phone: open or shut the drawer that the list lies in; without `open` the other way round. */
function drawer(open) {
  $("drawer")?.setAttribute("aria-expanded", String(document.body.classList.toggle("drawer-open", open)));
}
