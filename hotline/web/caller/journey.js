// Which screens a caller passes, by her answers: the pack's interview, and what comes after it for everyone. Pure.

import { sendsFirst, steps } from "../../triage/js/interview.js";

/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {Record<string, unknown>} Answers */

/** A screen: its kind, which of the kind, and both as one name. */
/** @typedef {Readonly<{ kind: string, id: string, name: string }>} Screen */

const TELLING = ["consent", "names", "words", "callback", "codename", "confirm", "send", "next"];
const URGENT = ["urgent", "codename", "confirm", "next"];
const AFTER_STEPS = "days";

/**
 * The screens from the first question to "what happens next". Who is in a hurry sends first, and gets her code after.
 * @param {Pack} pack
 * @param {Answers} answers
 * @param {boolean} daysToAsk whether there are days to ask for, after the questions
 * @returns {readonly Screen[]}
 */
export function journey(pack, answers, daysToAsk) {
  const asked = steps(pack, answers).map(({ kind, id }) => screen(kind, id));
  if (sendsFirst(pack, answers)) return [...asked, ...URGENT.map((one) => screen(one))];
  const rest = daysToAsk ? [AFTER_STEPS, ...TELLING] : TELLING;
  return [...asked, ...rest.map((one) => screen(one))];
}

/**
 * Which question of how many a screen is; null for what is no question.
 * @param {readonly Screen[]} path
 * @param {string} name
 */
export function place(path, name) {
  const asked = path.filter(({ kind }) => kind === "question");
  const at = asked.findIndex((one) => one.name === name);
  return at < 0 ? null : { number: at + 1, of: asked.length };
}

/** @param {string} kind @param {string} [id] @returns {Screen} */
function screen(kind, id = "") {
  return { kind, id, name: id === "" || id === kind ? kind : `${kind} ${id}` };
}
