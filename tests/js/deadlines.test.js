import assert from "node:assert/strict";
import test from "node:test";
import { datesToAsk, daysSince, deadlines, UnknownDate, WrongDate } from "../../hotline/triage/js/deadlines.js";
import { builtPack, readJson } from "./pack.js";

const vectors = readJson("hotline/triage/vectors/deadlines.json");
const pack = builtPack(vectors.pack);
/** @type {Record<string, Function>} */
const errors = { UnknownDate, WrongDate };

/** @param {string} text */
function seconds(text) {
  return Date.parse(text) / 1000;
}

for (const { name, answers, dates, now, expect } of vectors.cases) {
  test(`dates come to the deadlines of the vector: ${name}`, () => {
    const found = Object.fromEntries(deadlines(pack, answers, dates, seconds(now)).map((one) => [one.id, one]));
    for (const [id, expected] of Object.entries(expect)) {
      const one = /** @type {any} */ (found[id]);
      const fields = expected === null ? (one ?? null) : Object.keys(expected).map((key) => [key, one?.[key]]);
      assert.deepEqual(fields === null ? null : Object.fromEntries(fields), expected);
    }
  });
}

for (const { name, answers, dates, now, order } of vectors.orders) {
  test(`deadlines stand in the order of the vector: ${name}`, () => {
    const found = deadlines(pack, answers, dates, seconds(now)).map(({ id }) => id);
    assert.deepEqual(
      found.filter((id) => order.includes(id)),
      order,
    );
  });
}

for (const { name, dates, error } of vectors.refused) {
  test(`a date that cannot be is refused: ${name}`, () => {
    assert.throws(() => deadlines(pack, {}, dates, seconds(vectors.now)), errors[error]);
  });
}

for (const { name, answers, dates } of vectors.asked) {
  test(`only dates that a deadline needs are asked for: ${name}`, () => {
    assert.deepEqual(datesToAsk(pack, answers), dates);
  });
}

for (const { name, state, day, now, days } of vectors.since) {
  test(`days are counted where the person is: ${name}`, () => {
    assert.equal(daysSince(pack, state, day, seconds(now)), days);
  });
}

test("what is wrong with a date is said with its name", () => {
  assert.throws(() => deadlines(pack, {}, { arrest: "soon" }, 0), { name: "WrongDate", date: "arrest" });
  assert.throws(() => daysSince(pack, "US-CA", "2026-02-30", 0), WrongDate);
});
