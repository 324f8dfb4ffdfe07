// How one event, several at one place, and several places look: on the canvas and, the same paths, as inline SVG.

import { shortNumber, t } from "./words.js";
import { shortDay } from "./wording.js";

const SVG = "http://www.w3.org/2000/svg";
// Where a badge's icon sits in its 24 x 24 outline, and how large: [scale, down].
const ICON_FIT = { triangle: [0.5, 2.8], diamond: [0.5, 0], pentagon: [0.54, 0.8], bubble: [0.56, -1.5], hexagon: [0.58, 0] };
const INK = "#1b1b1b";
const PAPER = "#ffffff";

/** The colours of a badge by its status: filled, ringed when claimed, hollow when planned. */
function badgeInks(look, legend) {
  const { colour, ink } = legend.groups[look.group];
  return look.status === "planned" || look.status === "denied"
    ? { fill: PAPER, edge: colour, icon: INK, width: 3.2, dash: look.status === "denied" ? [3, 3] : [] }
    : { fill: colour, edge: PAPER, icon: ink, width: 2, dash: [] };
}

/** `look`: { group, icon, status }. */
export function badgeSvg(look, legend, size = 26) {
  const svg = document.createElementNS(SVG, "svg");
  const { shape } = legend.groups[look.group];
  const inks = badgeInks(look, legend);
  const [scale, down] = ICON_FIT[shape] ?? [0.6, 0];
  const set = (node, attributes) => Object.entries(attributes).forEach(([k, v]) => node.setAttribute(k, v));
  const draw = (attributes) => {
    const path = document.createElementNS(SVG, "path");
    set(path, { "stroke-linejoin": "round", "stroke-linecap": "round", ...attributes });
    svg.append(path);
  };
  set(svg, { viewBox: "-4 -4 32 32", width: size, height: size, "aria-hidden": "true", class: "badge" });
  const outline = legend.shapes[shape];
  if (look.status === "claimed") draw({ d: outline, fill: "none", stroke: inks.fill, "stroke-width": 7 });
  draw({ d: outline, fill: inks.fill, stroke: inks.edge, "stroke-width": inks.width, "stroke-dasharray": inks.dash.join(" ") });
  draw({
    d: legend.icons[look.icon] ?? legend.icons.dot, fill: "none", stroke: inks.icon, "stroke-width": 2.6,
    transform: `translate(12 ${12 + down}) scale(${scale}) translate(-12 -12)`,
  });
  return svg;
}

const paths = new Map();

function pathOf(d) {
  if (!paths.has(d)) paths.set(d, new Path2D(d));
  return paths.get(d);
}

/** One badge, centred at (x, y), `radius` pixels. */
function drawBadge(ctx, x, y, radius, look, legend) {
  const { shape } = legend.groups[look.group];
  const inks = badgeInks(look, legend);
  const [scale, down] = ICON_FIT[shape] ?? [0.6, 0];
  const outline = pathOf(legend.shapes[shape]);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(radius / 12, radius / 12);
  ctx.translate(-12, -12);
  ctx.lineJoin = ctx.lineCap = "round";
  shadowed(ctx, () => {
    ctx.strokeStyle = look.status === "claimed" ? inks.fill : inks.edge;
    ctx.lineWidth = look.status === "claimed" ? 7 : inks.width;
    ctx.stroke(outline);
  });
  ctx.setLineDash(inks.dash);
  ctx.strokeStyle = inks.edge;
  ctx.lineWidth = inks.width;
  ctx.stroke(outline);
  ctx.fillStyle = inks.fill;
  ctx.fill(outline);
  ctx.setLineDash([]);
  ctx.translate(12, 12 + down);
  ctx.scale(scale, scale);
  ctx.translate(-12, -12);
  ctx.strokeStyle = inks.icon;
  ctx.lineWidth = 2.6;
  ctx.stroke(pathOf(legend.icons[look.icon] ?? legend.icons.dot));
  ctx.restore();
}

function shadowed(ctx, draw) {
  ctx.save();
  ctx.shadowColor = "rgb(20 30 40 / 45%)";
  ctx.shadowBlur = 5;
  ctx.shadowOffsetY = 1;
  draw();
  ctx.restore();
}

/** Several events: their number in a ring shared out by group. */
function drawRing(ctx, x, y, radius, { count, shares }, legend) {
  shadowed(ctx, () => {
    ctx.beginPath();
    ctx.arc(x, y, radius + 1, 0, 2 * Math.PI);
    ctx.fillStyle = PAPER;
    ctx.fill();
  });
  const total = [...shares.values()].reduce((sum, n) => sum + n, 0);
  let from = -Math.PI / 2;
  for (const [group, n] of shares) {
    const to = from + (2 * Math.PI * n) / total;
    ctx.beginPath();
    ctx.arc(x, y, radius - 2, from, to);
    ctx.strokeStyle = legend.groups[group].colour;
    ctx.lineWidth = 5;
    ctx.lineCap = "butt";
    ctx.stroke();
    from = to;
  }
  const words = shortNumber(count);
  ctx.fillStyle = INK;
  ctx.font = `600 ${Math.min(0.82 * radius, (2.2 * radius) / Math.max(2, words.length)).toFixed(1)}px system-ui, sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(words, x, y + 0.5);
}

function drawChip(ctx, x, y, text) {
  ctx.font = "600 10px system-ui, sans-serif";
  const width = ctx.measureText(text).width + 9;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - 7.5, width, 15, 7.5);
  ctx.fillStyle = INK;
  ctx.fill();
  ctx.fillStyle = PAPER;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5);
}

/** Round about a mark that stands for an area or a circle too small to be seen: it is no spot. */
function drawHalo(ctx, x, y, radius, group, legend) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.setLineDash([2, 4]);
  ctx.lineWidth = 2;
  ctx.strokeStyle = legend.groups[group].colour;
  ctx.stroke();
  ctx.setLineDash([]);
}

export function badgeRadius({ count }) {
  return count === 1 ? 13 : Math.min(14 + Math.log2(count), 32);
}

/** Events of one kind and status keep its badge, with their number; mixed ones share a ring. */
export function drawMark(ctx, { x, y }, mark, legend) {
  const { look, count } = mark;
  ctx.globalAlpha = 1; // whatever was drawn before left its own
  if (mark.loose) drawHalo(ctx, x, y, look ? 20 : badgeRadius(mark) + 5, [...mark.shares.keys()][0], legend);
  if (!look) return drawRing(ctx, x, y, badgeRadius(mark), mark, legend);
  drawBadge(ctx, x, y, 13, look, legend);
  if (look.status === "planned" && count === 1 && look.start) drawChip(ctx, x, y + 22, plannedWords(look));
  if (count > 1) drawChip(ctx, x + 12, y - 12, shortNumber(count));
}

function plannedWords({ start }) {
  return Number.isNaN(Date.parse(start)) ? t("card.planned") : shortDay(start);
}
