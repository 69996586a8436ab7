// libsodium, ready for use.

import { arrived, library } from "./library.js";

/** The raw functions of which the wrapper has none, and the memory they work in. */
/**
 * @typedef {object} RawSodium
 * @property {Uint8Array} HEAPU8
 * @property {(size: number) => number} _malloc
 * @property {(pointer: number) => void} _free
 * @property {(prk: number, salt: number, saltSize: number, ikm: number, ikmSize: number) => number}
 *   _crypto_kdf_hkdf_sha256_extract
 * @property {(out: number, outSize: number, info: number, infoSize: number, prk: number) => number}
 *   _crypto_kdf_hkdf_sha256_expand
 */

const { default: ours, ready } = await arrived(library);
await ready;

export const sodium = ours;
export const raw = /** @type {RawSodium} */ (
  /** @type {{ libsodium?: unknown }} */ (/** @type {unknown} */ (sodium)).libsodium
);
