// HPKE base mode (RFC 9180) for one message, over X-Wing, HKDF-SHA256 and ChaCha20-Poly1305. docs/protocol.md, 1.
//
// Python has this from `cryptography`. Here the parts come from libsodium and the key schedule is RFC 9180, 5.1.
// WebCrypto is not used: a page without TLS, such as an onion service, does not have it.

import { concat, utf8, wipe } from "./bytes.js";
import { u16 } from "./hashing.js";
import { KEY, SEAL_ENC } from "./sizes.js";
import { raw, sodium } from "./sodium.js";

export const KEM_XWING = 0x647a;
export const KDF_HKDF_SHA256 = 0x0001;
export const AEAD_CHACHA20_POLY1305 = 0x0003;
export const AEAD_KEY = 32;
export const AEAD_NONCE = 12;
export const ENC_RANDOMNESS = 64;

const EMPTY = new Uint8Array(0);
const MODE_BASE = Uint8Array.of(0);

/**
 * Encrypt to an X-Wing public key; `randomness` has 64 bytes. Throws for a key that cannot be sealed to.
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} info
 * @param {Uint8Array} content
 * @param {Uint8Array} randomness
 */
export function sealBase(publicKey, info, content, randomness) {
  const { ciphertext: enc, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, randomness);
  const { key, baseNonce } = keySchedule(sharedSecret, info);
  const ciphertext = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(content, null, null, baseNonce, key);
  wipe(sharedSecret, key, baseNonce);
  return concat(enc, ciphertext);
}

/**
 * Decrypt with the key pair of a 32-byte seed. Throws when it does not open.
 * @param {Uint8Array} seed
 * @param {Uint8Array} info
 * @param {Uint8Array} sealed
 */
export function openBase(seed, info, sealed) {
  const sharedSecret = sodium.crypto_kem_xwing_dec(sealed.subarray(0, SEAL_ENC), seed);
  const { key, baseNonce } = keySchedule(sharedSecret, info);
  try {
    const ciphertext = sealed.subarray(SEAL_ENC);
    return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, ciphertext, null, baseNonce, key);
  } finally {
    wipe(sharedSecret, key, baseNonce);
  }
}

/**
 * KeyScheduleS of RFC 9180, 5.1, in base mode: what one message needs of it.
 * @param {Uint8Array} sharedSecret
 * @param {Uint8Array} info
 * @param {number} kem
 */
export function keySchedule(sharedSecret, info, kem = KEM_XWING) {
  const suite = concat(utf8("HPKE"), u16(kem), u16(KDF_HKDF_SHA256), u16(AEAD_CHACHA20_POLY1305));
  const idHash = labeledExtract(suite, EMPTY, "psk_id_hash", EMPTY);
  const context = concat(MODE_BASE, idHash, labeledExtract(suite, EMPTY, "info_hash", info));
  const secret = labeledExtract(suite, sharedSecret, "secret", EMPTY);
  const key = labeledExpand(suite, secret, "key", context, AEAD_KEY);
  const baseNonce = labeledExpand(suite, secret, "base_nonce", context, AEAD_NONCE);
  wipe(secret);
  return { key, baseNonce };
}

/**
 * @param {Uint8Array} suite
 * @param {Uint8Array} salt
 * @param {string} label
 * @param {Uint8Array} ikm
 */
function labeledExtract(suite, salt, label, ikm) {
  return extract(salt, concat(utf8("HPKE-v1"), suite, utf8(label), ikm));
}

/**
 * @param {Uint8Array} suite
 * @param {Uint8Array} prk
 * @param {string} label
 * @param {Uint8Array} info
 * @param {number} size
 */
function labeledExpand(suite, prk, label, info, size) {
  return expand(prk, concat(u16(size), utf8("HPKE-v1"), suite, utf8(label), info), size);
}

/**
 * HKDF-Extract with SHA-256 (RFC 5869).
 * @param {Uint8Array} salt
 * @param {Uint8Array} ikm
 */
export function extract(salt, ikm) {
  return inMemory([new Uint8Array(KEY), salt, ikm], ([prk = 0, saltAt = 0, ikmAt = 0]) =>
    raw._crypto_kdf_hkdf_sha256_extract(prk, saltAt, salt.length, ikmAt, ikm.length),
  );
}

/**
 * HKDF-Expand with SHA-256 (RFC 5869).
 * @param {Uint8Array} prk
 * @param {Uint8Array} info
 * @param {number} size
 */
export function expand(prk, info, size) {
  return inMemory([new Uint8Array(size), info, prk], ([out = 0, infoAt = 0, prkAt = 0]) =>
    raw._crypto_kdf_hkdf_sha256_expand(out, size, infoAt, info.length, prkAt),
  );
}

/**
 * Call a raw function on copies in libsodium's memory; the first is the result. All are overwritten afterwards.
 * @param {Uint8Array[]} areas
 * @param {(pointers: number[]) => number} call
 */
function inMemory(areas, call) {
  const pointers = areas.map((area) => raw._malloc(area.length || 1));
  try {
    areas.forEach((area, at) => {
      raw.HEAPU8.set(area, pointers[at]);
    });
    if (call(pointers) !== 0) throw new Error("libsodium refused");
    const [out = 0] = pointers;
    return raw.HEAPU8.slice(out, out + (areas[0]?.length ?? 0));
  } finally {
    areas.forEach((area, at) => {
      const pointer = pointers[at] ?? 0;
      raw.HEAPU8.fill(0, pointer, pointer + area.length);
      raw._free(pointer);
    });
  }
}
