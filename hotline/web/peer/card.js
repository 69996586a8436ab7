// The card as a caller's client writes it: what a responder sees before claiming. docs/protocol.md, 4.

import { encodeKey } from "../../../crypto/js/directory.js";
import { dumpJson } from "../../../crypto/js/hashing.js";
import { CARD_PADDED, PAD_LENGTH } from "../../../crypto/js/sizes.js";

/** @typedef {import("../../triage/js/deadlines.js").Deadline} Deadline */
/** @typedef {import("../../triage/js/evaluate.js").Card} Card */
/** @typedef {import("./state.js").Json} Json */

const ROOM_BYTES = CARD_PADDED - PAD_LENGTH;

/**
 * What triage came to, as it is sealed to the desks.
 *
 * The dates that a person gave are not on it; they ride in the body. When all does not fit, the rules go first, then
 * deadlines from the last on, which are those passed, those without a date, and those furthest ahead.
 * @param {Card} card
 * @param {readonly Deadline[]} deadlines
 * @param {Uint8Array} directoryHash
 */
export function cardDocument(card, deadlines, directoryHash) {
  const document = {
    matter: card.matter,
    also: [...card.also],
    urgency: card.urgency,
    licence: card.licence,
    release: card.release,
    language: card.language,
    state: card.state,
    needs: [],
    deadlines: deadlines.map(compact),
    directory: encodeKey(directoryHash),
  };
  const whole = { ...document, rules: [...card.rules] };
  if (fits(whole)) return whole;
  while (document.deadlines.length > 0 && !fits(document)) document.deadlines.pop();
  return document;
}

/** @param {Deadline} deadline */
function compact({ id, due, alarm, earliest }) {
  return Object.fromEntries(Object.entries({ id, due, alarm, earliest }).filter(([, value]) => value !== null));
}

/** @param {object} document */
function fits(document) {
  return dumpJson(document).length <= ROOM_BYTES;
}
