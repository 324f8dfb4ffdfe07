// Events over time as bars, shared out by group; what is outside of the chosen days is paler.

import { locale } from "./words.js";

const FOOT = 15; // pixels under the bars for the years
const TICK = 46, APART = 5; // pixels from where one label begins to the next, and from its end, at least

/** Draws into a canvas; `lo` to `hi` are the chosen buckets, both included. */
export function drawHistogram(canvas, { buckets, step }, lo, hi, legend) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = width * sharp;
  canvas.height = height * sharp;
  const ctx = canvas.getContext("2d"), style = getComputedStyle(canvas);
  ctx.scale(sharp, sharp);
  if (!buckets.length || !width) return;
  const wide = width / buckets.length, gap = wide > 4 ? 1 : 0, floor = height - FOOT;
  const most = Math.max(...buckets.map((bucket) => bucket.count));
  buckets.forEach((bucket, at) => {
    ctx.globalAlpha = at >= lo && at <= hi ? 1 : 0.28;
    let top = floor;
    const tall = bucket.count ? Math.max(2, ((floor - 3) * bucket.count) / most) : 0;
    for (const [group, n] of byGroup(bucket, legend)) {
      const part = (tall * n) / bucket.count;
      ctx.fillStyle = legend.groups[group].colour;
      ctx.fillRect(at * wide, top - part, Math.max(wide - gap, 0.7), part);
      top -= part;
    }
  });
  ctx.globalAlpha = 1;
  ctx.fillStyle = style.color;
  ctx.fillRect(0, floor, width, 1);
  ctx.font = `10.5px ${style.fontFamily}`;
  ctx.textBaseline = "bottom";
  let taken = -Infinity; // by the label before, up to there
  for (const { at, text } of ticks(buckets, step, wide)) {
    const long = ctx.measureText(text).width, x = Math.min(at * wide + 3, width - long);
    ctx.fillRect(at * wide, floor, 1, 4);
    if (x < taken) continue;
    ctx.fillText(text, x, height);
    taken = x + long + APART;
  }
}

function byGroup({ by }, legend) {
  const counts = new Map(Object.keys(legend.groups).map((group) => [group, 0]));
  for (const [type, n] of Object.entries(by)) {
    const group = legend.types[type]?.[1] ?? "OTHER";
    counts.set(group, counts.get(group) + n);
  }
  return [...counts].filter(([, n]) => n);
}

/** Where a year begins, or a month, or a day, as finely as there is room for. */
function ticks(buckets, step, wide) {
  const days = (Date.parse(buckets.at(-1).end) - Date.parse(buckets[0].start)) / 864e5;
  const long = days > 1000 || step === "year";
  const parts = long ? { year: "numeric" } : days > 75 ? { month: "short", year: "2-digit" } : { day: "numeric", month: "short" };
  const format = new Intl.DateTimeFormat(locale(), { ...parts, timeZone: "UTC" });
  const found = [];
  let last = "", x = -Infinity;
  buckets.forEach((bucket, at) => {
    const text = format.format(Date.parse(bucket.start));
    if (text !== last && at * wide - x >= TICK) {
      found.push({ at, text });
      x = at * wide;
    }
    last = text;
  });
  return found;
}
