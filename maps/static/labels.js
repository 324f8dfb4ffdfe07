// Names beside the marks, those with most events first, where they cover nothing.

import { badgeSvg } from "./badge.js";
import { el } from "./text.js";
import { counted, number, shortNumber, t } from "./words.js";

const MOST = 60; // names on the screen
const measure = document.createElement("canvas").getContext("2d");

/** Draws into a layer group; `shown`: [{ mark, radius }], radius 0 for areas and circles. The boxes that are taken. */
export function drawNames(map, group, shown, legend, choose) {
  group.clearLayers();
  const at = (mark) => map.latLngToContainerPoint(mark.at);
  const taken = shown.filter(({ radius }) => radius).map(({ mark, radius }) => around(at(mark), radius + 2));
  const seen = map.getBounds().pad(0.05), { x: width, y: height } = map.getSize();
  const wanted = shown.filter(({ mark }) => (mark.name || mark.kind === "country") && seen.contains(mark.at))
    .sort((a, b) => (b.mark.kind === "country") - (a.mark.kind === "country") || b.mark.count - a.mark.count).slice(0, 3 * MOST);
  let left = MOST;
  for (const { mark, radius } of wanted) {
    const p = at(mark), country = mark.kind === "country";
    const free = (box) => (box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
      && taken.every((other) => !overlap(box, other)));
    const boxes = radius ? besides(p, radius, textWidth(nameOf(mark))) : onArea(map, mark);
    const spot = boxes.find(free) ?? (country ? boxes[0] : null); // a list at a country is there, whatever it covers
    if (!spot) continue;
    taken.push(spot);
    group.addLayer(nameMarker(mark, p, spot, radius ? null : legend, choose));
    if (!--left) break;
  }
  return taken;
}

export function textWidth(text) {
  measure.font = "500 12px system-ui, sans-serif";
  return Math.min(measure.measureText(text).width + 6, 190);
}

export function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function nameOf(mark) {
  if (mark.kind === "country") return counted("count.country", mark.count, shortNumber);
  return mark.others ? t("where.and", { place: mark.name, n: number(mark.others) }) : mark.name;
}

/** Boxes the words on an area may take: in the middle of its parts, or a little below or above; under a circle. */
function onArea(map, mark) {
  const half = textWidth(nameOf(mark)) / 2 + 20;
  const middles = (mark.middles ?? [mark.at]).map((at) => map.latLngToContainerPoint(at));
  const below = mark.circle ? map.project(mark.at).y - map.project(L.latLng(mark.at).toBounds(2 * mark.circle).getNorthEast()).y : 0;
  // The middle of a circle would look like a spot.
  if (mark.kind === "country") return listBoxes(map, middles[0], half);
  const downs = mark.circle ? [below + 14, -below - 14] : [0, 24, -24, 48, -48];
  return downs.flatMap((down) => middles.map(({ x, y }) => ({ left: x - half, right: x + half, top: y + down - 12, bottom: y + down + 12, align: "center" })));
}

/** Boxes for a country's list: near its middle, where its own name stands, and in sight as long as that is. */
function listBoxes(map, { x, y }, half) {
  const inside = (at) => Math.max(half, Math.min(map.getSize().x - half, at));
  return [[0, 22], [0, -22], [0, 38], [half, 22], [-half, 22], [0, -38], [half, -22], [-half, -22], [0, 54]].map(([right, down]) =>
    ({ left: inside(x + right) - half, right: inside(x + right) + half, top: y + down - 10, bottom: y + down + 10, align: "center" }));
}

/** Text in a box that the browser may cut off with dots; an area's and a country's is a button. */
function nameMarker(mark, p, box, legend, choose) {
  const words = nameOf(mark);
  const inner = mark.kind === "country" ? button("country-wide", [words], mark, choose)
    : legend ? button("on-area", [mark.look ? badgeSvg(mark.look, legend, 26) : null, words, mark.count > 1 ? el("b", {}, ` ${number(mark.count)}`) : null], mark, choose)
      : el("span", { class: "name", dir: "auto" }, words);
  const icon = L.divIcon({
    html: el("div", { class: `name-box ${box.align}` }, inner), className: "", iconSize: [box.right - box.left, box.bottom - box.top],
    iconAnchor: [p.x - box.left, p.y - box.top],
  });
  return L.marker(mark.at, { icon, interactive: false, keyboard: false, pane: "names" });
}

function button(kind, content, mark, choose) {
  const made = el("button", { type: "button", class: `name ${kind}`, dir: "auto", on: { click: () => choose(mark) } }, content);
  L.DomEvent.disableClickPropagation(made);
  return made;
}

function around({ x, y }, radius) {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

/** Boxes a name may take: right, left, below, above its badge. */
function besides({ x, y }, radius, width) {
  const gap = radius + 3, half = 9;
  return [
    { left: x + gap, right: x + gap + width, top: y - half, bottom: y + half, align: "start" },
    { left: x - gap - width, right: x - gap, top: y - half, bottom: y + half, align: "end" },
    { left: x - width / 2, right: x + width / 2, top: y + gap, bottom: y + gap + 2 * half, align: "center" },
    { left: x - width / 2, right: x + width / 2, top: y - gap - 2 * half, bottom: y - gap, align: "center" },
  ];
}
