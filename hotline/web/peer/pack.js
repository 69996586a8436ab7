// The questions and rules of triage, as a page gets them.

import { parseObject } from "../../../crypto/js/hashing.js";
import { NoPack } from "./errors.js";

/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("./post.js").Post} Post */

/**
 * Fetch the pack that a directory names. NoPack when it names none.
 * @param {Pick<Post, "file">} post
 * @param {{ readonly pack: ?string }} directory
 * @returns {Promise<Pack>}
 */
export async function fetchPack(post, { pack }) {
  if (pack === null) throw new NoPack();
  const document = parseObject(await post.file(`/hotline/web/built/packs/${pack}.json`));
  return /** @type {Pack} */ (/** @type {unknown} */ (document));
}
