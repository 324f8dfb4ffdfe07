// The list beside the map: the same events, for those who read rather than look, by keyboard too.

import { foldedCard } from "./card.js";
import { badgeSvg } from "./badge.js";
import { isDrawn } from "./events.js";
import { el } from "./text.js";
import { longDay, whenWords, whereWords } from "./wording.js";
import { number, t } from "./words.js";

/** A list in `box`; `open(event)` shows one on the map, `further()` asks for the next page. */
export function eventList(box, tools, { open, further }) {
  arrowKeys(box);
  let day = null, rows = null, more = null;

  /** Events of a page under the headings of their days. */
  function add(events, left) {
    more?.remove();
    const first = events.length && more ? [] : null;
    for (const event of events) {
      const its = event.start ?? event.end ?? "";
      if (its !== day) {
        day = its;
        rows = el("ol");
        box.append(el("section", {}, el("h2", { class: "day" }, day ? el("time", { datetime: day }, longDay(day)) : longDay("")), rows));
      }
      const row = el("li", {}, isDrawn(event) ? listRow(event, tools.legend, open) : unplaced(event));
      rows.append(row);
      first?.push(row);
    }
    more = left > 0 ? el("button", { type: "button", class: "more", on: { click: further } }, t("list.more", { n: number(left) })) : null;
    if (more) box.append(more);
    return first;
  }

  const unplaced = (event) => foldedCard(event, tools, { note: t("list.unplaced") });

  return {
    /** The first page. */
    show(events, left) {
      box.replaceChildren();
      day = rows = more = null;
      add(events, left);
      if (!events.length) box.append(el("p", { class: "empty" }, t("list.empty")));
      box.scrollTop = 0;
    },
    /** A further page; who pressed the button goes on reading where it was. */
    extend(events, left) {
      const held = more?.contains(document.activeElement);
      const first = add(events, left);
      if (held) first?.[0]?.querySelector("button, summary")?.focus();
    },
  };
}

/** A row; its button opens the event on the map. */
function listRow(event, legend, open) {
  const where = whereWords(event);
  const note = event.status === "reported" ? "" : `${t(`status.${event.status}`)} · `;
  return el("button", { type: "button", class: "row", "data-event": event.id, on: { click: () => open(event) } },
    badgeSvg(event, legend, 30),
    el("span", { class: "row-text" },
      el("span", { class: "row-title" }, el("b", {}, event.label), where ? [" ", el("span", { class: "row-place", dir: "auto" }, where)] : null),
      el("span", { class: "row-more", dir: "auto" }, note, event.quote || event.sources[0]?.title || whenWords(event))));
}

/** Up and down move between the rows, as they do in a mailbox. */
function arrowKeys(box) {
  box.addEventListener("keydown", (press) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (!step || !press.target.matches(".row")) return;
    const rows = [...box.querySelectorAll(".row")];
    rows[rows.indexOf(press.target) + step]?.focus();
    press.preventDefault();
  });
}
