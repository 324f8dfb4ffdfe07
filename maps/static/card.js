// What a reader sees of one event in words.

import { badgeSvg } from "./badge.js";
import { correctionForm } from "./fix.js";
import { el, markedQuote } from "./text.js";
import { dayWords, precisionWords, rangeWords, whenWords, whereWords } from "./wording.js";
import { counted, t } from "./words.js";

/** `reports`: from a story to its events, or null. `place`: the name that stands above the card already. */
export function eventCard(event, { legend, reports }, { heading = true, place = null } = {}) {
  const where = whereWords(event);
  const relation = ["scope", "target"].includes(event.role) ? `${t(`role.${event.role}`)} ` : "";
  return el("article", { class: "card" },
    heading ? el("h3", {}, badgeSvg(event, legend, 30), el("span", {}, event.label)) : null,
    where && where === place && !relation && !precisionWords(event) ? null : el("p", { class: "where" },
      where ? [relation, el("b", { dir: "auto" }, where), precisionWords(event)] : t("where.unknown"), heading ? ` · ${whenWords(event)}` : ""),
    el("p", { class: "tags" },
      el("span", { class: `tag ${event.status}` }, t(`status.${event.status}`)),
      event.historical ? el("span", { class: "tag" }, t("card.historical")) : null,
      event.corrected ? el("span", { class: "tag", title: event.corrected }, t("card.corrected")) : null,
      event.publishers > 1 ? el("span", { class: "tag" }, counted("count.publishers", event.publishers)) : null),
    sureness(event),
    event.quote ? el("blockquote", { dir: "auto" }, markedQuote(event.quote, event.trigger, event.places.map((one) => one.mention))) : null,
    factList(event),
    event.sources.map(sourceLine),
    event.reports > 1 && event.story ? otherReports(event, reports) : null,
    correctionForm(event, legend));
}

/** A card that shows its heading until it is opened, and is made only then. */
export function foldedCard(event, tools, { open = false, place = null, note = "" } = {}) {
  const fold = el("details", { name: "card", open },
    el("summary", {}, badgeSvg(event, tools.legend, 24), el("span", {}, el("b", {}, event.label), " ", el("small", {}, whenWords(event), note ? ` · ${note}` : ""))));
  const fill = () => fold.childElementCount === 1 && fold.append(eventCard(event, tools, { heading: false, place }));
  if (open) fill();
  else fold.addEventListener("toggle", fill);
  return fold;
}

/** How far to trust it, which unfolds to the reasons. */
function sureness({ band, reasons }) {
  if (!band) return null;
  const words = t(`confidence.${band}`);
  if (!reasons.length) return el("p", { class: "sub" }, words);
  return el("details", { class: "sure" }, el("summary", {}, words), el("ul", {}, reasons.map((reason) => el("li", { dir: "auto" }, reason))));
}

function factList(event) {
  const facts = [
    ["who", event.actors.join(", ")], ["saidBy", event.saidBy], ["killed", rangeWords(...event.deaths)], ["injured", rangeWords(...event.injured)],
  ].filter(([, value]) => value);
  return facts.length ? el("dl", {}, facts.map(([name, value]) => [el("dt", {}, t(`card.${name}`)), el("dd", { dir: "auto" }, value)])) : null;
}

function sourceLine({ title, url, published }) {
  const name = title || (url ? new URL(url).hostname : "");
  if (!name) return null;
  const link = url ? el("a", { href: url, rel: "noopener nofollow", target: "_blank", dir: "auto" }, name) : el("span", { dir: "auto" }, name);
  return el("p", { class: "source" }, link, published ? ` · ${dayWords(published)}` : "");
}

/** The other articles on the same event, asked for when somebody wants to see them. */
function otherReports(event, reports) {
  const fold = el("details", { class: "others" }, el("summary", {}, `${t("card.others")} (${event.reports - 1})`));
  fold.addEventListener("toggle", async () => {
    const found = (await reports(event.story)).filter((other) => other.id !== event.id);
    fold.append(...(found.length ? found.flatMap((other) => other.sources.map(sourceLine)) : [el("p", { class: "sub" }, t("card.others.none"))]));
  }, { once: true });
  return fold;
}
