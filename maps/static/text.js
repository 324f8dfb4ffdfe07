// How text enters the page: as text nodes. News text is hostile; nothing here or elsewhere parses HTML.

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

/** The quote with the words that name the event and its places marked. */
export function markedQuote(quote, trigger, places) {
  const marks = new Map([...places.map((name) => [name, "place"]), [trigger, "trigger"]].filter(([word]) => word));
  if (!marks.size) return [quote];
  // Longer words first, so that "New York City" is one name.
  const words = [...marks.keys()].sort((a, b) => b.length - a.length).map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const pieces = quote.split(new RegExp(`(${words.join("|")})`, "u"));
  return pieces.map((piece, at) => (at % 2 ? el("mark", { class: marks.get(piece) }, piece) : piece));
}

/** Copies to the clipboard, by the old way where a frame may not use the new one. Whether it did. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = el("textarea", { class: "visually-hidden" });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
