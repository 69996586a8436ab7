// The caller's page without its document: the order of questions, the wait that is told, the cutting of her words.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { journey, place } from "../../hotline/web/caller/journey.js";
import { OWN_NAMES } from "../../hotline/web/caller/languages.js";
import {
  FIRST_BYTES,
  lettersLeft,
  partsOf,
  partsOfCase,
  ROOM_BYTES,
  Session,
} from "../../hotline/web/caller/session.js";
import { expect, inUnits } from "../../hotline/web/caller/waiting.js";
import { chooseLanguage, Messages } from "../../hotline/web/shared/i18n.js";
import { ICONS } from "../../hotline/web/shared/icons.js";
import { messagesIn } from "../../hotline/web/shared/texts.js";
import { builtPack, readJson } from "./pack.js";

const LOCALES = new URL("../../hotline/web/built/locales/", import.meta.url);
const CALLER = new URL("../../hotline/web/caller/", import.meta.url);

/** @type {import("../../hotline/triage/js/evaluate.js").Pack} */
const pack = builtPack("us-immigration");
/** @type {import("../../hotline/web/shared/texts.js").Bundle[]} */
const [first, rest] = ["first", pack.id].map((name) => readJson(`hotline/web/built/texts/${name}.json`));

/** @param {string} language */
function catalogue(language) {
  return messagesIn([first, rest], language).catalogue;
}

/** The names of the screens of someone with these answers. @param {Record<string, unknown>} answers */
function passed(answers, daysToAsk = false) {
  return journey(pack, answers, daysToAsk).map(({ name }) => name);
}

test("who has officers at the door sends right after the questions, and has her code after", () => {
  const path = passed({ now: "officers_here" }, true);
  assert.deepEqual(path.slice(path.indexOf("urgent")), ["urgent", "codename", "confirm", "next"]);
  assert.ok(path.indexOf("safety officers") < path.indexOf("urgent"));
});

test("everyone else reads what is safe, agrees, and has the code before anything is sent", () => {
  for (const now of ["just_taken", "detained", "papers", "date", "worried", "other", "unknown", undefined]) {
    const path = passed({ now, danger: ["self_harm"], device: "monitored" }, true);
    const order = ["safety monitored", "lines", "days", "consent", "names", "words", "callback", "codename", "confirm"];
    const at = [...order, "send", "next"].map((one) => path.indexOf(one));
    assert.ok(at.every((one) => one > 0));
    assert.deepEqual(
      at,
      [...at].sort((a, b) => a - b),
    );
  }
  assert.equal(passed({ now: "worried" }).includes("days"), false);
});

test("progress counts questions only", () => {
  const path = journey(pack, { now: "officers_here" }, false);
  assert.deepEqual(place(path, "question where"), { number: 2, of: 4 });
  assert.equal(place(path, "safety officers"), null);
});

/** Every text that the pack asks the catalogues for, as the pages do. */
function spokenOf() {
  const answers = Object.entries(pack.questions)
    .filter(([, { kind }]) => kind !== "tag")
    .flatMap(([id, { values }]) =>
      values.filter((one) => !pack.notKnown.includes(one)).map((one) => [`answer.${id}.${one}`, `answer.${one}`]),
    );
  const wordings = pack.asking.wordings.flatMap(({ id, of }) => of.map((one) => `question.${one}.${id}`));
  const safety = Object.entries(pack.safety).flatMap(([id, { steps }]) => {
    const texts = Array.from({ length: steps }, (_, at) => `safety.${id}.${at + 1}`);
    return [`safety.${id}.title`, ...(steps > 0 ? texts : [`safety.${id}.text`])];
  });
  const lines = pack.lines.flatMap(({ id }) => [`line.${id}.title`, `line.${id}.call`, `line.${id}.means`]);
  const rights = pack.rights.flatMap((id) => [`rights.${id}`, `rights.${id}.text`]);
  const dates = Object.keys(pack.timing.dates).map((id) => `date.${id}`);
  const others = [
    ...Object.keys(pack.questions).map((id) => `question.${id}`),
    ...pack.notes.map(({ id }) => `reporting.${id}`),
    ...pack.closings.map((id) => `closing.${id}`),
  ];
  return [...answers, ...[...wordings, ...safety, ...lines, ...rights, ...dates, ...others].map((key) => [key])];
}

test("all that the pack speaks of has its words, in every language", () => {
  for (const language of Object.keys(rest.languages)) {
    const messages = messagesIn([first, rest], language);
    for (const keys of spokenOf())
      assert.ok(
        keys.some((key) => messages.has(key)),
        `${language}: ${keys[0]}`,
      );
  }
});

test("every icon that the pack names is drawn", () => {
  const named = Object.values(pack.questions).flatMap(({ icons }) => Object.values(icons));
  assert.ok(named.length > 10);
  assert.deepEqual(
    named.filter((name) => !Object.hasOwn(ICONS, name)),
    [],
  );
});

test("the first file has every text that can be shown before the second has come", () => {
  const files = ["frame.js", "screens/first.js"].map((name) => readFileSync(new URL(name, CALLER), "utf8"));
  const keys = files.flatMap((source) => [...source.matchAll(/\bm\.[tn]\("([\w.]+)"/g)].map(([, key]) => key));
  assert.ok(keys.length > 10);
  assert.deepEqual(
    keys.filter((key) => !first.keys.includes(key)),
    [],
  );
});

test("every message that the page asks for is there", () => {
  const { messages } = catalogue("ar");
  const files = readdirSync(CALLER, { recursive: true }).filter((name) => String(name).endsWith(".js"));
  for (const file of files) {
    const source = readFileSync(new URL(String(file), CALLER), "utf8");
    for (const [, key] of source.matchAll(/\bm\.[tn]\("([\w.]+)"/g)) assert.ok(messages[key], `${file}: ${key}`);
    for (const [, key] of source.matchAll(/\bm\.(?:form|rich)\("([\w.]+)"/g))
      assert.ok(messages[key], `${file}: ${key}`);
  }
});

test("Arabic counts in its six ways", () => {
  const messages = new Messages(catalogue("ar"));
  const said = [1, 2, 3, 11, 100, 103, 1000].map((count) => messages.n("time.hours", count));
  assert.equal(new Set(said.map((one) => one.replace(/[\u2066-\u2069\d,]/g, ""))).size, 4);
  assert.match(messages.n("time.hours", 103), /ساعات/);
});

test("what is too long for one message goes on in the next, and nothing is lost", () => {
  for (const text of ["", "short", "word ".repeat(3000), "ب".repeat(9000), "😀".repeat(4000)]) {
    const parts = partsOf(text);
    assert.equal(parts.join(""), text);
    for (const part of parts) {
      assert.ok(Buffer.byteLength(JSON.stringify(part)) <= ROOM_BYTES + 2);
      assert.doesNotMatch(part, /\p{Surrogate}/u);
    }
  }
});

test("words of a case go with it as far as they can, and say when there is more", () => {
  assert.deepEqual(partsOfCase(""), [""]);
  assert.deepEqual(partsOfCase("a".repeat(FIRST_BYTES)), ["a".repeat(FIRST_BYTES)]);
  const words = "They took him. ".repeat(700).trim();
  const [first, second, ...none] = partsOfCase(words);
  assert.deepEqual(none, []);
  assert.ok(first.endsWith(". […]"));
  assert.equal(`${first.replace(" […]", "")} ${second}`, words);
  assert.ok(Buffer.byteLength(first) > FIRST_BYTES * 0.8);
});

test("the counter goes down letter by letter, and below nothing when all of it cannot be sent", () => {
  for (const letter of ["a", "é", "ب", "字"]) {
    const room = lettersLeft(letter) + 1;
    assert.equal(room, Math.floor(12_000 / Buffer.byteLength(letter)));
    assert.equal(lettersLeft(letter.repeat(10)), room - 10);
    assert.equal(lettersLeft(letter.repeat(room)), 0);
    assert.ok(lettersLeft(letter.repeat(room + 1)) < 0);
  }
});

test("names go one by one, and empty ones not at all", () => {
  const session = new Session();
  session.names = { self: " Ana ", client: "", other: "Mr. Boss\n\nMrs. Boss" };
  assert.deepEqual(session.people(), [
    { role: "self", name: "Ana" },
    { role: "other_side", name: "Mr. Boss" },
    { role: "other_side", name: "Mrs. Boss" },
  ]);
  assert.equal(session.howToCall(), null);
});

/** Monday, 00:00 UTC. */
const MONDAY = 4 * 86400;

/** @param {Partial<{ duty: boolean, hours: number[][] }>} more */
function directoryWith(more) {
  const desk = { id: "a", label: "A", duty: false, hours: [[9, 17]], ...more };
  return /** @type {any} */ ({ desks: [desk], policy: { promisedMinutes: { U0: 15, U2: 1440 } } });
}

test("the wait that is told is the promise while someone is there", () => {
  const wait = expect(directoryWith({}), ["a"], "U0", MONDAY + 9 * 3600);
  assert.equal(wait.begins, null);
  assert.equal(wait.by, MONDAY + 9 * 3600 + 15 * 60);
});

test("and not before the desk opens when nobody is", () => {
  const wait = expect(directoryWith({}), ["a"], "U0", MONDAY + 18 * 3600);
  assert.equal(wait.begins, MONDAY + (7 * 24 + 9) * 3600);
  assert.equal(wait.by, wait.begins);
  assert.equal(expect(directoryWith({ duty: true, hours: [] }), ["a"], "U0", MONDAY).begins, null);
});

test("times are told in the unit that fits", () => {
  assert.deepEqual(inUnits(15), ["time.minutes", 15]);
  assert.deepEqual(inUnits(60), ["time.hours", 1]);
  assert.deepEqual(inUnits(1440), ["time.days", 1]);
  assert.deepEqual(inUnits(4320), ["time.days", 3]);
});

const OFFERED = ["en", "es", "fr", "ht", "pt-BR", "vi", "ru", "uk", "ar", "pa", "am", "zh-Hans"];

test("a browser's languages lead to the page in the same language and script", () => {
  const cases = {
    ...{ pt: "pt-BR", "pt-PT": "pt-BR", zh: "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "pa-IN": "pa" },
    ...{
      ht: "ht",
      "ht-HT": "ht",
      "es-419": "es",
      "AR-eg": "ar",
      "fr-HT": "fr",
      am: "am",
      "uk-UA": "uk",
      "vi-VN": "vi",
    },
  };
  for (const [wanted, found] of Object.entries(cases)) {
    assert.equal(chooseLanguage(["quc", wanted, "en"], OFFERED), found, wanted);
  }
});

test("who reads another script is offered it only when nothing else fits, and whose language is missing the first", () => {
  assert.equal(chooseLanguage(["pa-PK", "fr"], OFFERED), "fr");
  assert.equal(chooseLanguage(["zh-TW", "zh", "en"], OFFERED), "zh-Hans");
  assert.equal(chooseLanguage(["pa-PK"], OFFERED), "pa");
  assert.equal(chooseLanguage(["mam", "", "no tag"], OFFERED), "en");
});

/** Tuesday, November 24, 2026, five past three in the afternoon, wherever this runs. */
const AFTERNOON = new Date(2026, 10, 24, 15, 5).getTime() / 1000;

test("a day and its time are written as the language writes them", () => {
  const said = (/** @type {string} */ language) => new Messages(catalogue(language)).moment(AFTERNOON, 0);
  assert.equal(said("en").replace(/\s/g, " "), "Tuesday, November 24, 3:05 PM");
  assert.equal(said("es"), "martes, 24 de noviembre, 15:05");
  assert.equal(said("ar").replace(/\s/g, " "), "الثلاثاء، 24 نوفمبر، 3:05 م");
});

test("every language that the page is written in has its name", () => {
  for (const language of readdirSync(LOCALES)) assert.ok(Object.hasOwn(OWN_NAMES, language), language);
});

test("today is told by the time alone", () => {
  assert.equal(new Messages(catalogue("es")).moment(AFTERNOON, AFTERNOON + 60), "15:05");
  assert.match(new Messages(catalogue("en")).moment(AFTERNOON - 15 * 3600, AFTERNOON), /^12:05\sAM$/);
});

test("no place to fill and no letter of a pattern is left in a date, in any language", () => {
  for (const language of readdirSync(LOCALES)) {
    const messages = new Messages(catalogue(language));
    const { dates } = messages.catalogue;
    for (let month = 0; month < 12; month += 1) {
      const said = messages.moment(new Date(2026, month, 9, 9, 7).getTime() / 1000, 0);
      assert.doesNotMatch(said, /[{}']|EEEE|MMMM|undefined/, language);
      assert.ok(said.includes("9") && said.includes(":07"), said);
      assert.ok(said.includes(dates.months[month]) || said.includes(`${month + 1}`), said);
    }
  }
});

test("a page knows whether it has shown what only a machine has translated", () => {
  const texts = catalogue("es");
  const messages = new Messages({ ...texts, unreviewed: ["nav.back"] });
  messages.t("nav.next");
  assert.equal(messages.machine, false);
  messages.t("nav.back");
  assert.equal(messages.machine, true);
});
