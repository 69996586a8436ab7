// What the desk calls the words of a card: as the pack does, and as they are when it does not know them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asItIs, language, role } from "../../hotline/web/desk/labels.js";
import { Names } from "../../hotline/web/desk/names.js";
import { NO_RULES } from "../../hotline/web/desk/rules.js";
import { Messages } from "../../hotline/web/shared/i18n.js";
import { builtPack, readJson } from "./pack.js";

/** @type {import("../../hotline/triage/js/evaluate.js").Pack} */
const pack = builtPack("us-immigration");
const names = new Names(pack, new Messages(readJson(`hotline/web/built/locales/en/${pack.id}.json`)));

/** Whether a text is the pack's own, not an id shown as it is. @param {string} text */
function isNamed(text) {
  return text !== "Not known" && !text.includes("\u2068");
}

test("every word that the pack can put on a card or in a body has a name", () => {
  const said = [
    ...pack.classes.map(({ id }) => names.urgency(id)),
    ...pack.matters.map(({ matter }) => names.matter(matter)),
    ...pack.licences.map((id) => names.licence(id)),
    ...pack.urgency.map(({ id }) => names.rule(id)),
    ...pack.timing.deadlines.map(({ id }) => names.deadline(id)),
    ...Object.keys(pack.timing.dates).map((id) => names.date(id)),
    ...pack.closings.map((id) => names.closing(id)),
    ...pack.templates.map(({ id }) => names.template(id)),
    ...Object.keys(pack.questions).map((id) => names.question(id)),
    ...Object.entries(pack.questions).flatMap(([id, { values }]) =>
      values.filter((value) => !pack.notKnown.includes(value)).map((value) => names.answer(id, value)),
    ),
  ];
  assert.deepEqual(
    said.filter((text) => !isNamed(text)),
    [],
  );
});

test("a class of urgency is said with its id, and a rule without its class", () => {
  const [{ id }] = pack.classes;
  assert.match(names.urgency(id), new RegExp(`^${id} · \\w`));
  const [rule] = pack.urgency;
  assert.equal(names.rule(rule.id).toLowerCase().includes(rule.urgency.toLowerCase()), false);
});

test("several answers are listed, a number is a number, and what counts as nothing known is said so", () => {
  const [several, { values }] = /** @type {[string, { values: string[] }]} */ (
    Object.entries(pack.questions).find(([, { kind }]) => kind === "several")
  );
  const two = values.slice(0, 2);
  assert.equal(names.answer(several, two), two.map((one) => names.answer(several, one)).join(", "));
  assert.equal(names.answer(several, 17), asItIs(17));
  for (const nothing of [...pack.notKnown, null, undefined, "", [], [pack.notKnown[0]]])
    assert.equal(names.answer(several, nothing), "Not known");
  assert.equal(names.place(null), "Place not known");
  assert.equal(names.answer(pack.languageQuestion, "sw"), "Swahili");
});

/** @type {unknown[]} */
const STRANGE = [
  "of_another_pack",
  "__proto__",
  "toString",
  "a\u2069b\u202ec\u2066d",
  "x".repeat(500),
  7,
  true,
  [["a"], { b: 1 }],
  { toString: 7, valueOf: 7 },
  { a: [null] },
];

for (const value of STRANGE) {
  test(`a word that no pack has is shown as it is: ${JSON.stringify(value).slice(0, 40)}`, () => {
    for (const some of [names, NO_RULES.names]) {
      const said = [some.matter(value), some.urgency(value), some.licence(value), some.deadline(value)];
      const more = [some.question(value), some.date(value), some.closing(value), some.rule(value), role(value)];
      for (const text of [...said, ...more]) assert.equal(text, asItIs(value));
      assert.notEqual(some.answer("of another pack", value), "");
      assert.notEqual(some.place(value), "");
    }
    assert.match(asItIs(value), /^\u2068[^\u2066-\u2069\u202a-\u202e]+\u2069$/);
    assert.ok(asItIs(value).length < 130);
  });
}

test("without a pack nothing is named, and nothing breaks", () => {
  const [{ id }] = pack.classes;
  assert.equal(NO_RULES.names.urgency(id), asItIs(id));
  assert.equal(NO_RULES.names.place("somewhere"), asItIs("somewhere"));
});

test("what is nested deeper than can be written is shown as something", () => {
  const depth = 8000;
  const nested = JSON.parse("[".repeat(depth) + "]".repeat(depth));
  assert.equal(asItIs(nested), "\u2068…\u2069");
  assert.equal(names.answer("of another pack", nested), "\u2068…\u2069");
});

test("a language that browsers have no name for is named all the same, and what is none stays as it is", () => {
  assert.deepEqual(["prs", "mam", "es"].map(language), ["Dari", "Mam", "Spanish"]);
  assert.equal(language("no language"), asItIs("no language"));
  assert.equal(language(null), "Language not known");
});
