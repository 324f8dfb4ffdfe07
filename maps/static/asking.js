// Questions to a source: of each kind only the last one counts, and the page knows when all are answered.

/** `settled()` is called when nothing is asked any more, `failed(error)` when an answer did not come. */
export function asker({ settled, failed }) {
  const running = new Map(), waiting = new Map();
  let open = 0;

  const done = () => { if (!--open) settled(); };
  const begun = () => { open++; document.body.dataset.busy = ""; };

  /** The answer; null when a later question of this kind took its place, or when it failed. */
  async function ask(kind, question) {
    running.get(kind)?.abort();
    const controller = new AbortController();
    running.set(kind, controller);
    begun();
    try {
      const answer = await question(controller.signal);
      return controller.signal.aborted ? null : answer;
    } catch (error) {
      if (!controller.signal.aborted) failed(error);
      return null;
    } finally {
      done();
    }
  }

  /** Does it once nobody has asked for it again for so many milliseconds. */
  function later(kind, milliseconds, act) {
    if (waiting.has(kind)) clearTimeout(waiting.get(kind));
    else begun();
    waiting.set(kind, setTimeout(() => {
      waiting.delete(kind);
      act();
      done();
    }, milliseconds));
  }

  return { ask, later };
}
