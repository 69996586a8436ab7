// How parts become bytes without ambiguity, and how bytes become keys. docs/protocol.md, 1.
//
//     encode(label, …parts)    for each of ("hotline/v1/" + label, …parts): u32(length) then the bytes
//     kdf(key, label, …parts)  BLAKE2b-256 keyed with 32 bytes, over encode(label, …parts)
//
// BLAKE2b is RFC 7693.

import { concat, utf8 } from "./bytes.js";
import { FormatError } from "./errors.js";
import { readStrict, writeStrict } from "./json.js";
import { KEY } from "./sizes.js";
import { sodium } from "./sodium.js";

export const PREFIX = "hotline/v1/";
export { JSON_LEVELS, JSON_NUMBER_AT_MOST } from "./json.js";

/**
 * One byte.
 * @param {number} value
 */
export function u8(value) {
  return unsigned(value, 1);
}

/**
 * Two bytes, big-endian.
 * @param {number} value
 */
export function u16(value) {
  return unsigned(value, 2);
}

/**
 * Four bytes, big-endian; hours, counters and lengths.
 * @param {number} value
 */
export function u32(value) {
  return unsigned(value, 4);
}

/**
 * Eight bytes, big-endian; versions and generations. Here only up to 2^53 - 1: no version comes near it.
 * @param {number} value
 */
export function u64(value) {
  return unsigned(value, 8);
}

/**
 * The unsigned big-endian number that `octets` spell. FormatError above 2^53 - 1.
 * @param {Uint8Array} octets
 */
export function number(octets) {
  const value = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (!Number.isSafeInteger(value)) throw new FormatError("a number is too big");
  return value;
}

/**
 * @param {number} value
 * @param {number} size
 */
function unsigned(value, size) {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** size)
    throw new FormatError("a number does not fit its field");
  const octets = new Uint8Array(size);
  for (let at = size - 1, rest = value; at >= 0; at -= 1, rest = Math.floor(rest / 256)) octets[at] = rest % 256;
  return octets;
}

/**
 * Join a label (ASCII) and parts so that no two lists of parts give the same bytes.
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export function encode(label, ...parts) {
  return concat(...[utf8(PREFIX + label), ...parts].flatMap((piece) => [u32(piece.length), piece]));
}

/**
 * The document as compact UTF-8 JSON. FormatError for what `parseJson` would not read back.
 * @param {unknown} document
 */
export function dumpJson(document) {
  try {
    return utf8(writeStrict(document));
  } catch {
    throw new FormatError("a document cannot be written as JSON");
  }
}

/**
 * Read UTF-8 JSON that is I-JSON (RFC 7493): no repeated names, no lone surrogates, no number beyond 2^53 - 1, and
 * here at most 32 levels deep. FormatError for anything else.
 * @param {Uint8Array} octets
 * @returns {unknown}
 */
export function parseJson(octets) {
  try {
    return readStrict(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets));
  } catch {
    throw new FormatError("a document is not strict JSON");
  }
}

/**
 * Read a JSON object; FormatError for any other JSON.
 * @param {Uint8Array} octets
 */
export function parseObject(octets) {
  const document = parseJson(octets);
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw new FormatError("a document is no JSON object");
  return /** @type {Record<string, unknown>} */ (document);
}

/**
 * BLAKE2b-256 without a key; `hash` in docs/protocol.md.
 * @param {Uint8Array} octets
 */
export function digest(octets) {
  return sodium.crypto_generichash(32, octets, null);
}

/**
 * Derive 32 bytes from a 32-byte key. FormatError for a key of another length.
 * @param {Uint8Array} key
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export function kdf(key, label, ...parts) {
  if (key.length !== KEY) throw new FormatError("a key has 32 bytes");
  return sodium.crypto_generichash(32, encode(label, ...parts), key);
}

// The parts of a case's lock: made by the caller, and by the server, which gives them out one by one. docs/protocol.md, 4.

/**
 * Given out with every visible slot.
 * @param {Uint8Array} lock
 */
export function cardLock(lock) {
  return kdf(lock, "lock/card");
}

/**
 * Given to who claims.
 * @param {Uint8Array} lock
 */
export function sheetLock(lock) {
  return kdf(lock, "lock/sheet");
}

/**
 * Given to who accepts.
 * @param {Uint8Array} lock
 */
export function bodyLock(lock) {
  return kdf(lock, "lock/body");
}

/**
 * Given to nobody: what the caller keeps of the lock.
 * @param {Uint8Array} lock
 */
export function terms(lock) {
  return kdf(lock, "lock/terms");
}

/**
 * Given to who accepts as number `term`, and to nobody else.
 * @param {Uint8Array} termsKey
 * @param {number} term
 */
export function termLock(termsKey, term) {
  return kdf(termsKey, "lock/term", u32(term));
}

/**
 * Whether a field says "none": all zeros.
 * @param {Uint8Array} octets
 */
export function nothing(octets) {
  return octets.every((octet) => octet === 0);
}
