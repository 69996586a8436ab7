// The replies that stand ready: which come first, in which language, and with which day.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeAt, readDeadlines } from "../../hotline/web/desk/deadlines.js";
import { languageOf, nearest, readyFor, Sayings } from "../../hotline/web/desk/replies.js";
import { NO_RULES, Rules } from "../../hotline/web/desk/rules.js";
import { builtPack, readJson } from "./pack.js";

/** @type {import("../../hotline/triage/js/evaluate.js").Pack} */
const pack = builtPack("us-immigration");
/** @type {import("../../hotline/web/shared/texts.js").Bundle} */
const replies = readJson(`hotline/web/built/texts/${pack.id}-replies.json`);
const rules = new Rules(pack, null, replies);
const NOW = Date.parse("2026-03-10T12:00Z") / 1000;
const HERE = placeAt("America/New_York", NOW);

/** @param {unknown} answers */
function order(answers) {
  const ready = readyFor(rules, answers);
  assert.deepEqual(new Set(ready.map(({ template }) => template.id)), new Set(pack.templates.map(({ id }) => id)));
  return ready.map(({ template, fits }) => `${template.id}${fits ? " fits" : ""}`);
}

test("those that fit the answers come first, each part as the pack has it", () => {
  const held = order({ now: "detained", danger: ["medical"] });
  assert.deepEqual(held.slice(0, 4), ["find fits", "afraid fits", "medical fits", "hello"]);
  assert.deepEqual(
    order({}),
    pack.templates.map(({ id }) => id),
  );
});

test("answers that the pack does not know fit nothing, and every reply is still there", () => {
  const none = pack.templates.map(({ id }) => id);
  for (const answers of [null, undefined, 7, "text", [], { of: "another pack" }, { now: "something" }, { now: {} }])
    assert.deepEqual(order(answers), none);
  assert.deepEqual(readyFor(NO_RULES, {}), []);
});

test("the language is the case's where there are replies in it, else English", () => {
  for (const tag of Object.keys(replies.languages)) assert.equal(languageOf(replies, tag), tag);
  assert.equal(languageOf(replies, "pt"), "pt-BR");
  for (const other of ["quc", "de", "", "no language", null, 7, {}]) assert.equal(languageOf(replies, other), "en");
});

test("every reply is there in every language or said in English, with its places filled", () => {
  for (const tag of Object.keys(replies.languages)) {
    const sayings = new Sayings(replies, tag);
    for (const template of pack.templates) {
      const places = Object.fromEntries(template.places.map((name) => [name, `(${name})`]));
      const [own, english] = [sayings.own(template, places), sayings.english(template, places)];
      assert.ok([tag, "en"].includes(own.language));
      assert.notEqual(own.text, `template.${template.id}`);
      for (const { text } of [own, english]) {
        assert.doesNotMatch(text, /\{\w+\}/);
        for (const filled of Object.values(places)) assert.ok(text.includes(filled));
      }
      assert.equal(english.machine, false);
    }
  }
});

test("a language that lacks a reply says it in English, and says that it is English", () => {
  const [template] = pack.templates;
  const { texts, ...about } = replies.languages.ar;
  const lacking = { ...about, texts: texts.map(() => null), unreviewed: about.unreviewed };
  const sayings = new Sayings({ ...replies, languages: { ...replies.languages, ar: lacking } }, "ar");
  assert.deepEqual(sayings.own(template, {}), sayings.english(template, {}));
});

test("a translation that no person has checked is marked, and one that somebody has is not", () => {
  const [template] = pack.templates;
  const at = replies.keys.indexOf(`template.${template.id}`);
  const { unreviewed, ...about } = replies.languages.ar;
  for (const mark of ["0", "1"]) {
    const ar = { ...about, unreviewed: unreviewed.slice(0, at) + mark + unreviewed.slice(at + 1) };
    const sayings = new Sayings({ ...replies, languages: { ...replies.languages, ar } }, "ar");
    assert.equal(sayings.own(template, {}).machine, mark === "1");
    assert.equal(sayings.own(template, {}).direction, "rtl");
  }
});

test("the nearest deadline of a kind is the soonest that is ahead, by the shorter clock where one may count", () => {
  const [soon, late] = pack.timing.deadlines.filter(({ counts }) => counts === "received").map(({ id }) => id);
  const act = pack.timing.deadlines.find(({ counts }) => counts === "act")?.id;
  const found = (/** @type {unknown[]} */ ...listed) =>
    nearest(readDeadlines(rules, listed, NOW), HERE, "received")?.end.at ?? null;
  const day = (/** @type {string} */ text) => Date.parse(`${text}T00:00Z`);
  assert.equal(found({ id: late, due: "2026-04-30" }, { id: soon, due: "2026-04-01" }), day("2026-04-01"));
  assert.equal(found({ id: soon, due: "2026-04-30", earliest: "2026-03-20" }), day("2026-03-20"));
  assert.equal(found({ id: soon, due: "2026-04-30", earliest: "2026-03-01" }), day("2026-04-30"));
  assert.equal(found({ id: soon, due: "2026-03-10" }), day("2026-03-10"));
  for (const nothing of [{ id: soon, due: "2026-03-09" }, { id: soon }, { id: act, due: "2026-03-20" }, null, {}])
    assert.equal(found(nothing), null);
  assert.equal(found(), null);
});

test("a day is written as the language writes it, by the clock of the place, and with the year when it is another", () => {
  const [english, spanish] = ["en", "es"].map((tag) => new Sayings(replies, tag));
  const end = { isDay: true, at: Date.parse("2026-04-01T00:00Z") };
  assert.equal(english.day(end, HERE), "Wednesday, April 1");
  assert.equal(spanish.day(end, HERE), "miércoles, 1 de abril");
  assert.equal(english.day({ isDay: true, at: Date.parse("2027-01-04T00:00Z") }, HERE), "Monday, January 4 (2027)");
  const moment = { isDay: false, at: Date.parse("2026-04-01T02:00Z") };
  assert.equal(english.day(moment, HERE), "Tuesday, March 31");
});
