// What opens over the map: the events of one mark, the first unfolded.

import { eventCard, foldedCard } from "./card.js";
import { el } from "./text.js";
import { counted, number, t } from "./words.js";

/** `tools`: { legend, reports, more(mark) -> Promise of { events, matched } for marks that know no events themselves, of null
 * when that could not be had }. */
export function popups(map, tools) {
  let asked = 0;

  /** Opens at Leaflet's [lat, lon] with the events of a mark; `open` is the one that is unfolded. The content once it is there. */
  async function show(mark, at, open = null) {
    const mine = ++asked;
    const content = el("div", { class: "cards", tabindex: "-1", role: "dialog", "aria-label": mark.name || counted("count.events", mark.count) });
    const popup = L.popup({
      maxWidth: Math.min(360, map.getSize().x - 80), minWidth: Math.min(260, map.getSize().x - 80), maxHeight: Math.min(420, map.getSize().y - 120),
      offset: [0, mark.shape || mark.circle ? 0 : -8], autoPanPaddingTopLeft: [16, 52], autoPanPaddingBottomRight: [16, 16],
    });
    const found = mark.events ? { events: mark.events, matched: mark.events.length } : await tools.more(mark);
    if (mine !== asked || !found?.events.length) return null;
    const { events, matched } = found;
    content.append(...cards(mark, events, matched, open));
    popup.setLatLng(at).setContent(content).openOn(map);
    return { content, event: open ?? (events.length === 1 ? events[0] : null) };
  }

  function cards(mark, events, matched, open) {
    if (matched === 1) return [eventCard(events[0], tools)];
    const first = (open && events.find((event) => event.id === open.id)) ?? events[0];
    const folds = events.slice(0, 100).map((event) => foldedCard(event, tools, { open: event === first, place: mark.name }));
    const rest = matched - folds.length;
    const name = mark.name && mark.others ? t("where.and", { place: mark.name, n: number(mark.others) }) : mark.name;
    return [
      el("h3", { dir: "auto" }, name || placeName(events)), el("p", { class: "sub" }, counted("count.events", matched)), ...folds,
      ...(rest > 0 ? [el("p", { class: "sub" }, counted("count.more", rest))] : []),
    ];
  }

  return { show };
}

/** The one place that all of them are at. */
function placeName(events) {
  const names = new Set(events.flatMap((event) => event.drawn.map((place) => place.name)));
  return names.size === 1 ? [...names][0] : t("where.several");
}
