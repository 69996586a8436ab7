// Padding, boxes and seals: with hpke.js, the only file that touches a cipher. docs/protocol.md, 1.
//
//     pad(x, size)  = u32(length of x), x, zeros up to size
//     box(key, …)   XChaCha20-Poly1305-IETF; nonce(24), ciphertext, tag(16); associated data = encode(label, …parts)
//     seal(pk, …)   HPKE base mode (RFC 9180), KEM 0x647a X-Wing, KDF 0x0001 HKDF-SHA256, AEAD 0x0003
//                   ChaCha20-Poly1305; info = encode(label, …parts), no AAD; enc(1120), ciphertext, tag(16)
//
// Neither commits to its key. Keys are tried one after another in two places only, a slot and a cell, and both check
// what they found by other means. Exports that end in "With" take what is otherwise drawn: for known answers only.

import { concat, fill, randomBytes, wipe } from "./bytes.js";
import { DecryptError, FormatError, NoMatch, TooLong } from "./errors.js";
import { encode, nothing, number, u32 } from "./hashing.js";
import { ENC_RANDOMNESS, openBase, sealBase } from "./hpke.js";
import { BOX_NONCE, BOX_OVERHEAD, KEY, PAD_LENGTH, SEAL_OVERHEAD, SEAL_PUBLIC_KEY } from "./sizes.js";
import { sodium } from "./sodium.js";

/**
 * An X-Wing key pair, kept as the 32-byte seed it follows from; `public` has 1216 bytes.
 * @typedef {Readonly<{ seed: Uint8Array, public: Uint8Array }>} KeyPair
 */

/**
 * Content, its length before it and zeros after it, `size` bytes in all. TooLong when it does not fit.
 * @param {Uint8Array} content
 * @param {number} size
 */
export function pad(content, size) {
  if (content.length > size - PAD_LENGTH) throw new TooLong("content is longer than its padding");
  return fill(concat(u32(content.length), content), size);
}

/**
 * The content. FormatError for a length that does not fit, and for any fill but zeros.
 * @param {Uint8Array} padded
 */
export function unpad(padded) {
  const end = PAD_LENGTH + number(padded.subarray(0, PAD_LENGTH));
  if (padded.length < PAD_LENGTH || end > padded.length || !nothing(padded.subarray(end)))
    throw new FormatError("padding is not of its form");
  return padded.slice(PAD_LENGTH, end);
}

/**
 * Encrypt under a 32-byte key; 40 bytes longer than the content.
 * @param {Uint8Array} key
 * @param {string} label
 * @param {readonly Uint8Array[]} parts
 * @param {Uint8Array} content
 */
export function box(key, label, parts, content) {
  return boxWith(key, encode(label, ...parts), content, randomBytes(BOX_NONCE));
}

/**
 * `box` with a nonce already drawn.
 * @param {Uint8Array} key
 * @param {Uint8Array} bound
 * @param {Uint8Array} content
 * @param {Uint8Array} nonce
 */
export function boxWith(key, bound, content, nonce) {
  if (key.length !== KEY) throw new FormatError("a key has 32 bytes");
  return concat(nonce, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(content, bound, null, nonce, key));
}

/**
 * Decrypt what `box` made with the same key, label and parts; DecryptError otherwise.
 * @param {Uint8Array} key
 * @param {string} label
 * @param {readonly Uint8Array[]} parts
 * @param {Uint8Array} boxed
 */
export function unbox(key, label, parts, boxed) {
  if (key.length !== KEY) throw new FormatError("a key has 32 bytes");
  if (boxed.length < BOX_OVERHEAD) throw new DecryptError("a box is shorter than its overhead");
  const [nonce, ciphertext] = [boxed.subarray(0, BOX_NONCE), boxed.subarray(BOX_NONCE)];
  const bound = encode(label, ...parts);
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, bound, nonce, key);
  } catch {
    throw new DecryptError("a box does not open");
  }
}

/**
 * The X-Wing key pair of a 32-byte seed (draft-connolly-cfrg-xwing-kem, expandDecapsulationKey).
 * @param {Uint8Array} seed
 * @returns {KeyPair}
 */
export function pair(seed) {
  if (seed.length !== KEY) throw new FormatError("a seed has 32 bytes");
  const { publicKey, privateKey } = sodium.crypto_kem_xwing_seed_keypair(seed);
  wipe(privateKey);
  return Object.freeze({ seed, public: publicKey });
}

/** A key pair from a seed drawn now. */
export function freshPair() {
  return pair(randomBytes(KEY));
}

/**
 * Encrypt to an X-Wing public key of 1216 bytes; 1136 bytes longer than the content. FormatError for a bad key.
 * @param {Uint8Array} publicKey
 * @param {string} label
 * @param {readonly Uint8Array[]} parts
 * @param {Uint8Array} content
 */
export function seal(publicKey, label, parts, content) {
  const randomness = randomBytes(ENC_RANDOMNESS);
  try {
    return sealWith(publicKey, encode(label, ...parts), content, randomness);
  } finally {
    wipe(randomness);
  }
}

/**
 * `seal` with the 64 bytes of the encapsulation already drawn.
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} bound
 * @param {Uint8Array} content
 * @param {Uint8Array} randomness
 */
export function sealWith(publicKey, bound, content, randomness) {
  if (publicKey.length !== SEAL_PUBLIC_KEY) throw new FormatError("a sealing key has 1216 bytes");
  try {
    return sealBase(publicKey, bound, content, randomness);
  } catch {
    throw new FormatError("a sealing key cannot be sealed to");
  }
}

/**
 * Decrypt what `seal` made to pair(seed) with the same label and parts; NoMatch otherwise, for whatever reason.
 * @param {Uint8Array} seed
 * @param {string} label
 * @param {readonly Uint8Array[]} parts
 * @param {Uint8Array} sealed
 */
export function openSealed(seed, label, parts, sealed) {
  if (sealed.length < SEAL_OVERHEAD) throw new NoMatch("a seal is shorter than its overhead");
  if (seed.length !== KEY) throw new FormatError("a seed has 32 bytes");
  const bound = encode(label, ...parts);
  try {
    return openBase(seed, bound, sealed);
  } catch {
    throw new NoMatch("a seal does not open");
  }
}
