// Bytes that travel in the page as text: `maps.packing` read backwards.

const BITS = 13;
const VALUES = new Uint8Array(128);
let known = 0;
for (let code = 32; code < 127; code++) if (!'"\\<&'.includes(String.fromCharCode(code))) VALUES[code] = known++;

/** The bytes that a packed text holds. */
export async function unpacked(text) {
  const colon = text.indexOf(":"), bytes = new Uint8Array(Number(text.slice(0, colon)));
  let held = 0, bits = 0, at = 0;
  for (let i = colon + 1; i < text.length; i += 2) {
    held |= (VALUES[text.charCodeAt(i)] + known * VALUES[text.charCodeAt(i + 1)]) << bits;
    for (bits += BITS; bits >= 8 && at < bytes.length; bits -= 8, held >>>= 8) bytes[at++] = held & 255;
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function unpackedText(text) {
  return new TextDecoder().decode(await unpacked(text));
}

/** A column of `maps.packing`: numbers from 0, whose bytes lie in planes, the lowest first. */
export async function unpackedColumn(text) {
  const bytes = await unpacked(text), count = (bytes.length - 1) / bytes[0], numbers = new Uint32Array(count);
  for (let plane = 0; plane < bytes[0]; plane++) {
    const start = 1 + plane * count;
    for (let i = 0; i < count; i++) numbers[i] |= bytes[start + i] << (8 * plane);
  }
  return numbers;
}
