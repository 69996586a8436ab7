// What comes next for some answers, as the vectors of the interview write it.

import { beside, sendsFirst, steps, wording } from "../../hotline/triage/js/interview.js";

/** @typedef {import("../../hotline/triage/js/evaluate.js").Pack} Pack */

/** @param {Pack} pack @param {any} answers */
export function told(pack, answers) {
  const wordings = Object.keys(pack.questions).map((question) => [question, wording(pack, answers, question)]);
  return {
    steps: steps(pack, answers).map((step) => `${step.kind} ${step.id}`),
    sendsFirst: sendsFirst(pack, answers),
    beside: { names: beside(pack, answers, "names"), callback: beside(pack, answers, "callback") },
    wordings: Object.fromEntries(wordings.filter(([, one]) => one !== null)),
  };
}
