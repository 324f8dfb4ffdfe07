// The filter's controls, each with how many events its choice would show.

import { badgeSvg } from "./badge.js";
import { BANDS, defaultFilter, PRECISIONS, ROLES, STATUSES } from "./filter.js";
import { countryName } from "./placewords.js";
import { el } from "./text.js";
import { named, number, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const KILLED = [1, 10, 100, 1000];
const TEXTS = { q: "text", from: "from", to: "to", actor: "actor", source: "source", own: "own" };
const SELECTS = { type: "types", country: "country", killed: "killed", role: "role" };

/** `state.filter` is what the controls show and change; `changed(slowly)` is called after each change. */
export function filterForm(state, legend, { changed, names }) {
  const groupTypes = {};
  for (const [key, [, group]] of Object.entries(legend.types)) if (!key.includes("/")) (groupTypes[group] ??= []).push(key);

  const chip = (checked, flip, label, badge, count) => {
    const box = el("input", { type: "checkbox", checked, on: { change: () => { flip(box.checked); changed(); } } });
    return el("label", { class: "chip" }, box, badge, el("span", {}, label), el("span", { class: "count" }, count === undefined ? "" : number(count)));
  };

  /** Chips that each add or take away a word of a list; an empty list means all of them, so the last one taken away brings all back. */
  const chips = (id, part, words, label, badge, counts) => {
    const wanted = state.filter[part];
    const flip = (word) => (on) => {
      const left = words.filter((one) => (one === word ? on : !wanted.length || wanted.includes(one)));
      state.filter[part] = left.length === words.length ? [] : left;
    };
    refill($(id), words.map((word) => chip(!wanted.length || wanted.includes(word), flip(word), label(word), badge?.(word), counts?.get(word) ?? (counts ? 0 : undefined))));
  };

  function groups(counts) {
    const { filter } = state;
    const of = (group) => (groupTypes[group] ?? []).reduce((sum, type) => sum + (counts?.get(type) ?? 0), 0);
    const known = Object.keys(legend.groups).filter((group) => groupTypes[group]);
    const every = known.flatMap((group) => groupTypes[group]);
    const shown = (group) => !filter.types.length || groupTypes[group].some((type) => filter.types.includes(type));
    const flip = (group) => (on) => {
      const now = new Set(filter.types.length ? filter.types : every);
      for (const type of groupTypes[group]) now[on ? "add" : "delete"](type);
      filter.types = every.every((type) => now.has(type)) ? [] : [...now];
    };
    const there = known.filter((group) => !counts || of(group) || !shown(group));
    refill($("groups"), there.map((group) => chip(shown(group), flip(group), t(`group.${group}.short`),
      badgeSvg({ group, status: "reported", icon: "dot" }, legend, 20), counts ? of(group) : undefined)));
  }

  function statuses(counts) {
    const flip = (status) => (on) => { state.filter.statuses = STATUSES.filter((one) => (one === status ? on : state.filter.statuses.includes(one))); };
    refill($("statuses"), STATUSES.map((status) => chip(state.filter.statuses.includes(status), flip(status), t(`status.${status}`),
      badgeSvg({ group: "DIPLOMACY", status, icon: "dot" }, legend, 20), counts ? counts.get(status) ?? 0 : undefined)));
  }

  function select(id, value, options) {
    $(id).replaceChildren(...options.map(([key, label]) => el("option", { value: key, selected: String(key) === String(value) }, label)));
  }

  /** `counts` as a source gives them, null before they are known. */
  function show(counts) {
    const { filter } = state;
    const withCount = (label, n) => (n === undefined ? label : `${label} (${number(n)})`);
    groups(counts?.type);
    statuses(counts?.status);
    chips("precisions", "precisions", PRECISIONS, (word) => t(`precision.${word}`), null, counts?.precision);
    chips("bands", "bands", BANDS, (word) => t(`confidence.${word}`), null, counts?.confidence_band);
    const types = Object.keys(legend.types).filter((type) => !type.includes("/") && (!counts || counts.type.has(type) || filter.types.includes(type)));
    select("type", filter.types.length === 1 ? filter.types[0] : "", [["", t("filter.type.any")], ...types.map((type) =>
      [type, withCount(named(`type.${type}`, legend.types[type][0]), counts?.type.get(type))])]);
    const countries = [...(counts?.country ?? new Map(filter.country ? [[filter.country, undefined]] : []))].map(([code, n]) => [code, withCount(countryName(code), n)]);
    select("country", filter.country, [["", t("filter.country.any")], ...countries.sort((a, b) => a[1].localeCompare(b[1]))]);
    select("killed", filter.killed, [[0, t("filter.casualties.any")], ...KILLED.map((n) => [n, t("filter.casualties.least", { n: number(n) })])]);
    select("role", filter.role, [["", t("filter.role.any")], ...ROLES.map((role) => [role, t(`filter.role.${role}`)])]);
    for (const [id, part] of Object.entries(TEXTS)) if (document.activeElement !== $(id)) $(id).value = filter[part];
    $("own-field").hidden = !filter.own;
    $("here").checked = state.here;
  }

  for (const [id, part] of Object.entries(TEXTS)) $(id).addEventListener("input", () => { state.filter[part] = $(id).value; changed(true); });
  for (const [id, part] of Object.entries(SELECTS)) {
    $(id).addEventListener("change", () => {
      const { value } = $(id);
      state.filter[part] = part === "types" ? (value ? [value] : []) : part === "killed" ? Number(value) : value;
      changed();
    });
  }
  $("here").addEventListener("change", () => { state.here = $("here").checked; changed(); });
  $("actor").addEventListener("focus", async () => {
    $("actors").replaceChildren(...(await names(state.filter)).map((name) => el("option", { value: name })));
  });
  $("filter").addEventListener("submit", (press) => press.preventDefault());
  $("filter").addEventListener("reset", (press) => {
    press.preventDefault();
    Object.assign(state, { filter: defaultFilter(), here: false });
    changed();
  });
  return { show };
}

/** New content, the keyboard's place in it kept. */
function refill(box, children) {
  const at = [...box.querySelectorAll("input")].indexOf(document.activeElement);
  box.replaceChildren(...children);
  if (at >= 0) box.querySelectorAll("input")[at]?.focus();
}
