// The list of a responder's own clients: read from what she pastes or loads, kept in this page's memory only.

const QUOTES = /^["'\s]+|["'\s]+$/g;
const LETTER = /\p{L}/u;
const CELLS = /[\t;|]/;
const NAMES_AT_MOST = 20_000;
const LONGEST = 200;

/**
 * The text of a file, in whichever of the usual encodings: a name whose accents are lost would be missed.
 * @param {Uint8Array} octets
 */
export function textOf(octets) {
  const mark = octets.subarray(0, 2).join(" ");
  if (mark === "255 254") return new TextDecoder("utf-16le").decode(octets);
  if (mark === "254 255") return new TextDecoder("utf-16be").decode(octets);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder("windows-1252").decode(octets);
  }
}

/**
 * The names in a text: one to a line, or a table saved as text. Of a line with several columns each one counts, and
 * each pair that stands together, because surname and first name are often apart.
 * @param {string} text
 * @returns {string[]}
 */
export function namesIn(text) {
  const found = text.split(/\r?\n/).flatMap(candidates).map(tidy).filter(isName);
  return [...new Set(found)].slice(0, NAMES_AT_MOST);
}

/** @param {string} line */
function candidates(line) {
  const cells = line.split(CELLS);
  if (cells.length > 1) return together(cells);
  const commas = line.split(",");
  return commas.length > 2 ? together(commas) : [line];
}

/** @param {string[]} cells */
function together(cells) {
  const named = cells.map(tidy).filter(isName);
  return [...named, ...named.slice(1).map((cell, at) => `${named[at]} ${cell}`)];
}

/** @param {string} text */
function tidy(text) {
  return text.replace(QUOTES, "").replace(/\s+/g, " ");
}

/** @param {string} text */
function isName(text) {
  return text.length <= LONGEST && LETTER.test(text);
}
