// What outlives a lock of the desk: drafts and the list of clients, boxed in memory under a key of the codename.
// Nothing of it is stored: closing the page ends it.

import { wipe } from "../../../crypto/js/bytes.js";
import { digest, dumpJson, kdf, parseObject } from "../../../crypto/js/hashing.js";
import { box, unbox } from "../../../crypto/js/sealing.js";

/**
 * @typedef {object} Kept
 * @property {Record<string, string>} drafts by case
 * @property {Record<string, string>} pending by case, what was sent while nothing could be written: in memory only
 * @property {string[]} clients
 */

const LABEL = "desk/kept";

/** Nothing kept. @returns {Kept} */
export function empty() {
  return { drafts: {}, pending: {}, clients: [] };
}

/**
 * Box what is to outlive the lock. Nobody without the codename opens it.
 * @param {Uint8Array} vaultKey
 * @param {Kept} kept
 */
export function seal(vaultKey, kept) {
  const key = kdf(vaultKey, LABEL);
  const boxed = box(key, LABEL, [digest(key)], dumpJson({ ...kept }));
  wipe(key);
  return boxed;
}

/**
 * What was kept; nothing when it was boxed under another codename.
 * @param {Uint8Array} vaultKey
 * @param {Uint8Array | null} boxed
 * @returns {Kept}
 */
export function open(vaultKey, boxed) {
  const key = kdf(vaultKey, LABEL);
  try {
    if (boxed === null) return empty();
    return /** @type {Kept} */ (/** @type {unknown} */ (parseObject(unbox(key, LABEL, [digest(key)], boxed))));
  } catch {
    return empty();
  } finally {
    wipe(key);
  }
}
