// What the page shows, in its address, so that a link shows the same: the filter as the query, the rest behind "#". A page
// opened from a disk has all of it behind "#".

import { addressOf, readFilter } from "./filter.js";

export const LAYERS = ["marks", "heat", "country", "admin1"];

/** { filter, unread, view: {zoom, lat, lon} or null, event, layer, rate, here, theme, worldview, date } of an address; `unread`
 * and `queryables` as in filter.js. */
export function readAddress({ search, hash }, queryables) {
  const given = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) given.set(name, value);
  const [zoom, lat, lon] = (given.get("map") ?? "").split("/").map(Number);
  const sensible = [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90;
  const layer = given.get("layer"), theme = given.get("theme");
  return {
    ...readFilter(given, queryables), view: sensible ? { zoom, lat, lon } : null, event: given.get("event"),
    layer: LAYERS.includes(layer) ? layer : LAYERS[0], rate: given.get("rate") === "1", here: given.get("here") === "1",
    theme: ["light", "dark"].includes(theme) ? theme : "",
    worldview: given.get("worldview") ?? "", date: given.get("date") ?? "",
  };
}

/** "?...#..." of what the page shows; the language it was asked for in is kept. */
export function writeAddress(state, { search, protocol }) {
  const query = addressOf(state.filter), rest = new URLSearchParams();
  const { view } = state;
  if (view) rest.set("map", `${Number(view.zoom.toFixed(2))}/${view.lat.toFixed(3)}/${view.lon.toFixed(3)}`);
  if (state.layer !== LAYERS[0]) rest.set("layer", state.layer);
  for (const name of ["rate", "here"]) if (state[name]) rest.set(name, "1");
  if (state.theme) rest.set("theme", state.theme);
  if (state.event) rest.set("event", state.event);
  for (const name of ["worldview", "date"]) if (state[name]) query.set(name, state[name]);
  if (protocol === "file:") return `#${readable(new URLSearchParams([...query, ...rest]))}`;
  const lang = new URLSearchParams(search).get("lang");
  if (lang) query.set("lang", lang);
  return `${query.size ? `?${readable(query)}` : location.pathname}#${readable(rest)}`;
}

/** Commas and slashes as they are, which an address may hold and a reader can read. */
function readable(query) {
  return query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/** Put it into the address bar, if this page has one: inside a sandboxed frame it does not. */
export function remember(state) {
  try {
    history.replaceState(null, "", writeAddress(state, location));
  } catch {
    return false;
  }
  return true;
}
