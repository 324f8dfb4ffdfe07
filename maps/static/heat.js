// Where much happened, as heat: a layer of its own, one canvas over the view.

const STOPS = [[0, "68 1 84"], [0.25, "59 82 139"], [0.5, "33 145 140"], [0.75, "94 201 98"], [1, "253 231 37"]]; // viridis
const RADIUS = 22; // pixels that a cell warms

export const HeatLayer = L.Layer.extend({
  initialize() {
    this._spots = [];
  },

  onAdd(map) {
    this._canvas = L.DomUtil.create("canvas", "heat", map.getPane("heat"));
    this._canvas.setAttribute("aria-hidden", "true");
    map.on("moveend zoomend resize", this._draw, this);
    this._draw();
  },

  onRemove(map) {
    map.off("moveend zoomend resize", this._draw, this);
    this._canvas.remove();
  },

  /** [{ lon, lat, count }] */
  show(spots) {
    this._spots = spots;
    if (this._map) this._draw();
  },

  _draw() {
    const map = this._map, size = map.getSize(), canvas = this._canvas;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    canvas.width = size.x;
    canvas.height = size.y;
    const ctx = canvas.getContext("2d", { willReadFrequently: true });
    const seen = this._spots.map(({ lon, lat, count }) => ({ ...map.latLngToContainerPoint([lat, lon]), count }))
      .filter(({ x, y }) => x > -RADIUS && y > -RADIUS && x < size.x + RADIUS && y < size.y + RADIUS);
    if (!seen.length) return;
    // The hottest twentieth is as hot as can be, so that one great city does not leave all else cold.
    const heats = seen.map(({ count }) => count).sort((a, b) => a - b), hot = Math.max(heats[Math.floor(heats.length * 0.95)], 1);
    const stamp = warmth();
    for (const { x, y, count } of seen) {
      ctx.globalAlpha = Math.min(1, 0.12 + 0.6 * Math.sqrt(count / hot));
      ctx.drawImage(stamp, x - RADIUS, y - RADIUS);
    }
    const image = ctx.getImageData(0, 0, size.x, size.y), { data } = image, colours = scale();
    for (let at = 0; at < data.length; at += 4) {
      const heat = data[at + 3];
      if (!heat) continue;
      data[at] = colours[4 * heat];
      data[at + 1] = colours[4 * heat + 1];
      data[at + 2] = colours[4 * heat + 2];
      data[at + 3] = Math.min(215, 1.6 * heat);
    }
    ctx.putImageData(image, 0, 0);
  },
});

/** A soft round spot. */
function warmth() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 2 * RADIUS;
  const ctx = canvas.getContext("2d"), fade = ctx.createRadialGradient(RADIUS, RADIUS, 0, RADIUS, RADIUS, RADIUS);
  fade.addColorStop(0, "rgb(0 0 0 / 100%)");
  fade.addColorStop(0.4, "rgb(0 0 0 / 45%)");
  fade.addColorStop(1, "rgb(0 0 0 / 0%)");
  ctx.fillStyle = fade;
  ctx.fillRect(0, 0, 2 * RADIUS, 2 * RADIUS);
  return canvas;
}

function scale() {
  const canvas = document.createElement("canvas");
  canvas.width = 256;
  canvas.height = 1;
  const ctx = canvas.getContext("2d"), ramp = ctx.createLinearGradient(0, 0, 256, 0);
  for (const [at, colour] of STOPS) ramp.addColorStop(at, `rgb(${colour})`);
  ctx.fillStyle = ramp;
  ctx.fillRect(0, 0, 256, 1);
  return ctx.getImageData(0, 0, 256, 1).data;
}
