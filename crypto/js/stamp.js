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
export const FILLING_SHARE = 0.5; // of a bucket: from here on opening a case in it gets dearer
const TRIES = 64; // between two looks at the clock
const STRETCH_MS = 15;

/**
 * What the stamp is bound to: the operation and all that follows the nonce, the filling included.
 * @param {number} op
 * @param {Uint8Array} body
 */
export function workKey(op, body) {
  return digest(concat(u8(op), body));
}

/**
 * `mintWith` from any nonce, with pauses in which a page takes input; null once `stopped` says so. Not in a Worker: one
 * more of those would load all the cryptography once more, to save a page a millisecond at each beat.
 * @param {Uint8Array} key
 * @param {number} hour
 * @param {number} bits
 * @param {() => boolean} stopped
 */
export async function mint(key, hour, bits, stopped) {
  let until = performance.now() + STRETCH_MS;
  for (const nonce of attempts(key, hour, bits, randomBytes(STAMP_NONCE))) {
    if (nonce !== null) return nonce;
    if (performance.now() < until) continue;
    await breath();
    if (stopped()) break;
    until = performance.now() + STRETCH_MS;
  }
  return null;
}

/**
 * Find an 8-byte nonce, counting up from one already drawn; about 2**bits tries. FormatError for more bits than a person
 * could wait for.
 * @param {Uint8Array} key
 * @param {number} hour
 * @param {number} bits
 * @param {Uint8Array} start
 */
export function mintWith(key, hour, bits, start) {
  const trying = attempts(key, hour, bits, start);
  for (;;) {
    const { value } = trying.next();
    if (value) return value;
  }
}

/**
 * The nonce at last; before it null whenever a number of tries have come to nothing.
 * @param {Uint8Array} key
 * @param {number} hour
 * @param {number} bits
 * @param {Uint8Array} start
 * @returns {Generator<Uint8Array | null, undefined, void>}
 */
function* attempts(key, hour, bits, start) {
  if (!(bits >= 0 && bits <= BITS_AT_MOST)) throw new FormatError("a stamp of that many bits is not asked of anyone");
  if (key.length !== KEY || start.length !== STAMP_NONCE) throw new FormatError("a key or nonce has another size");
  // The nonce is the end of the encoding: the loop changes it in place rather than encode 2**bits times.
  const encoded = encode("stamp", u32(hour), start);
  const nonce = encoded.subarray(encoded.length - STAMP_NONCE);
  for (let tries = 1; !beginsWithZeros(sodium.crypto_generichash(32, encoded, key), bits); tries += 1) {
    increment(nonce);
    if (tries % TRIES === 0) yield null;
  }
  yield nonce.slice();
}

/** Lets the page do what waits. Unlike a timer, it waits no longer in a page that nobody looks at. */
function breath() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(null);
    };
    port2.postMessage(null);
  });
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
