// libsodium, ready for use.

import { library } from "./library.js";

const AGAIN_MS = 3000;

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

/**
 * A module that has failed once is never run again, in this page or Worker. So this one does not fail for want of a
 * connection: it asks again.
 * @returns {ReturnType<typeof library>}
 */
async function arrived() {
  try {
    return await library();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return arrived();
  }
}

const { default: ours, ready } = await arrived();
await ready;

export const sodium = ours;
export const raw = /** @type {RawSodium} */ (
  /** @type {{ libsodium?: unknown }} */ (/** @type {unknown} */ (sodium)).libsodium
);
