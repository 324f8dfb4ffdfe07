// Words and the one way they enter the page: as text nodes. News text is hostile; nothing here or elsewhere parses HTML.

const WORDS = {
  many: (n) => (n === 1 ? "1 event" : `${n.toLocaleString("en")} events`),
  unplaced: (n) => `${n.toLocaleString("en")} not on the map`,
  reported: "Reported", claimed: "Claimed", planned: "Planned", denied: "Denied",
  day_inferred: "day inferred from publication", week: "that week", unknown: "no date",
  low: "low confidence", medium: "medium confidence", high: "high confidence",
  publishers: (n) => `told by ${n.toLocaleString("en")} independent publishers`,
};

/** An element with attributes and children; strings become text nodes, null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** The address if a reader may be sent there (http or https), else null. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

export function countWords(n) {
  return WORDS.many(n);
}

export function unplacedWords(n) {
  return WORDS.unplaced(n);
}

export function statusWord(status) {
  return WORDS[status] ?? status;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const monthFormat = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const longFormat = new Intl.DateTimeFormat("en-GB",
  { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "2023-09-20" -> "20 Sept 2023"; text that is no date is shown as it is. */
export function dayWords(iso, format = dayFormat) {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? String(iso) : format.format(time);
}

export function longDay(iso) {
  return iso ? dayWords(iso, longFormat) : "Undated";
}

/** When an event was, with how finely that is known. */
export function whenWords(event) {
  const { start, end, datePrecision } = event;
  if (!start && !end) return WORDS.unknown;
  const first = start ?? end;
  if (datePrecision === "year") return first.slice(0, 4);
  if (datePrecision === "month") return dayWords(first, monthFormat);
  if (datePrecision === "week") return `week of ${dayWords(first)}`;
  if (start && end && start !== end) return `${dayWords(start)} – ${dayWords(end)}`;
  if (datePrecision === "range" && !end) return `since ${dayWords(start)}`;
  if (datePrecision === "range" && !start) return `until ${dayWords(end)}`;
  return `on ${dayWords(first)}${datePrecision === "day_inferred" ? ` (${WORDS.day_inferred})` : ""}`;
}

/** "66", "200 or more", "up to 12", "60–66"; null when nothing is known. */
export function rangeWords(low, high) {
  if (low === null && high === null) return null;
  if (low === high) return low === 0 ? "none" : low.toLocaleString("en");
  if (high === null) return `${low.toLocaleString("en")} or more`;
  if (low === null) return `up to ${high.toLocaleString("en")}`;
  return `${low.toLocaleString("en")}–${high.toLocaleString("en")}`;
}

export function confidenceWords(band) {
  return WORDS[band] ?? band;
}

export function publishersWords(n) {
  return WORDS.publishers(n);
}

/** The quote with the words that name the event marked. */
export function markedQuote(quote, trigger) {
  const at = trigger ? quote.indexOf(trigger) : -1;
  if (at < 0) return [quote];
  return [quote.slice(0, at), el("mark", {}, trigger), quote.slice(at + trigger.length)];
}
