// What Python's `bytes` do by themselves, and wiping, which they cannot.

/**
 * The arrays one after another.
 * @param {...Uint8Array} pieces
 */
export function concat(...pieces) {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/**
 * Whether two arrays hold the same bytes; not for secrets: the time it takes tells where they differ.
 * @param {Uint8Array} one
 * @param {Uint8Array} two
 */
export function equal(one, two) {
  return one.length === two.length && one.every((octet, at) => octet === two[at]);
}

/**
 * Fresh random bytes, 65536 at most.
 * @param {number} size
 */
export function randomBytes(size) {
  return globalThis.crypto.getRandomValues(new Uint8Array(size));
}

/**
 * Overwrite what is no longer needed. The engine may have copied it before: a best effort, not a promise.
 * @param {...Uint8Array | undefined} secrets
 */
export function wipe(...secrets) {
  for (const secret of secrets) secret?.fill(0);
}

/**
 * Text as UTF-8.
 * @param {string} text
 */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/**
 * `content`, filled up with zeros to `size` bytes.
 * @param {Uint8Array} content
 * @param {number} size
 */
export function fill(content, size) {
  const filled = new Uint8Array(size);
  filled.set(content);
  return filled;
}
