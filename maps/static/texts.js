// Many texts as runs of words (`maps.texts`): each is put together when it is wanted, and words are found without any text.

const BUCKETS = [[0, 0], [192, 1], [240, 2], [255, 3], [256, 0]]; // first byte, and how many follow it

/** `words`: the vocabulary but for its first, the end of a text; `codes` and `rests`: bytes. */
export class Texts {
  constructor(words, codes, rests) {
    this._words = ["", ...words];
    Object.assign(this, { _codes: codes, _rests: rests });
    [this._widths, this._starts] = buckets();
    const count = codes.reduce((ends, code) => ends + (code === 0), 0);
    this.length = count;
    this._firsts = new Uint32Array(count + 1);
    this._firstRests = new Uint32Array(count + 1);
    let rest = 0, text = 0;
    for (let at = 0; at < codes.length; at++) {
      rest += this._widths[codes[at]];
      if (codes[at] !== 0) continue;
      text++;
      this._firsts[text] = at + 1;
      this._firstRests[text] = rest;
    }
  }

  /** The words of a text, as numbers of the vocabulary; `tell` says true to hear no more. */
  _each(number, tell) {
    let rest = this._firstRests[number];
    const end = this._firsts[number + 1] - 1;
    for (let at = this._firsts[number]; at < end; at++) {
      const code = this._codes[at];
      let word = 0;
      for (let width = this._widths[code]; width > 0; width--) word = word * 256 + this._rests[rest++];
      if (tell(this._starts[code] + word)) return true;
    }
    return false;
  }

  text(number) {
    let text = "";
    this._each(number, (word) => { text += this._words[word]; });
    return text;
  }

  /** For each word, a test whether a text has one that begins so; `split`: from a piece of text to its words. */
  finders(words, split) {
    const known = this._words.map(split);
    return words.map((wanted) => {
      const fits = Uint8Array.from(known, (those) => those.some((one) => one.startsWith(wanted)));
      const found = new Int8Array(this.length).fill(-1);
      return (number) => {
        if (found[number] < 0) found[number] = this._each(number, (word) => fits[word]);
        return found[number] === 1;
      };
    });
  }
}

/** Of each first byte, how many bytes follow it, and the first word that it stands for. */
function buckets() {
  const widths = new Uint8Array(256), starts = new Float64Array(256);
  let start = 0;
  for (let at = 0; at + 1 < BUCKETS.length; at++) {
    const [first, width] = BUCKETS[at];
    for (let code = first; code < BUCKETS[at + 1][0]; code++) {
      widths[code] = width;
      starts[code] = start;
      start += 256 ** width;
    }
  }
  return [widths, starts];
}
