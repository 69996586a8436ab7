// What every caller's client does before anything else, whoever she is and whatever she is going to do.

import * as workers from "../../../crypto/js/workers.js";
import { fetchPack } from "./pack.js";
import { fetchDirectory } from "./post.js";
import { Rhythm } from "./rhythm.js";
import { loadWordLists } from "./words.js";

/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./post.js").Post} Post */
/** @typedef {import("./state.js").Stretcher} Stretcher */
/** @typedef {import("./words.js").WordLists} WordLists */

/** @typedef {Readonly<{ pack: Pack, lists: WordLists }>} Files */

/**
 * `files` may still be on their way: a codename can be stretched before they are here.
 * @typedef {Readonly<{ directory: Directory, stretcher: Stretcher, files: Promise<Files> }>} Prepared
 */

/**
 * Does a step again when it failed for want of a connection, for as long as there is sense in it.
 * @typedef {<T>(step: () => Promise<T>) => Promise<T>} Again
 */

/**
 * Fetch the verified directory, begin the rhythm, and ask for the pack and the word lists. DirectoryError.
 * @param {Post} post
 * @param {Uint8Array} rootPk
 * @param {Stretcher} stretcher
 * @param {Again} again
 * @param {Promise<Pack>} [pack] when one has been asked for already; another is fetched if the directory names it
 * @returns {Promise<Prepared>}
 */
export async function prepare(post, rootPk, stretcher = workers, again = (step) => step(), pack = undefined) {
  const directory = await again(() => fetchDirectory(post, rootPk));
  post.rhythm ??= new Rhythm(directory.policy);
  const files = again(() => loadFiles(post, directory, pack));
  files.catch(() => null); // who needs them hears of it
  return Object.freeze({ directory, stretcher, files });
}

/** @param {Post} post @param {Directory} directory @param {Promise<Pack>} [asked] @returns {Promise<Files>} */
async function loadFiles(post, directory, asked) {
  const [first, lists] = await Promise.all([asked ?? fetchPack(post, directory), loadWordLists(post)]);
  const pack = first.id === directory.pack ? first : await fetchPack(post, directory);
  return Object.freeze({ pack, lists });
}
