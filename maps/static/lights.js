// What belongs together lights up together: a name in the text and its place on the map, an event and its sentence.

/** Things have keys; whoever shows one is told when it is lit. */
export function makeLights() {
  const shown = new Map();
  let lit = new Set();

  function tell(key, on) {
    for (const change of shown.get(key) ?? []) change(on);
  }

  return {
    /** `change(on)` is called whenever the thing is lit or no longer so. */
    on(key, change) {
      if (!shown.has(key)) shown.set(key, []);
      shown.get(key).push(change);
    },

    /** These are lit, and nothing else. */
    light(keys) {
      const wanted = new Set(keys);
      for (const key of lit) if (!wanted.has(key)) tell(key, false);
      for (const key of wanted) if (!lit.has(key)) tell(key, true);
      lit = wanted;
    },

    /** An element that shows the things with these keys, and lights the first of them while it is pointed at or in focus. */
    tie(node, keys) {
      for (const key of keys) this.on(key, (on) => node.classList.toggle("lit", on));
      const light = (event) => { event.stopPropagation(); this.light(keys.slice(0, 1)); };
      for (const name of ["pointerover", "focusin"]) node.addEventListener(name, light);
      for (const name of ["pointerout", "focusout"]) node.addEventListener(name, () => this.light([]));
      return node;
    },

    forget() {
      shown.clear();
      lit = new Set();
    },
  };
}

export const placeKey = (id) => `place ${id}`;
export const eventKey = (id) => `event ${id}`;
