// A text cut where anything begins or ends in it: names, the words that name an event, the sentences that tell of it.

/** Offsets count characters (code points), as Python does; a JavaScript string counts a rare one as two.
 * Each piece: { text, mention, trigger, quotes, first }: a mention and an event whose trigger it is or null, the events
 * whose quote it is part of, the shortest first, and whether the mention or the trigger begins here. */
export function piecesOf({ text, mentions, events }) {
  const chars = [...text];
  const within = (at) => Math.max(0, Math.min(chars.length, at));
  const spans = [
    ...mentions.map(({ begin, end }) => [begin, end]), ...events.flatMap(({ spans: { quote, trigger } }) => [quote, trigger]).filter(Boolean),
  ];
  const cuts = [...new Set([0, chars.length, ...spans.flat().map(within)])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((begin, at) => {
    const end = cuts[at + 1];
    const covers = ([from, to]) => from <= begin && end <= to;
    const mention = mentions.find((one) => covers([one.begin, one.end])) ?? null;
    const trigger = mention ? null : events.find(({ spans }) => spans.trigger && covers(spans.trigger)) ?? null;
    const quotes = events.filter(({ spans }) => spans.quote && covers(spans.quote)).sort((a, b) => length(a) - length(b));
    const first = begin === (mention ? mention.begin : trigger?.spans.trigger[0]);
    return { text: chars.slice(begin, end).join(""), mention, trigger, quotes, first };
  });
}

function length({ spans: { quote } }) {
  return quote[1] - quote[0];
}
