// How codenames and fingerprints are spelled and read with the lists of words. docs/protocol.md, 2.
//
// The build writes all lists into one file, from the table in hotline/word_lists.py, and everyone loads them all: which
// of them somebody needs would tell the network what she is about to do.

import * as codename from "../../../crypto/js/codename.js";
import { parseObject } from "../../../crypto/js/hashing.js";

export const ENGLISH = "en";
const FILE = "/hotline/web/built/words.json";

/** @typedef {ReadonlyMap<string, readonly string[]>} WordLists by the BCP 47 tag of a language */

/**
 * All lists of words.
 * @param {import("./post.js").Post} post
 * @returns {Promise<WordLists>}
 */
export async function loadWordLists(post) {
  return new Map(Object.entries(/** @type {Record<string, string[]>} */ (parseObject(await post.file(FILE)))));
}

/**
 * The tag of the list for a language of BCP 47: its own or its first part's; null where there is none.
 * @param {WordLists} lists
 * @param {string} language
 */
export function listFor(lists, language) {
  return [language, language.split("-")[0]].find((tag) => lists.has(tag)) ?? null;
}

/**
 * A codename's eight words in a language's list, or its nine groups of digits where the language has none.
 * @param {Uint8Array} ten
 * @param {Uint8Array} site
 * @param {WordLists} lists
 * @param {string} language
 * @returns {readonly string[]}
 */
export function spelled(ten, site, lists, language) {
  const words = lists.get(listFor(lists, language) ?? "");
  return words ? codename.toWords(ten, site, words) : codename.toDigits(ten, site).split(" ");
}

/**
 * The ten bytes of what was typed, the page's language tried first. CodenameError when it is none.
 * @param {string} text
 * @param {Uint8Array} site
 * @param {WordLists} lists
 * @param {string} language
 */
export function readCodename(text, site, lists, language = ENGLISH) {
  const first = listFor(lists, language);
  const inOrder = [...lists].sort(([one], [other]) => Number(other === first) - Number(one === first));
  return codename.read(
    text,
    site,
    inOrder.map(([, words]) => words),
  );
}

/**
 * The six English words by which people compare a key. As slow as `stretch`.
 * @param {Uint8Array} publicKey
 * @param {WordLists} lists
 */
export function fingerprint(publicKey, lists) {
  return codename.words(publicKey, lists.get(ENGLISH) ?? []);
}
