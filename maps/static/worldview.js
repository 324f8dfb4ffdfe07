// Whose borders are drawn: what the reader chooses, coarse for the world and fine for a closer look.

import { el } from "./text.js";
import { named } from "./words.js";

const FINE = 4; // from this zoom on

/** The grounds of a service; `at`: their address, `listed`: that of whose there are; `state.worldview`: "" for the usual one. */
export function groundLoader(at, listed, state) {
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
    /** { worldviews: [{ id, name }], default: an id }; null where the service does not say. */
    async choices() {
      const answer = await fetch(listed).catch(() => null);
      return answer?.ok ? answer.json() : null;
    },
  };
}

/** The same of a page that came with all `grounds` there are, those of `basemap.lands`. What the address asks for and they
 * have not is unread. */
export function groundCarried(grounds, state) {
  const { views, default: usual, date } = grounds;
  const missing = { worldview: !views.some(({ id }) => id === state.worldview), date: state.date !== date };
  for (const name of Object.keys(missing).filter((one) => state[one] && missing[one])) {
    state.unread.push(name);
    state[name] = "";
  }
  const chosen = () => groundSeen(grounds, views.findIndex(({ id }) => id === (state.worldview || usual)));
  return { first: chosen, keep: (map, land) => () => land.show(chosen()), choices: () => ({ worldviews: views, default: usual }) };
}

/** As one of them sees it, what `basemap.land` gives. */
function groundSeen({ scale, land, lines, labels, views, date }, index) {
  const having = (parts, letter) => parts.filter(([who]) => who[index] === letter).flatMap(([, part]) => part);
  return {
    scale, land, borders: having(lines, "s").join(" "), disputed: having(lines, "d").join(" "),
    labels: having(labels, "n").sort((a, b) => b[3] - a[3]), worldview: { ...views[index], date },
  };
}

/** Fills a select with the worldviews there are, `choices` of a loader, once `menu` is opened. */
export function worldviewMenu(choices, menu, select, state, changed) {
  menu.addEventListener("toggle", async () => {
    const found = await choices();
    if (!found) return;
    const { worldviews, default: usual } = found;
    select.append(...worldviews.map(({ id, name }) => el("option", { value: id, selected: id === (state.worldview || usual) }, named(`worldview.${id}`, name))));
    select.addEventListener("change", () => {
      state.worldview = select.value === usual ? "" : select.value;
      changed();
    });
    select.closest("[hidden]").hidden = false;
  }, { once: true });
}
