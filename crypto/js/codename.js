// Codenames: 80 random bits and 8 to check them, as words or digits, and the keys they yield. docs/protocol.md, 2.
//
//     codename = ten ‖ kdf(site, "codename/check", ten)[0]        88 bits, big-endian
//     words    = 8 indices of 11 bits into a BIP-39 list          digits = the number, 27 decimal digits in threes
//     mk       = stretch(ten, kdf(site, "codename/salt")[:16])
//
// Word lists are parameters: each is a sequence of 2048 words. When reading, case and accents are ignored, and in a list
// whose words all differ in their first four letters what follows those. A codename's words are the one secret that is
// ever text: the engine cannot wipe text.

import { concat, equal, randomBytes, utf8 } from "./bytes.js";
import { decimals } from "./digits.js";
import { CodenameError, FormatError } from "./errors.js";
import { digest, kdf } from "./hashing.js";
import { KEY, SALT } from "./sizes.js";
import { stretch } from "./workers.js";

export const TEN = 10;
export const WORDS = 8;
export const WORD_BITS = 11;
export const LIST_LENGTH = 1 << WORD_BITS;
export const DIGITS = 27;
export const FINGERPRINT_WORDS = 6;
export const FIRST_LETTERS = 4;

const LETTER = /\p{L}/u;

/** Ten random bytes: what a new codename stands for. */
export function draw() {
  return randomBytes(TEN);
}

/**
 * mk, from which every key of this codename follows; as slow as `stretch`.
 * @param {Uint8Array} ten
 * @param {Uint8Array} site
 * @param {typeof stretch} stretching of a Worker that is kept, where there is one
 */
export async function masterKey(ten, site, stretching = stretch) {
  return stretching(checkTen(ten), kdf(site, "codename/salt").slice(0, SALT));
}

/**
 * The eight words of a codename in one list.
 * @param {Uint8Array} ten
 * @param {Uint8Array} site
 * @param {readonly string[]} wordList
 */
export function toWords(ten, site, wordList) {
  return spell(bigNumber(checked(ten, site)), WORDS, wordList);
}

/**
 * The 27 digits of a codename, in groups of three.
 * @param {Uint8Array} ten
 * @param {Uint8Array} site
 */
export function toDigits(ten, site) {
  const digits = bigNumber(checked(ten, site)).toString().padStart(DIGITS, "0");
  return (digits.match(/.../g) ?? []).join(" ");
}

/**
 * The ten bytes of what was typed: words of one of the lists, tried whole one after another, or digits.
 *
 * Digits may be of any script. CodenameError when no reading has the right check byte.
 * @param {string} text
 * @param {Uint8Array} site
 * @param {Iterable<readonly string[]>} lists
 */
export function read(text, site, lists) {
  const typed = readDigits(text);
  for (const value of typed === null ? Array.from(lists, (list) => indices(text, list)) : [typed]) {
    const eleven = value === null ? null : elevenBytes(value);
    const ten = eleven?.slice(0, TEN);
    if (eleven && ten && equal(checked(ten, site), eleven)) return ten;
  }
  throw new CodenameError("this is no codename; a word or digit is mistyped");
}

/**
 * The first typed word that is in none of the lists, as it was typed; null when each is in one, and for digits.
 * @param {string} text
 * @param {Iterable<readonly string[]>} lists
 */
export function strangeWord(text, lists) {
  const every = [...lists];
  const characters = new Set(every.flatMap((words) => words.filter((word) => Array.from(word).length === 1).map(fold)));
  const kept = Array.from(text.normalize("NFC"), (one) => (characters.has(fold(one)) ? " " : one)).join("");
  const readers = every.map(reader);
  const typed = kept.match(/[\p{L}\p{M}]+/gu) ?? [];
  return typed.find((word) => readers.every((found) => found(word).includes(undefined))) ?? null;
}

/**
 * The six words by which people compare a public key: the first 66 bits of its stretched hash. As slow as `stretch`.
 * @param {Uint8Array} publicKey
 * @param {readonly string[]} wordList
 */
export async function words(publicKey, wordList) {
  const stretched = bigNumber(await stretch(digest(publicKey), utf8("hotline/v1/words")));
  return spell(stretched >> BigInt(8 * KEY - FINGERPRINT_WORDS * WORD_BITS), FINGERPRINT_WORDS, wordList);
}

/** @param {Uint8Array} ten */
function checkTen(ten) {
  if (ten.length !== TEN) throw new FormatError("a codename stands for ten bytes");
  return ten;
}

/**
 * @param {Uint8Array} ten
 * @param {Uint8Array} site
 */
function checked(ten, site) {
  return concat(checkTen(ten), kdf(site, "codename/check", ten).slice(0, 1));
}

/** @param {Uint8Array} octets */
function bigNumber(octets) {
  return octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
}

/** @param {bigint} value */
function elevenBytes(value) {
  if (value >> BigInt(8 * (TEN + 1)) !== 0n) return null;
  return Uint8Array.from({ length: TEN + 1 }, (_, at) => Number((value >> BigInt(8 * (TEN - at))) & 255n));
}

/**
 * @param {bigint} value
 * @param {number} length
 * @param {readonly string[]} wordList
 */
function spell(value, length, wordList) {
  if (wordList.length !== LIST_LENGTH) throw new FormatError("a word list has 2048 words");
  return Array.from({ length }, (_, at) => {
    const index = Number((value >> BigInt(WORD_BITS * (length - 1 - at))) & BigInt(LIST_LENGTH - 1));
    return wordList[index] ?? "";
  });
}

/**
 * The number spelled by 27 digits of any script; null when the text holds letters or another count of digits.
 * @param {string} text
 */
function readDigits(text) {
  if (LETTER.test(text)) return null;
  const found = decimals(text);
  return found.length === DIGITS ? BigInt(found.join("")) : null;
}

/**
 * @param {string} text
 * @param {readonly string[]} wordList
 */
function indices(text, wordList) {
  const found = reader(wordList)(text);
  if (found.length !== WORDS || found.includes(undefined)) return null;
  return found.reduce((/** @type {bigint} */ value, index) => (value << BigInt(WORD_BITS)) | (index ?? 0n), 0n);
}

/**
 * Gives for each word of a text its place in the list; undefined for a word that is not there.
 * @param {readonly string[]} wordList
 * @returns {(text: string) => (bigint | undefined)[]}
 */
function reader(wordList) {
  const folded = wordList.map(fold);
  const first = (/** @type {string} */ word) => word.slice(0, FIRST_LETTERS);
  const kept = new Set(folded.map(first)).size === folded.length ? first : (/** @type {string} */ word) => word;
  const known = new Map(folded.map((word, index) => [kept(word), BigInt(index)]));
  const singleCharacters = folded.every((word) => Array.from(word).length === 1);
  return (text) => split(fold(text), singleCharacters).map((word) => known.get(kept(word)));
}

/**
 * Words parted by anything that is no letter; single characters each by itself.
 * @param {string} folded
 * @param {boolean} singleCharacters
 */
function split(folded, singleCharacters) {
  const parted = folded.replace(/\P{L}/gu, " ");
  return singleCharacters ? Array.from(parted.replaceAll(" ", "")) : parted.split(" ").filter((word) => word !== "");
}

/**
 * Lower case without marks.
 * @param {string} text
 */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC");
}
