// What a caller has answered and typed, in memory and nowhere else.

/** @typedef {import("./journey.js").Answers} Answers */

export const FIRST_BYTES = 8500; // of her words with the case, beside answers and a number to call
export const ROOM_BYTES = 5000; // of a message: what is more follows in the next
const ALL_BYTES = 12_000; // of her words; they stand in the vault together until somebody accepts
const GOES_ON = " […]"; // whoever reads the case before the rest has come must see that there is more
const ROOM = Object.freeze({ name: 120, names: 1000, number: 60, time: 200, say: 200 });

/** Everything that has to be forgotten when she leaves: another one takes its place. */
export class Session {
  /** @type {Answers} */
  answers = {};
  /** Days that she gave, by the names of the pack's dates. @type {Record<string, string>} */
  dates = {};
  names = { self: "", client: "", other: "" };
  words = "";
  callback = { number: "", time: "", say: "" };
  typedCode = "";
  reply = "";
  /** @type {string[]} what she has said and that is not in her conversation yet */
  saying = [];
  /** @type {string | null} the language whose words her code is in, or digits; null while she has not chosen */
  spelling = null;
  /** @type {number[]} which parts of the code she is asked for */
  asked = [];
  typedParts = ["", ""];
  /** Whether she has shown that she wrote her code down, or came with it. */
  confirmed = false;
  sent = false;
  /** @type {Promise<void> | null} */
  sending = null;
  /** @type {number | null} seconds since 1970 */
  sentAt = null;

  /** The answers that triage reads: what was skipped is left out. */
  known() {
    return Object.fromEntries(Object.entries(this.answers).filter(([, value]) => value !== undefined));
  }

  /** The names for the conflict sheet. */
  people() {
    const one = (/** @type {"self" | "client" | "other_side"} */ role, /** @type {string} */ name) => ({ role, name });
    const { self, client, other } = this.names;
    return [one("self", self), one("client", client), ...other.split("\n").map((name) => one("other_side", name))]
      .map(({ role, name }) => ({ role, name: name.trim() }))
      .filter(({ name }) => name !== "");
  }

  /** How to call back, or null; the labels are for the volunteer, so they are English like the desk. */
  howToCall() {
    const { number, time, say } = this.callback;
    if (number.trim() === "") return null;
    return [number, time && `When: ${time}`, say && `May be said: ${say}`].filter(Boolean).join("\n");
  }

  room() {
    return ROOM;
  }
}

/**
 * Her words in the parts in which they are sent with a case. All but the last one say that there is more.
 * @param {string} words
 * @returns {string[]}
 */
export function partsOfCase(words) {
  const first = words.slice(0, endOfPart(words, FIRST_BYTES));
  if (first === words) return [words];
  const parts = [first, ...partsOf(words.slice(first.length))];
  return parts.map((part, at) => (at === parts.length - 1 ? part : part.trimEnd() + GOES_ON));
}

/**
 * A text in the messages in which it is sent, cut at blanks where that can be.
 * @param {string} text
 * @returns {string[]}
 */
export function partsOf(text) {
  const end = endOfPart(text, ROOM_BYTES);
  return end === text.length ? [text] : [text.slice(0, end), ...partsOf(text.slice(end))];
}

/** Where the first part of so many bytes ends. @param {string} text @param {number} roomBytes */
function endOfPart(text, roomBytes) {
  if (size(text) <= roomBytes) return text.length;
  let end = text.length;
  while (size(text.slice(0, end)) > roomBytes) end = Math.floor(end * 0.9);
  const blank = text.lastIndexOf(" ", end);
  if (blank > end / 2) return blank + 1;
  return /[\uD800-\uDBFF]/.test(text[end - 1]) ? end - 1 : end; // a letter of two halves stays one
}

/**
 * About how many more letters of the kind that she writes can be sent; less than nothing when it is too long already.
 * @param {string} text
 */
export function lettersLeft(text) {
  const each = text === "" ? 1 : Math.ceil((10 * size(text)) / text.length) / 10;
  return Math.floor((ALL_BYTES - size(text)) / each);
}

/** What a text takes in a message, in bytes of JSON without its quotes. @param {string} text */
function size(text) {
  return new TextEncoder().encode(JSON.stringify(text)).length - 2;
}
