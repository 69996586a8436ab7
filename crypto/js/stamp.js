// Stamps: a little work on every request, so that a flood costs its sender. docs/protocol.md, 7.
//
// A stamp is good when kdf(hash(u8(op) ‖ all after the nonce), "stamp", hour, nonce) begins with enough zero bits and
// its hour is the server's, this or the last.

import { concat, randomBytes } from "./bytes.js";
import { FormatError } from "./errors.js";
import { digest, encode, kdf, u8, u32 } from "./hashing.js";
import { KEY, STAMP_NONCE } from "./sizes.js";
import { sodium } from "./sodium.js";

export const POLICY_BITS_AT_MOST = 20; // that a directory asks for on a calm day
export const BITS_AT_MOST = POLICY_BITS_AT_MOST + 6; // under load; some minutes on a cheap phone, and no honest server asks for more

/**
 * What the stamp is bound to: the operation and all that follows the nonce, the filling included.
 * @param {number} op
 * @param {Uint8Array} body
 */
export function workKey(op, body) {
  return digest(concat(u8(op), body));
}

/**
 * Find an 8-byte nonce; about 2**bits tries. FormatError for more bits than a person could wait for.
 * @param {Uint8Array} key
 * @param {number} hour
 * @param {number} bits
 */
export function mint(key, hour, bits) {
  return mintWith(key, hour, bits, randomBytes(STAMP_NONCE));
}

/**
 * `mint`, counting up from a nonce already drawn.
 * @param {Uint8Array} key
 * @param {number} hour
 * @param {number} bits
 * @param {Uint8Array} start
 */
export function mintWith(key, hour, bits, start) {
  if (!(bits >= 0 && bits <= BITS_AT_MOST)) throw new FormatError("a stamp of that many bits is not asked of anyone");
  if (key.length !== KEY || start.length !== STAMP_NONCE) throw new FormatError("a key or nonce has another size");
  // The nonce is the end of the encoding: the loop changes it in place rather than encode 2**bits times.
  const encoded = encode("stamp", u32(hour), start);
  const nonce = encoded.subarray(encoded.length - STAMP_NONCE);
  while (!beginsWithZeros(sodium.crypto_generichash(32, encoded, key), bits)) increment(nonce);
  return nonce.slice();
}

/**
 * Whether the stamp begins with `bits` zero bits.
 * @param {Uint8Array} key
 * @param {number} hour
 * @param {Uint8Array} nonce
 * @param {number} bits
 */
export function isGood(key, hour, nonce, bits) {
  return beginsWithZeros(kdf(key, "stamp", u32(hour), nonce), bits);
}

/**
 * Whether a stamp's hour is the server's, this or the last.
 * @param {number} hour
 * @param {number} now
 */
export function inTime(hour, now) {
  return hour === now || hour === now - 1;
}

/**
 * @param {Uint8Array} octets
 * @param {number} bits
 */
function beginsWithZeros(octets, bits) {
  const first = new DataView(octets.buffer, octets.byteOffset).getUint32(0);
  return bits === 0 || first >>> (32 - bits) === 0;
}

/** @param {Uint8Array} counter */
function increment(counter) {
  for (let at = counter.length - 1; at >= 0; at -= 1) {
    counter[at] = ((counter[at] ?? 0) + 1) & 255;
    if (counter[at] !== 0) return;
  }
}
