// The same marks on a map that somebody else made: folium's, in a notebook or a file.

import { turnedBox } from "./events.js";
import { defaultFilter } from "./filter.js";
import { furnish, lay } from "./ground.js";
import { inlineSource } from "./inline.js";
import { EventLayer } from "./marks.js";
import { popups } from "./popup.js";
import { eventsAt, viewOf } from "./source.js";
import { speak } from "./words.js";

/** Draw what `layers.inline` holds, and move the map there. */
export async function showIn(map, given) {
  speak(given.words, given.language);
  const source = inlineSource(given), filter = defaultFilter();
  const box = await source.extent(filter);
  if (box) map.fitBounds(turnedBox(box), { padding: [50, 50], maxZoom: 8, animate: false });
  furnish(map);
  if (given.land) lay(map, given.land, { antarctic: Boolean(box && box[1] < -60) });
  const popup = popups(map, {
    legend: given.legend, reports: (story) => source.reports(story), more: (mark) => eventsAt(source, filter, mark),
  });
  const layer = new EventLayer({ legend: given.legend, choose: (mark, at) => popup.show(mark, at) }).addTo(map);
  let shown = null;
  const draw = async () => {
    const found = await source.marks(filter, viewOf(map));
    if (found !== shown) layer.show((shown = found));
  };
  map.on("moveend", draw);
  await draw();
  map.getContainer().dataset.ready = "";
}
