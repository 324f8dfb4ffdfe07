// The texts of the page, in its reader's language: every word that is not news comes from here.

let texts = {}, tag = "en", plurals = null, numbers = null;

/** `words`: key -> text, as in `maps/words/en.json`; `language`: its BCP 47 tag. Called once, before anything is drawn. */
export function speak(words, language) {
  texts = words;
  tag = language === "en" ? "en-GB" : language;
  plurals = new Intl.PluralRules(tag);
  numbers = new Intl.NumberFormat(tag);
}

/** What `Intl` is to be asked for. */
export function locale() {
  return tag;
}

/** The text of a key with its `{fields}` filled in; the key itself where there is none. */
export function t(key, fields = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? "");
}

/** The text if there is one, else what it would be called without. */
export function named(key, otherwise) {
  return texts[key] ?? otherwise;
}

/** "12 events": the plural form that the number takes. */
export function counted(key, n, written = number) {
  const form = `${key}.${plurals.select(n)}`;
  return t(form in texts ? form : `${key}.other`, { n: written(n) });
}

export function number(n) {
  return numbers.format(n);
}

/** "12k": what fits into a mark. */
export function shortNumber(n) {
  if (n < 1000) return String(n);
  return n < 999_500 ? `${Math.round(n / 1000)}k` : `${Number((n / 1e6).toFixed(n < 9.95e6 ? 1 : 0))}M`;
}
