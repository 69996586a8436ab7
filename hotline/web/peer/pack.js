// The questions and rules of triage, as a page gets them.

import { parseObject } from "../../../crypto/js/hashing.js";

/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("./post.js").Post} Post */

const PACK = "/hotline/web/built/packs/us-immigration.json";

/**
 * Fetch the pack.
 * @param {Pick<Post, "file">} post
 * @returns {Promise<Pack>}
 */
export async function fetchPack(post) {
  return /** @type {Pack} */ (/** @type {unknown} */ (parseObject(await post.file(PACK))));
}
