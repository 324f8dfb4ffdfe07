// What the pages of texts have in common: what they were given, their words, their map.

import { citiesFrom } from "./cities.js";
import { readEvent } from "./events.js";
import { lay, makeMap } from "./ground.js";
import { speak } from "./words.js";

export const box = (id) => document.getElementById(id);

/** `given`: the page's data; `map`: its ground comes by itself; `reports(story)`: other events that the service has of one. */
export function openPage() {
  const given = JSON.parse(box("dateline").textContent);
  speak(given.words, given.language);
  const map = makeMap(box("map"), given.tiles);
  const laid = given.tiles ? null : layGround(map, given.root);
  return { given, map, laid, reports: (story) => reportsOf(given, story) };
}

async function layGround(map, root) {
  const query = [...new URLSearchParams(location.search)].filter(([name]) => ["worldview", "date"].includes(name));
  const answer = await fetch(`${root}land.json?${new URLSearchParams(query)}`);
  // The text is there without it.
  if (!answer.ok) return;
  lay(map, await answer.json(), { cities: citiesFrom(`${root}cities.json`) });
  map.fire("moveend");
}

async function reportsOf({ root, legend }, story) {
  const answer = await fetch(`${root}collections/events/items?${new URLSearchParams({ story, limit: 100 })}`);
  return (await answer.json()).features.map((feature) => readEvent(feature, legend));
}
