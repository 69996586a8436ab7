// What a caller has answered and typed, in memory and nowhere else.

/** @typedef {import("./journey.js").Answers} Answers */

export const ROOM_BYTES = 5000; // of her words, in one message: what is more follows in the next
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
 * A text in the parts in which it is sent, cut at blanks where that can be.
 * @param {string} text
 * @param {number} roomBytes
 * @returns {string[]}
 */
export function partsOf(text, roomBytes = ROOM_BYTES) {
  const parts = [];
  let left = text;
  while (size(left) > roomBytes) {
    let end = left.length;
    while (size(left.slice(0, end)) > roomBytes) end = Math.floor(end * 0.9);
    const blank = left.lastIndexOf(" ", end);
    const whole = /[\uD800-\uDBFF]/.test(left[end - 1]) ? end - 1 : end; // a letter of two halves stays one
    const cut = blank > end / 2 ? blank + 1 : whole;
    parts.push(left.slice(0, cut));
    left = left.slice(cut);
  }
  return [...parts, left];
}

/**
 * About how many letters of the kind that she writes fit into the message that she is writing.
 * @param {string} text
 */
export function lettersLeft(text) {
  const last = partsOf(text).at(-1) ?? "";
  const each = last === "" ? 1 : Math.max(1, Math.ceil((10 * size(last)) / last.length) / 10);
  return Math.max(0, Math.floor((ROOM_BYTES - size(last)) / each));
}

/** @param {string} text */
function size(text) {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
