import assert from "node:assert/strict";
import test from "node:test";
import { isAhead, placeAt, pressingLine, readDeadlines, standing } from "../../hotline/web/desk/deadlines.js";
import { asItIs } from "../../hotline/web/desk/labels.js";
import { NO_RULES } from "../../hotline/web/desk/rules.js";

const NOON = Date.parse("2026-03-10T12:00Z") / 1000;
const NEW_YORK = placeAt("America/New_York", NOON);

/** @param {Record<string, unknown>[]} listed */
function read(...listed) {
  return readDeadlines(NO_RULES, listed, NOON);
}

/** @param {Record<string, unknown>} one @param {import("../../hotline/web/desk/deadlines.js").Place} [place] */
function stands(one, place = NEW_YORK) {
  const { kind, left } = standing(read(one)[0], place);
  return `${kind} ${left}`.trim();
}

for (const [name, one, expected] of /** @type {[string, Record<string, unknown>, string][]} */ ([
  ["many days", { due: "2026-03-22" }, "ahead 12 days left"],
  ["one day", { due: "2026-03-11" }, "ahead 1 day left"],
  ["the last day", { due: "2026-03-10" }, "ahead last day today"],
  ["yesterday", { due: "2026-03-09" }, "passed Passed 1 day ago"],
  ["long ago", { due: "2026-01-09" }, "passed Passed 60 days ago"],
  ["hours", { due: "2026-03-10T17:59Z" }, "ahead 5 h left"],
  ["minutes", { due: "2026-03-10T12:20Z" }, "ahead 20 min left"],
  ["a moment that was", { due: "2026-03-10T09:00Z" }, "passed Passed 3 h ago"],
  ["the day before the alarm", { due: "2026-03-22", alarm: "2026-03-11" }, "ahead 12 days left"],
  ["the first day of the alarm", { due: "2026-03-22", alarm: "2026-03-10" }, "alarm 12 days left"],
  ["a minute before the alarm", { due: "2026-03-11T12:00Z", alarm: "2026-03-10T12:01Z" }, "ahead 24 h left"],
  ["the minute of the alarm", { due: "2026-03-11T12:00Z", alarm: "2026-03-10T12:00Z" }, "alarm 24 h left"],
  ["no alarm once it has passed", { due: "2026-03-09", alarm: "2026-03-01" }, "passed Passed 1 day ago"],
  [
    "a shorter clock that is ahead",
    { due: "2026-04-09", earliest: "2026-03-20" },
    "ahead 30 days left, by a shorter clock 10 days left",
  ],
  ["a shorter clock that has passed", { due: "2026-04-09", earliest: "2026-03-09" }, "ahead 30 days left"],
  ["no day", { id: "habeas" }, "open"],
])) {
  test(`how a deadline stands is said in words: ${name}`, () => assert.equal(stands(one), expected));
}

test("days are counted at the place, not on this device", () => {
  const now = Date.parse("2026-03-11T09:30Z") / 1000; // half past eleven at night on the 10th in Hawaii
  assert.equal(stands({ due: "2026-03-11" }, placeAt("Pacific/Honolulu", now)), "ahead 1 day left");
  assert.equal(stands({ due: "2026-03-11" }, placeAt("America/New_York", now)), "ahead last day today");
  const midnight = Date.parse("2026-03-11T10:00Z") / 1000;
  const [{ due }] = read({ due: "2026-03-10" });
  assert.equal(isAhead(due, placeAt("Pacific/Honolulu", midnight - 1)), true);
  assert.equal(isAhead(due, placeAt("Pacific/Honolulu", midnight)), false);
});

for (const wrong of [
  "soon",
  "",
  "2026-02-30",
  "2026-3-1",
  "2026-03-10T12:00",
  "2026-03-10T12:00:00Z",
  "2026-03-10T12:00+01:00",
  "Mar 10, 2026",
  "20260310",
  "0001-01-01",
  "1899-12-31",
  "9999-12-31",
  "+275760-09-13",
  "2026-03-10\n",
  20260310,
  true,
  ["2026-03-10"],
  { day: "2026-03-10" },
]) {
  test(`what is no day is not taken for one: ${JSON.stringify(wrong)}`, () => {
    const [due, earliest, alarm] = read({ due: wrong }, { due: "2026-03-22", earliest: wrong }, { alarm: wrong });
    assert.deepEqual([due.due, due.wrong], [null, true]);
    assert.deepEqual([earliest.earliest, earliest.wrong], [null, true]);
    assert.deepEqual([alarm.alarm, alarm.wrong], [null, false]);
  });
}

test("whatever a stranger lists can be read", () => {
  for (const listed of [undefined, null, 7, "habeas", {}, { length: 3 }]) {
    assert.deepEqual(readDeadlines(NO_RULES, listed, NOON), []);
  }
  const found = readDeadlines(NO_RULES, [null, 7, "habeas", [], { id: { a: 1 } }, { id: "__proto__" }], NOON);
  assert.deepEqual(
    found.map(({ rule, due }) => [rule, due]),
    found.map(() => [null, null]),
  );
  assert.deepEqual(
    found.map(({ wrong }) => wrong),
    [false, true, true, false, false, false],
  );
  assert.equal(readDeadlines(NO_RULES, Array(500).fill({ id: "habeas" }), NOON).length, 24);
});

test("the line of a list has the most pressing one: in its alarm, then the soonest", () => {
  const line = (/** @type {Record<string, unknown>[]} */ ...listed) =>
    pressingLine(NO_RULES, read(...listed), NEW_YORK);
  const [later, sooner] = [
    { id: "later", due: "2026-03-30" },
    { id: "sooner", due: "2026-03-20" },
  ];
  assert.deepEqual(line(), { text: "", alarm: false });
  assert.deepEqual(line(later, sooner), { text: `${asItIs("sooner")}: 10 days left · 1 more`, alarm: false });
  assert.deepEqual(line({ ...later, alarm: "2026-03-01" }, sooner, { id: "habeas" }), {
    text: `Alarm: ${asItIs("later")}: 20 days left · 2 more`,
    alarm: true,
  });
  assert.deepEqual(line({ ...later, earliest: "2026-03-15" }, sooner), {
    text: `${asItIs("later")}: 20 days left, by a shorter clock 5 days left · 1 more`,
    alarm: false,
  });
  const { text } = line({ id: "hours", due: "2026-03-11T03:59Z" }, { id: "day", due: "2026-03-10" });
  assert.ok(text.startsWith(asItIs("hours")));
  assert.deepEqual(line({ id: "habeas" }, { id: "old", due: "2025-03-10" }), {
    text: "2 deadlines, days past or not known",
    alarm: false,
  });
});
