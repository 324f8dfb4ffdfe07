// The ground: land, borders and country names, drawn from the compact lines that `maps/basemap.py` writes.

import { named, t } from "./words.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUE = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** Lines as flat arrays of Web Mercator positions in 0..1, each with its box. */
function decodeLines(text, scale) {
  return text ? text.split(" ").map((line) => decodeLine(line, scale)) : [];
}

function decodeLine(text, scale) {
  const points = [], box = [Infinity, Infinity, -Infinity, -Infinity];
  let value = 0, shift = 0, x = 0, y = 0, longitude = true;
  for (const char of text) {
    const digit = VALUE.get(char);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    const step = value & 1 ? -(value >> 1) : value >> 1;
    value = shift = 0;
    if (longitude) x += step;
    else {
      y += step;
      const [mx, my] = mercator(x / scale, y / scale);
      points.push(mx, my);
      box[0] = Math.min(box[0], mx); box[1] = Math.min(box[1], my);
      box[2] = Math.max(box[2], mx); box[3] = Math.max(box[3], my);
    }
    longitude = !longitude;
  }
  return { points, box };
}

function mercator(lon, lat) {
  const s = Math.sin((Math.max(-85.06, Math.min(85.06, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)];
}

export const Land = L.GridLayer.extend({
  options: { tileSize: 512, keepBuffer: 1, pane: "ground", antarctic: true, attribution: "", updateWhenZooming: false },

  /** `ground`: the JSON of `basemap.land`. */
  initialize(ground, options) {
    L.setOptions(this, options);
    this._read(ground);
  },

  /** Draw this ground instead, and fire "shown". */
  show(ground) {
    const map = this._map;
    map?.attributionControl?.removeAttribution(this.getAttribution());
    this._read(ground);
    map?.attributionControl?.addAttribution(this.getAttribution());
    this.redraw();
    this.fire("shown");
  },

  _read(ground) {
    this.ground = ground;
    const south = mercator(0, -60)[1];
    this._shores = decodeLines(ground.land, ground.scale).filter(({ box }) => this.options.antarctic || box[1] < south);
    this._borders = decodeLines(ground.borders, ground.scale);
    this._disputed = decodeLines(ground.disputed, ground.scale);
    this._view = ground.worldview;
  },

  /** Whose borders these are: a map that does not say so passes for the truth. */
  getAttribution() {
    return t("map.borders", { view: named(`worldview.${this._view.id}`, this._view.name), date: this._view.date });
  },

  createTile(coords) {
    const tile = document.createElement("canvas");
    const size = this.options.tileSize, sharp = Math.min(window.devicePixelRatio || 1, 2);
    tile.width = tile.height = size * sharp;
    const ctx = tile.getContext("2d");
    ctx.scale(sharp, sharp);
    this._paint(ctx, coords, size);
    return tile;
  },

  _paint(ctx, coords, size) {
    const inks = groundInks(this._map.getContainer());
    const scale = (256 * 2 ** coords.z) / size;
    const x = coords.x - Math.floor(coords.x / scale) * scale;
    const pad = 8 / size;
    const seen = (lines, world) => lines.filter(({ box }) =>
      (box[2] + world) * scale > x - pad && (box[0] + world) * scale < x + 1 + pad
      && box[3] * scale > coords.y - pad && box[1] * scale < coords.y + 1 + pad);
    const trace = (lines, close) => {
      ctx.beginPath();
      for (const world of [-1, 0, 1]) {
        for (const { points } of seen(lines, world)) {
          for (let i = 0; i < points.length; i += 2) {
            const px = ((points[i] + world) * scale - x) * size, py = (points[i + 1] * scale - coords.y) * size;
            if (i) ctx.lineTo(px, py);
            else ctx.moveTo(px, py);
          }
          if (close) ctx.closePath();
        }
      }
    };
    ctx.lineJoin = "round";
    trace(this._shores, true);
    for (const [width, colour] of inks.shore) {
      ctx.lineWidth = width;
      ctx.strokeStyle = colour;
      ctx.stroke();
    }
    ctx.fillStyle = inks.land;
    ctx.fill("evenodd");
    ctx.lineWidth = coords.z < 4 ? 0.7 : 1;
    ctx.strokeStyle = inks.border;
    for (const [lines, dashes] of [[this._borders, []], [this._disputed, coords.z < 4 ? [2, 1.6] : [5, 3.5]]]) {
      trace(lines, false);
      ctx.setLineDash(dashes);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  },
});

/** The ground's colours stand in the style sheet, so that dark mode has one home. */
function groundInks(container) {
  const style = getComputedStyle(container);
  const ink = (name) => style.getPropertyValue(name).trim();
  return {
    land: ink("--land"), border: ink("--border"),
    shore: [[9, ink("--shore-far")], [4, ink("--shore-near")], [1.6, ink("--coast")]],
  };
}
