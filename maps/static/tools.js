// The menus over the map: layers, sharing, light or dark.

import { LAYERS, writeAddress } from "./address.js";
import { copyText, el } from "./text.js";
import { t } from "./words.js";

const $ = (id) => document.getElementById(id);

/** Menus shut when something else is pressed, or Escape. */
export function menus() {
  const open = () => [...document.querySelectorAll("details.menu[open]")];
  document.addEventListener("pointerdown", (press) => open().forEach((menu) => { if (!menu.contains(press.target)) menu.open = false; }));
  document.addEventListener("keydown", (press) => {
    if (press.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

/** `layers`: those that the source can fill. */
export function layerMenu(state, layers, changed) {
  const radios = LAYERS.filter((layer) => layers.includes(layer)).map((layer) => el("label", {},
    el("input", { type: "radio", name: "layer", value: layer, checked: layer === state.layer, on: { change: () => { state.layer = layer; show(); changed(); } } }),
    t(`layers.${layer}`)));
  const rate = el("input", { type: "checkbox", checked: state.rate, on: { change: () => { state.rate = rate.checked; changed(); } } });
  const rateLabel = el("label", { class: "rate" }, rate, t("layers.perMillion"));
  const show = () => { rateLabel.hidden = !["country", "admin1"].includes(state.layer); };
  $("layer-choice").append(...radios, rateLabel);
  show();
}

/** `downloads()` and `pictures()` as a source gives them. */
export function shareMenu(state, title, { downloads, pictures }) {
  const address = (path) => new URL(path + writeAddress(state, location).replace(/^[^?#]*/, ""), location.href).href;
  const served = location.protocol !== "file:";
  const copied = (name, textOf) => {
    const field = el("textarea", { readonly: true, rows: name === "link" ? 1 : 3, spellcheck: "false", dir: "ltr" });
    const button = el("button", { type: "button", class: "small" }, t("fix.copy"));
    button.addEventListener("click", async () => { if (await copyText(field.value)) button.textContent = t("fix.copied"); });
    const fill = () => { field.value = textOf(); button.textContent = t("fix.copy"); };
    return { fill, node: el("div", { class: "copied" }, el("label", {}, el("span", {}, t(`share.${name}`)), field), button) };
  };
  const frame = () => el("iframe", {
    src: address("embed"), title, width: 800, height: 500, sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox", loading: "lazy", referrerpolicy: "strict-origin-when-cross-origin",
  }).outerHTML;
  const files = el("ul"), stills = el("div");
  const links = (found) => found.map(({ title: format, href, name, page, make }) =>
    el("li", {}, make ? el("button", { type: "button", class: "plain", on: { click: () => save(make(), name) } }, format) : el("a", page ? { href, target: "_blank", rel: "noopener" } : { href, download: name ?? "" }, format)));
  const fields = [copied("link", () => address("")), ...(served ? [copied("embed", frame)] : [])];
  $("share").append(el("div", { class: "menu-body" }, fields.map(({ node }) => node), el("p", {}, t("share.download")), files,
    stills,
    el("button", { type: "button", class: "small", on: { click: () => window.print() } }, t("share.print"))));
  $("share").addEventListener("toggle", async () => {
    if (!$("share").open) return;
    fields.forEach(({ fill }) => fill());
    const drawn = pictures();
    stills.replaceChildren(...(drawn.length ? [el("p", {}, t("share.picture")), el("ul", { class: "row-of" }, links(drawn))] : []));
    files.replaceChildren(...links(await downloads()));
  });
}

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // browsers read it after the click
}

export function isDark({ theme }) {
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** `changed()` is called when the page got lighter or darker, whoever made it so. */
export function themeSwitch(state, changed) {
  const apply = () => {
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    else delete document.documentElement.dataset.theme;
    changed();
  };
  $("theme")?.addEventListener("click", () => {
    const other = isDark(state) ? "light" : "dark";
    // What the system has anyway need not stand in a link.
    state.theme = isDark({ theme: "" }) === (other === "dark") ? "" : other;
    apply();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  if (state.theme) apply();
}
