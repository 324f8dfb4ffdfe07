// "Wrong? Suggest a correction": what a reader knows better, as the line that whoever keeps the map can run.

import { STATUSES } from "./filter.js";
import { copyText, el } from "./text.js";
import { named, t } from "./words.js";

const safe = (text) => `'${text.replaceAll("'", "'\\''").replace(/\s+/g, " ")}'`;

/** A fold that is filled when it is opened. See docs/corrections.md for what the line means. */
export function correctionForm(event, legend) {
  const fold = el("details", { class: "fix" }, el("summary", {}, t("fix.title")));
  fold.addEventListener("toggle", () => fold.append(form(event, legend)), { once: true });
  return fold;
}

function form(event, legend) {
  const line = el("textarea", { readonly: true, rows: 3, class: "line", "aria-label": t("fix.title"), spellcheck: "false", dir: "ltr" });
  const given = { place: "", type: event.type, status: event.status, day: event.start ?? "", note: "" };
  let gone = false;
  const write = () => { line.value = lineOf(event, given, gone); };
  const field = (name, input) => {
    input.addEventListener("input", () => { given[name] = input.value; write(); });
    return el("label", {}, el("span", {}, t(`fix.${name}`)), input);
  };
  const choice = (chosen, values, words) => el("select", {}, values.map((value) => el("option", { value, selected: value === chosen }, words(value))));
  const kinds = Object.keys(legend.types).filter((type) => !type.includes("/"));
  const not = el("input", { type: "checkbox", on: { change: () => { gone = not.checked; write(); } } });
  const copy = el("button", { type: "button", class: "small" }, t("fix.copy"));
  copy.addEventListener("click", async () => { copy.textContent = (await copyText(line.value)) ? t("fix.copied") : t("fix.copy"); });
  write();
  return el("div", { class: "fields" },
    field("place", el("input", { type: "text", dir: "auto", placeholder: event.drawn.map((place) => place.name).join(", ") })),
    field("type", choice(event.type, kinds.includes(event.type) ? kinds : [event.type, ...kinds], (type) => named(`type.${type}`, legend.types[type]?.[0] ?? type))),
    field("status", choice(event.status, STATUSES, (status) => t(`status.${status}`))),
    field("day", el("input", { type: "date", value: given.day })),
    field("note", el("input", { type: "text", dir: "auto" })),
    el("label", { class: "check" }, not, el("span", {}, t("fix.not"))),
    el("p", { class: "sub" }, t("fix.hint")), line, copy);
}

function lineOf(event, given, gone) {
  const parts = [`dateline correct ${/^[\w.:-]+$/.test(event.id) ? event.id : safe(event.id)}`];
  if (gone) parts.push("--delete");
  else {
    if (given.place.trim()) parts.push(`--place ${safe(given.place.trim())}`);
    if (given.type !== event.type) parts.push(`--type ${safe(given.type)}`);
    if (given.status !== event.status) parts.push(`--status ${given.status}`);
    if (given.day && given.day !== event.start) parts.push(`--start ${given.day} --end ${given.day}`);
  }
  if (given.note.trim()) parts.push(`--note ${safe(given.note.trim())}`);
  return parts.join(" ");
}
