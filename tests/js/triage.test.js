import assert from "node:assert/strict";
import test from "node:test";
import { evaluate, UnknownAnswer, UnknownQuestion } from "../../hotline/triage/js/evaluate.js";
import { route } from "../../hotline/triage/js/route.js";
import { told } from "./interview.js";
import { builtPack, readJson } from "./pack.js";

const vectors = readJson("hotline/triage/vectors/evaluate.json");
const interviews = readJson("hotline/triage/vectors/interview.json").interviews;
const routing = readJson("hotline/triage/vectors/route.json");
const scenarios = readJson("tests/scenarios.json");
const pack = builtPack(vectors.pack);
/** @type {Record<string, Function>} */
const errors = { UnknownAnswer, UnknownQuestion };

/** @param {any} answers @param {any} expected */
function assertCard(answers, expected) {
  const card = /** @type {any} */ (evaluate(pack, answers));
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, card[key]])), expected);
}

/** @param {any} fields */
function desk(fields) {
  const raw = { ...routing.desk, ...fields };
  const epochs = raw.epochs.map((/** @type {any} */ one) => ({ fromHour: one.from, toHour: one.to }));
  return { ...raw, epochs };
}

for (const vector of vectors.cards) {
  test(`answers come to the card of the vector: ${vector.name}`, () => assertCard(vector.answers, vector.card));
}

for (const vector of vectors.refused) {
  test(`what is outside the vocabulary is refused: ${vector.name}`, () => {
    assert.throws(
      () => evaluate(pack, vector.answers),
      (error) => {
        assert.ok(error instanceof errors[vector.error]);
        const allowed = vector.question ? pack.questions[vector.question].values : Object.keys(pack.questions);
        assert.deepEqual(/** @type {any} */ (error).allowed, allowed);
        return true;
      },
    );
  });
}

for (const scenario of scenarios) {
  test(`a scenario comes to what it expects: ${scenario.id}`, () => assertCard(scenario.answers, scenario.expect));
}

for (const vector of routing.cases) {
  test(`a card goes to the desks of the vector: ${vector.name}`, () => {
    const directory = { desks: vector.desks.map(desk), policy: { promisedMinutes: routing.promised_minutes } };
    assert.deepEqual(route(directory, { ...routing.card, ...vector.card }, vector.now), vector.tiers);
  });
}

test("an answer that is undefined is not known", () => {
  assert.deepEqual(evaluate(pack, { now: undefined, danger: undefined }), evaluate(pack, {}));
});

test("routing and evaluating leave what they are given as it was", () => {
  const vector = routing.cases[0];
  const desks = Object.freeze(vector.desks.map(desk).map(Object.freeze));
  const directory = Object.freeze({ desks, policy: { promisedMinutes: routing.promised_minutes } });
  const answers = Object.freeze({ danger: Object.freeze(["none", "medical"]) });
  evaluate(pack, answers);
  assert.deepEqual(route(directory, Object.freeze({ ...routing.card }), vector.now), vector.tiers);
});

for (const { name, answers, ...next } of interviews) {
  test(`what comes next is that of the vector: ${name}`, () => assert.deepEqual(told(pack, answers), next));
}
