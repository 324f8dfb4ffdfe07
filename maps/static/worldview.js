// Whose borders are drawn: what the reader chooses, coarse for the world and fine for a closer look.

import { el } from "./text.js";
import { named } from "./words.js";

const FINE = 4; // from this zoom on

/** `at`: the address of the ground, null where it came with the page; `state.worldview`: "" for the usual one. */
export function groundLoader(at, state) {
  const loaded = new Map();
  const fetched = (detail) => {
    const query = new URLSearchParams({ detail });
    for (const name of ["worldview", "date"]) if (state[name]) query.set(name, state[name]);
    const url = `${at}?${query}`;
    if (!loaded.has(url)) loaded.set(url, fetch(url).then(async (answer) => {
      if (answer.ok) return answer.json();
      const problem = await answer.json().catch(() => ({}));
      throw new Error(problem.detail ?? `${answer.status} ${answer.statusText}`);
    }).catch((error) => {
      loaded.delete(url); // the next one may be answered
      throw error;
    }));
    return loaded.get(url);
  };

  return {
    first: () => fetched(state.view?.zoom >= FINE ? "fine" : "coarse"),
    /** Keeps what is drawn as fine as the zoom asks for. Answers with what to call when the choice changed. `failed(error)` is
     * called when a ground did not come. */
    keep(map, land, failed) {
      let asked = 0;
      const renew = async () => {
        const mine = ++asked;
        const ground = await fetched(map.getZoom() >= FINE ? "fine" : "coarse").catch(failed);
        if (ground && mine === asked && ground !== land.ground) land.show(ground);
      };
      map.on("zoomend", renew);
      return renew;
    },
  };
}

/** Fills a select with the worldviews there are, once `menu` is opened. */
export function worldviewMenu(at, menu, select, state, changed) {
  menu.addEventListener("toggle", async () => {
    const answer = await fetch(at).catch(() => null);
    if (!answer?.ok) return;
    const { worldviews, default: usual } = await answer.json();
    select.append(...worldviews.map(({ id, name }) => el("option", { value: id, selected: id === (state.worldview || usual) }, named(`worldview.${id}`, name))));
    select.addEventListener("change", () => {
      state.worldview = select.value === usual ? "" : select.value;
      changed();
    });
    select.closest("[hidden]").hidden = false;
  }, { once: true });
}
