// JSON as both languages read it: I-JSON (RFC 7493) with bounded nesting.
//
// `JSON.parse` refuses NaN and comments but takes repeated names, lone surrogates, and numbers that lose their value.
// Whatever is read here can be written again, and means the same in Python.

export const JSON_LEVELS = 32;
export const JSON_NUMBER_AT_MOST = Number.MAX_SAFE_INTEGER;

const LONE_SURROGATE = /\p{Cs}/u;
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The value that `text` spells. SyntaxError for anything that is not strict.
 * @param {string} text
 * @returns {unknown}
 */
export function readStrict(text) {
  JSON.parse(text); // first, so that the scan below meets well-formed text only and stays linear
  refuseRepeatsAndDepth(text);
  return JSON.parse(text, (name, value) => {
    if (LONE_SURROGATE.test(name)) throw new SyntaxError("text is not Unicode");
    return sound(value);
  });
}

/**
 * The compact text of a value. SyntaxError for what JSON would drop or change, or `readStrict` refuse.
 * @param {unknown} document
 */
export function writeStrict(document) {
  const text = JSON.stringify(document, (_name, value) => plain(value));
  readStrict(text);
  return text;
}

/** @param {string} text */
function refuseRepeatsAndDepth(text) {
  /** @type {Set<string>[]} */
  const open = [];
  let last = "";
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") addName(open.at(-1), JSON.parse(last));
    if (open.length > JSON_LEVELS) throw new SyntaxError("nested too deeply");
    last = token;
  }
}

/**
 * @param {Set<string> | undefined} names
 * @param {string} name
 */
function addName(names, name) {
  if (names?.has(name)) throw new SyntaxError("a name is repeated");
  names?.add(name);
}

/** @param {unknown} value */
function sound(value) {
  if (typeof value === "string" && LONE_SURROGATE.test(value)) throw new SyntaxError("text is not Unicode");
  if (typeof value !== "number") return value;
  if (Math.abs(value) > JSON_NUMBER_AT_MOST) throw new SyntaxError("a number is too big");
  return value + 0; // -0 becomes 0
}

/** @param {unknown} value */
function plain(value) {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Array.isArray(value)) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const prototype = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype === Object.prototype || prototype === null) return value;
  throw new SyntaxError("not a JSON value");
}
