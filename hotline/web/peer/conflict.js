// The conflict check: names on a sheet against a list that never leaves the device. docs/protocol.md, 5.

/** @typedef {import("./state.js").Json} Json */

/**
 * A name on the sheet that is, or may be, one of the list. `sure` is whether all its words are the same.
 * @typedef {Readonly<{ role: string, name: string, client: string, sure: boolean }>} Hit
 */

export const NEAR = 0.82;
export const LEAST_LETTERS = 4;

/**
 * Names of the sheet that stand in the list: sure ones first, near misses after them.
 * @param {Json} sheet
 * @param {Iterable<string>} clients
 * @returns {Hit[]}
 */
export function conflicts(sheet, clients) {
  const names = (Array.isArray(sheet.names) ? sheet.names : []).filter(isNamed);
  const known = Array.from(clients, (client) => ({ client, theirs: fold(client) })).filter((one) => one.theirs.length);
  const hits = names.flatMap(({ role, name }) => {
    const mine = fold(String(name));
    const alike = known.filter(({ theirs }) => mine.length > 0 && areAlike(mine, theirs));
    return alike.map(({ client, theirs }) =>
      Object.freeze({ role: String(role ?? ""), name: String(name), client, sure: same(mine, theirs) }),
    );
  });
  return [...hits.filter((hit) => hit.sure), ...hits.filter((hit) => !hit.sure)];
}

/**
 * The words of a name without case, accents or order.
 * @param {string} name
 */
export function fold(name) {
  const plain = Array.from(foldCase(name).normalize("NFKD")).filter((one) => !combines(one));
  const parted = plain.map((one) => (/[\p{L}\p{N}]/u.test(one) ? one : " ")).join("");
  return parted
    .split(" ")
    .filter((word) => word !== "")
    .sort();
}

/**
 * How much of two texts is the same, from 0 to 1, by the longest pieces that they share (Ratcliff and Obershelp).
 * @param {string} one
 * @param {string} two
 */
export function ratio(one, two) {
  const [a, b] = [Array.from(one), Array.from(two)];
  return a.length + b.length === 0 ? 1 : (2 * shared(a, b)) / (a.length + b.length);
}

/** @param {unknown} one */
function isNamed(one) {
  const name = typeof one === "object" && one !== null && "name" in one ? one.name : null;
  return String(name ?? "").trim() !== "";
}

/**
 * The same words; all words of the shorter name, two at least, in the longer; or nearly the same letters.
 * @param {readonly string[]} mine
 * @param {readonly string[]} theirs
 */
function areAlike(mine, theirs) {
  const [shorter, longer] = [new Set(mine), new Set(theirs)].sort((one, two) => one.size - two.size);
  if (same(mine, theirs) || (shorter.size > 1 && Array.from(shorter).every((word) => longer.has(word)))) return true;
  const [one, two] = [mine.join(" "), theirs.join(" ")];
  return Math.min(Array.from(one).length, Array.from(two).length) >= LEAST_LETTERS && ratio(one, two) >= NEAR;
}

/**
 * @param {readonly string[]} mine
 * @param {readonly string[]} theirs
 */
function same(mine, theirs) {
  return mine.length === theirs.length && mine.every((word, at) => word === theirs[at]);
}

/**
 * Unicode's case folding, as Python's `casefold` has it.
 * @param {string} name
 */
function foldCase(name) {
  return Array.from(name, (one) => (one === "\u0131" ? one : one.toUpperCase().toLowerCase())).join("");
}

/**
 * Whether a character only changes the one before it. Unicode sorts such characters by their class when it normalizes,
 * so it changes places with the one that sorts last.
 * @param {string} character
 */
function combines(character) {
  const last = "\u0345";
  return character === last || `a${last}${character}`.normalize("NFD") !== `a${last}${character}`;
}

/**
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 * @returns {number}
 */
function shared(a, b) {
  const { atA, atB, size } = longestPiece(a, b);
  if (size === 0) return 0;
  const before = shared(a.slice(0, atA), b.slice(0, atB));
  return before + size + shared(a.slice(atA + size), b.slice(atB + size));
}

/**
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 */
function longestPiece(a, b) {
  let best = { atA: 0, atB: 0, size: 0 };
  let above = new Array(b.length + 1).fill(0);
  a.forEach((one, i) => {
    const row = new Array(b.length + 1).fill(0);
    b.forEach((two, j) => {
      if (one !== two) return;
      const size = above[j] + 1;
      row[j + 1] = size;
      if (size > best.size) best = { atA: i - size + 1, atB: j - size + 1, size };
    });
    above = row;
  });
  return best;
}
