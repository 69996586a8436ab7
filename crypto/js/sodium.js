// libsodium, ready for use. The one file that imports it, by a path that a page, a Worker and Node all resolve.

/** @typedef {typeof import("../../hotline/web/built/libsodium-wrappers-sumo.mjs").default} Sodium */

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
 * The build that this browser can run: without WebAssembly (Tor Browser's Safer level) the same in plain JavaScript.
 * @returns {Promise<Sodium>}
 */
async function load() {
  const library = await (typeof WebAssembly === "object"
    ? import("../../hotline/web/built/libsodium-wrappers-sumo.mjs")
    : import("../../hotline/web/built/libsodium-slow.mjs"));
  await library.ready;
  return library.default;
}

export const sodium = await load();
export const raw = /** @type {RawSodium} */ (
  /** @type {{ libsodium?: unknown }} */ (/** @type {unknown} */ (sodium)).libsodium
);
