// From the answers so far to what comes next. Pure, and twin of ../interview.py, which says what each of them gives.

import { holds } from "./conditions.js";
import { knownFacts } from "./evaluate.js";

/**
 * @typedef {import("./conditions.js").Condition} Condition
 * @typedef {import("./evaluate.js").Answers} Answers
 * @typedef {import("./evaluate.js").Pack} Pack
 * @typedef {{ kind: string, id: string, when: Condition }} Step
 * @typedef {{ sendsFirst: Condition, steps: Step[], beside: { screen: string, id: string, when: Condition }[],
 *   wordings: { id: string, when: Condition, of: string[] }[] }} Interview
 */

/**
 * All that she is asked and shown before she tells, in order. Throws UnknownQuestion and UnknownAnswer.
 * @param {Pack} pack
 * @param {Answers} answers
 * @returns {Step[]}
 */
export function steps(pack, answers) {
  const facts = knownFacts(pack, answers);
  return pack.asking.steps.filter((step) => holds(step.when, facts));
}

/**
 * Whether she sends right after the steps. Throws as above.
 * @param {Pack} pack
 * @param {Answers} answers
 */
export function sendsFirst(pack, answers) {
  return holds(pack.asking.sendsFirst, knownFacts(pack, answers));
}

/**
 * The questions on a screen that is there anyway. Throws as above.
 * @param {Pack} pack
 * @param {Answers} answers
 * @param {string} screen
 */
export function beside(pack, answers, screen) {
  const facts = knownFacts(pack, answers);
  const there = pack.asking.beside.filter((one) => one.screen === screen && holds(one.when, facts));
  return there.map((one) => one.id);
}

/**
 * Which other words a question is asked in, or null. Throws as above.
 * @param {Pack} pack
 * @param {Answers} answers
 * @param {string} question
 */
export function wording(pack, answers, question) {
  const facts = knownFacts(pack, answers);
  const fitting = pack.asking.wordings.find((one) => one.of.includes(question) && holds(one.when, facts));
  return fitting?.id ?? null;
}
