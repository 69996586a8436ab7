// From answers to a card: how urgent, what it is about, who may take it. Pure, and twin of ../evaluate.py, which says
// what counts as an answer, what is not known, and how mixed answers are read.

import { holds } from "./conditions.js";

/**
 * @typedef {import("./conditions.js").Condition} Condition
 * @typedef {import("./conditions.js").Facts} Facts
 * @typedef {{ source: ?string, verifiedOn: ?string, reviewBy: ?string, signedOffBy: ?string }} Provenance
 * @typedef {{ kind: string, values: string[], nothing: ?string, since: ?string,
 *   icons: Record<string, string> }} Question
 * @typedef {{ id: string, of: string, rows: Record<string, string>, provenance: Provenance }} Table
 * @typedef {{ id: string, release: string, waits: boolean }} UrgencyClass
 * @typedef {{ id: string, urgency: string, when: Condition, provenance: Provenance }} UrgencyRule
 * @typedef {{ id: string, matter: string, when: Condition, nothingAbove: boolean, licence: string,
 *   provenance: Provenance }} MatterRule
 * @typedef {{ id: string, notKnown: string[], questions: Record<string, Question>, tables: Table[],
 *   classes: UrgencyClass[], urgency: UrgencyRule[], matters: MatterRule[], licences: string[], placeQuestion: string,
 *   languageQuestion: string, timing: import("./deadlines.js").Timing, asking: import("./interview.js").Interview,
 *   safety: Record<string, { steps: number, stops: boolean }>, lines: { id: string, number: string, when: Condition }[],
 *   rights: string[], notes: { id: string, when: Condition }[], templates: Template[], closings: string[],
 *   practice: ?Practice }} Pack
 * @typedef {{ id: string, when: Condition, places: string[], due: ?string, provenance: Provenance }} Template
 * @typedef {{ words: string, callback: string, reply: string, answers: Answers, hoursAgo: Record<string, number>,
 *   names: { role: string, name: string }[] }} Practice
 * @typedef {Record<string, unknown>} Answers
 * @typedef {{ urgency: string, matter: string, also: string[], licence: string, release: string, rules: string[],
 *   licences: string[], waits: boolean, state: ?string, language: ?string }} Card
 */

/** @type {Record<string, string>} */
const TAKES = { one: "one of", several: "some of", tag: "a BCP 47 tag, as", number: "a whole number from 0, or" };
const TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/** Answers speak of a question that the pack does not have. `allowed` are those it has. */
export class UnknownQuestion extends Error {
  /** @param {string[]} allowed */
  constructor(allowed) {
    super(`the questions are ${allowed.join(", ")}`);
    this.name = "UnknownQuestion";
    this.allowed = allowed;
  }
}

/** An answer that the question does not allow. `allowed` are the words it does. */
export class UnknownAnswer extends Error {
  /** @param {string} question @param {string} kind @param {string[]} allowed */
  constructor(question, kind, allowed) {
    super(`${question} takes ${TAKES[kind]} ${allowed.join(", ")}`);
    this.name = "UnknownAnswer";
    this.question = question;
    this.allowed = allowed;
  }
}

/**
 * The card of these answers. Throws UnknownQuestion and UnknownAnswer.
 * @param {Pack} pack
 * @param {Answers} answers
 * @returns {Card}
 */
export function evaluate(pack, answers) {
  const facts = knownFacts(pack, answers);
  const fired = pack.urgency.filter((rule) => holds(rule.when, facts));
  const urgency = fired[0].urgency;
  const [[matter, licence], ...others] = appliedMatters(pack, { ...facts, urgency: [urgency] });
  const level = /** @type {UrgencyClass} */ (pack.classes.find((one) => one.id === urgency));
  return {
    urgency,
    matter,
    also: others.map(([other]) => other),
    licence,
    release: level.release,
    rules: fired.filter((rule) => rule.urgency === urgency).map((rule) => rule.id),
    licences: pack.licences.slice(0, pack.licences.indexOf(licence) + 1),
    waits: level.waits,
    state: knownWord(pack, facts, pack.placeQuestion),
    language: knownWord(pack, facts, pack.languageQuestion),
  };
}

/**
 * Every question and table of the pack with what is known of it. Throws UnknownQuestion and UnknownAnswer.
 * @param {Pack} pack
 * @param {Answers} answers
 * @returns {Facts}
 */
export function knownFacts(pack, answers) {
  if (!Object.keys(answers).every((name) => Object.hasOwn(pack.questions, name))) {
    throw new UnknownQuestion(Object.keys(pack.questions));
  }
  /** @type {Facts} */
  const facts = {};
  for (const name of Object.keys(pack.questions)) facts[name] = knownFact(pack, name, answers[name]);
  for (const table of pack.tables) {
    const of = facts[table.of];
    const words = Array.isArray(of) ? of.filter((word) => Object.hasOwn(table.rows, word)) : [];
    facts[table.id] = words.length > 0 ? words.map((word) => table.rows[word]) : pack.notKnown.slice(0, 1);
  }
  return facts;
}

/** @param {Pack} pack @param {string} name @param {unknown} answer @returns {string[] | number} */
function knownFact(pack, name, answer) {
  const question = pack.questions[name];
  const several = question.kind === "several" && Array.isArray(answer);
  const given = several ? answer : (answer ?? null) === null ? [] : [answer];
  if (!given.every((one) => allows(pack, question, one))) {
    throw new UnknownAnswer(name, question.kind, question.values);
  }
  const others = given.filter((one) => one !== question.nothing);
  const weighty = others.length > 0 ? others : given;
  const known = weighty.filter((one) => !pack.notKnown.includes(one));
  if (typeof known[0] === "number") return known[0];
  return known.length > 0 ? known : pack.notKnown.slice(0, 1);
}

/** @param {Pack} pack @param {Question} question @param {unknown} one @returns {boolean} */
function allows(pack, question, one) {
  if (typeof one === "string") {
    const inShape = question.kind === "tag" && TAG.test(one);
    return inShape || question.values.includes(one) || pack.notKnown.includes(one);
  }
  return question.kind === "number" && Number.isSafeInteger(one) && Number(one) >= 0;
}

/** @param {Pack} pack @param {Facts} facts @returns {[string, string][]} */
function appliedMatters(pack, facts) {
  /** @type {Map<string, string>} */
  const applied = new Map();
  for (const rule of pack.matters) {
    if (applied.has(rule.matter) || (rule.nothingAbove && applied.size > 0)) continue;
    if (holds(rule.when, facts)) applied.set(rule.matter, rule.licence);
  }
  return [...applied];
}

/** @param {Pack} pack @param {Facts} facts @param {string} question @returns {?string} */
function knownWord(pack, facts, question) {
  const fact = facts[question];
  return Array.isArray(fact) && !pack.notKnown.includes(fact[0]) ? fact[0] : null;
}
