// The time bar: how many events when, and which days are shown. Dragged, played, or moved by the keys.

import { drawHistogram } from "./histogram.js";
import { el } from "./text.js";
import { dayWords } from "./wording.js";
import { counted, t } from "./words.js";

const PAUSE = 700; // milliseconds that each picture stands, at least, when time is played
const PICTURES = 60; // of a whole play, at most

/** In `box`; `choose(from, to)` is called with days (ISO 8601, both inclusive) or "", and answers with a Promise of the picture. */
export function timeBar(box, legend, choose) {
  const state = { timeline: { buckets: [], step: "month" }, lo: 0, hi: 0, run: null, dragged: false }; // run: whose play goes on
  const canvas = el("canvas", { class: "histogram", role: "img", "aria-label": t("time.histogram") });
  const pane = el("div", { class: "time-window" });
  const tip = el("div", { class: "time-tip", "aria-hidden": "true" });
  const handles = ["from", "to"].map((side) => el("div", { class: `time-handle ${side}`, role: "slider", tabindex: 0, "aria-label": t(`time.${side}`) }));
  const track = el("div", { class: "time-track", dir: "ltr" }, canvas, pane, handles, tip);
  const play = el("button", { type: "button", class: "time-play", on: { click: () => (state.run ? pause() : start()) } });
  const words = el("output", { class: "time-words" });
  const all = el("button", { type: "button", class: "plain", on: { click: () => { state.run = null; set(0, last(), true); } } }, t("time.all"));
  box.replaceChildren(play, el("div", { class: "time-body" }, el("div", { class: "time-head" }, words, all), track));

  const last = () => state.timeline.buckets.length - 1;
  const whole = () => state.lo === 0 && state.hi === last();

  /** Show these buckets as chosen; tell the page when `tells`. */
  function set(lo, hi, tells = false) {
    state.lo = Math.max(0, Math.min(lo, hi, last()));
    state.hi = Math.min(last(), Math.max(hi, lo, 0));
    draw();
    if (!tells) return null;
    const { buckets } = state.timeline;
    return whole() ? choose("", "") : choose(buckets[state.lo].start, buckets[state.hi].end);
  }

  function draw() {
    const { buckets } = state.timeline, { lo, hi } = state, n = buckets.length;
    box.hidden = n < 2;
    if (box.hidden) return;
    drawHistogram(canvas, state.timeline, lo, hi, legend);
    const share = (at) => `${(100 * at) / n}%`;
    Object.assign(pane.style, { left: share(lo), right: share(n - 1 - hi) });
    handles[0].style.left = share(lo);
    handles[1].style.left = share(hi + 1);
    [[handles[0], lo, 0, hi, "start"], [handles[1], hi, lo, n - 1, "end"]].forEach(([handle, now, least, most, edge]) => {
      for (const [name, value] of [["now", now], ["min", least], ["max", most], ["text", dayWords(buckets[now][edge])]]) handle.setAttribute(`aria-value${name}`, value);
    });
    const { undated = 0, outside = 0 } = state.timeline;
    const rest = whole() ? "" : [undated && counted("count.undated", undated), outside && counted("count.outside", outside)].filter(Boolean).join(", ");
    words.textContent = `${dayWords(buckets[lo].start)} – ${dayWords(buckets[hi].end)}${rest ? ` (${t("time.without", { what: rest })})` : ""}`;
    all.hidden = whole();
    play.textContent = state.run ? "❚❚" : "▶";
    play.setAttribute("aria-label", t(state.run ? "time.pause" : "time.play"));
  }

  async function start() {
    const n = last() + 1, run = (state.run = {});
    if (whole() || state.hi === last()) {
      const width = whole() ? Math.max(1, Math.round(n / 12)) : state.hi - state.lo + 1;
      await Promise.all([set(0, width - 1, true), moment()]);
    }
    const stride = Math.max(1, Math.round(n / PICTURES));
    while (state.run === run && state.hi < last()) await Promise.all([set(state.lo + stride, state.hi + stride, true), moment()]);
    if (state.run === run) pause();
  }

  /** The page is told once more: while time is played it fills the map alone. */
  function pause() {
    state.run = null;
    set(state.lo, state.hi, true);
  }

  const moment = () => new Promise((done) => { setTimeout(done, PAUSE); });
  const bucketAt = (event) => {
    const { left, width } = track.getBoundingClientRect();
    return Math.max(0, Math.min(last(), Math.floor(((event.clientX - left) / width) * (last() + 1))));
  };

  track.addEventListener("pointerdown", (press) => {
    if (press.button || state.dragged) return;
    state.run = null;
    const { lo, hi } = state, at = bucketAt(press), handle = handles.indexOf(press.target);
    const move = handle >= 0 ? (now) => set(handle ? lo : now, handle ? now : hi)
      : !whole() && at >= lo && at <= hi && hi > lo ? (now) => shift(lo, hi, now - at) : (now) => set(Math.min(at, now), Math.max(at, now));
    const moved = (drag) => { if (drag.pointerId === press.pointerId) move(bucketAt(drag)); };
    track.setPointerCapture(press.pointerId);
    state.dragged = true;
    track.addEventListener("pointermove", moved);
    const over = (release) => {
      if (release.pointerId !== press.pointerId) return;
      track.removeEventListener("pointermove", moved);
      for (const name of ["pointerup", "pointercancel"]) track.removeEventListener(name, over);
      state.dragged = false;
      // A cancelled one is a swipe that the browser took for scrolling.
      if (release.type === "pointercancel") set(lo, hi);
      else if (handle < 0 && bucketAt(release) === at) set(at, at);
      set(state.lo, state.hi, true);
    };
    for (const name of ["pointerup", "pointercancel"]) track.addEventListener(name, over);
    press.preventDefault();
    if (handle >= 0) press.target.focus();
  });

  function shift(lo, hi, by) {
    const most = Math.max(-lo, Math.min(by, last() - hi));
    set(lo + most, hi + most);
  }

  handles.forEach((handle, side) => handle.addEventListener("keydown", (press) => {
    const n = last() + 1, big = Math.max(2, Math.round(n / 10));
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -big, PageUp: big, Home: -n, End: n };
    if (!(press.key in steps)) return;
    press.preventDefault();
    state.run = null;
    const { lo, hi } = state, to = (side ? hi : lo) + steps[press.key];
    if (side) set(lo, Math.max(lo, to), true);
    else set(Math.min(hi, to), hi, true);
  }));

  track.addEventListener("pointermove", (move) => {
    const at = bucketAt(move), bucket = state.timeline.buckets[at];
    if (!bucket) return;
    const days = bucket.start === bucket.end ? dayWords(bucket.start) : `${dayWords(bucket.start)} – ${dayWords(bucket.end)}`;
    tip.textContent = `${days}: ${counted("count.events", bucket.count)}`;
    tip.style.left = `${(100 * (at + 0.5)) / (last() + 1)}%`;
  });
  new ResizeObserver(draw).observe(track);

  return {
    redraw: draw,
    /** What a source counted, and the days of the filter; not in the middle of a drag, whose end asks for it again. */
    show(timeline, from, to) {
      if (state.dragged) return;
      state.timeline = timeline;
      const { buckets } = timeline;
      const lo = from ? buckets.findIndex((bucket) => bucket.end >= from) : 0;
      const hi = to ? buckets.findLastIndex((bucket) => bucket.start <= to) : last();
      set(lo < 0 ? last() : lo, hi < 0 ? 0 : hi);
    },
    get playing() {
      return state.run !== null;
    },
  };
}
