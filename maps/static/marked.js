// The text with its names and events marked. Every name and every event can be reached by the keyboard here.

import { badgeSvg } from "./badge.js";
import { eventKey, placeKey } from "./lights.js";
import { piecesOf } from "./pieces.js";
import { el } from "./text.js";
import { t } from "./words.js";

/** Nodes for the text. `openPlace(id, node)`, `openEvent(event, node)`: a reader wants to know more.
 * `events`: as `readEvent` reads them, each with its `spans`. */
export function markedText(reading, { legend, lights, openPlace, openEvent }) {
  return piecesOf(reading).map(({ text, mention, trigger, quotes, first }) => {
    const inner = mention ? nameOf(text, mention, first) : trigger ? triggerOf(text, trigger, first) : text;
    return quotes.length ? quoteOf(inner, quotes) : inner;
  });

  function nameOf(text, mention, first) {
    if (!mention.place) return el("span", { class: "name-in-text unplaced", title: t("reading.unplaced") }, text);
    const kind = `name-in-text${mention.role === "speech" || mention.kind === "demonym" ? " aside" : ""}`;
    const open = { click: (click) => openPlace(mention.place, click.currentTarget) };
    const node = first ? el("button", { type: "button", class: kind, on: open }, text) : el("span", { class: kind }, text);
    return lights.tie(node, [placeKey(mention.place)]);
  }

  function triggerOf(text, event, first) {
    const open = { click: (click) => openEvent(event, click.currentTarget) };
    const node = first
      ? el("button", { type: "button", class: "trigger", title: event.label, on: open }, badgeSvg(event, legend, 18), text)
      : el("span", { class: "trigger" }, text);
    node.style.setProperty("--hue", legend.groups[event.group].colour);
    return lights.tie(node, [eventKey(event.id)]);
  }

  function quoteOf(inner, events) {
    const node = el("span", { class: "quote" }, inner);
    node.style.setProperty("--hue", legend.groups[events[0].group].colour);
    return lights.tie(node, events.map(({ id }) => eventKey(id)));
  }
}
