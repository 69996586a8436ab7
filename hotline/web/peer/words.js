// Word lists, and how codenames and fingerprints are spelled with them. docs/protocol.md, 2.
//
// The lists are the BIP-39 lists of PyPI's mnemonic, which the build writes to ../built/words/. All are loaded at once,
// by everyone: which of them somebody needs would tell the network what she is about to do.

import * as codename from "../../../crypto/js/codename.js";
import { parseJson } from "../../../crypto/js/hashing.js";
import * as workers from "../../../crypto/js/workers.js";

export const ENGLISH = "en";
export const LANGUAGES = Object.freeze([ENGLISH, "es", "fr", "pt", "zh-Hans", "ru"]);

/** @typedef {ReadonlyMap<string, readonly string[]>} WordLists */

/**
 * All word lists that are built, by language.
 * @param {import("./post.js").Post} post
 * @returns {Promise<WordLists>}
 */
export async function loadWordLists(post) {
  const files = LANGUAGES.map(async (language) => {
    const list = parseJson(await post.file(`/hotline/web/built/words/${language}.json`));
    return /** @type {const} */ ([language, Object.freeze(/** @type {string[]} */ (list))]);
  });
  return new Map(await Promise.all(files));
}

/**
 * The language whose list is used for a language of BCP 47; English where there is none.
 * @param {string} language
 */
export function listFor(language) {
  const [primary] = language.split("-");
  return [language, primary].find((one) => LANGUAGES.includes(one)) ?? ENGLISH;
}

/**
 * The words of the list for a language.
 * @param {WordLists} lists
 * @param {string} language
 */
export function wordList(lists, language = ENGLISH) {
  return lists.get(listFor(language)) ?? [];
}

/**
 * The ten bytes of what was typed, the page's language tried first. CodenameError when it is none.
 * @param {string} text
 * @param {Uint8Array} site
 * @param {WordLists} lists
 * @param {string} language
 */
export function readCodename(text, site, lists, language = ENGLISH) {
  const first = listFor(language);
  const others = LANGUAGES.filter((one) => one !== first);
  return codename.read(
    text,
    site,
    [first, ...others].map((one) => wordList(lists, one)),
  );
}

/**
 * The six English words by which people compare a key. As slow as `stretch`.
 * @param {Uint8Array} publicKey
 * @param {WordLists} lists
 */
export function fingerprint(publicKey, lists) {
  return workers.words(publicKey, wordList(lists));
}
