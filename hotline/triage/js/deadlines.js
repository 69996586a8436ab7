// From the dates that a person gives to what must be done by when. Pure, and twin of ../deadlines.py, which has the rules
// word by word.

import { holds } from "./conditions.js";
import { DAY_MS, dayAfter, dayText, instant, momentText, openDay, today } from "./days.js";
import { knownFacts } from "./evaluate.js";

/**
 * @typedef {import("./conditions.js").Condition} Condition
 * @typedef {import("./days.js").Clock} Clock
 * @typedef {import("./evaluate.js").Answers} Answers
 * @typedef {import("./evaluate.js").Pack} Pack
 * @typedef {import("./evaluate.js").Provenance} Provenance
 * @typedef {{ id: string, when: Condition, from: ?string, clock: ?Clock, earliest: ?Clock, alarmDays: number,
 *   counts: ?string, moves: boolean, onlyWithDate: boolean, noLimit: ?string, inMotion: boolean, confidence: string,
 *   note: ?string, provenance: Provenance }} DeadlineRule
 * @typedef {{ dates: Record<string, string>, deadlines: DeadlineRule[], holidays: string[], closed: string[],
 *   holidaysProvenance: Provenance, zones: Record<string, string>, elsewhere: string }} Timing
 * @typedef {Readonly<Record<string, string>>} Dates
 * @typedef {{ id: string, due: ?string, alarm: ?string, earliest: ?string, inMotion: boolean, why: ?string }} Deadline
 * @typedef {Map<string, { day: number, clockTime: number }>} Given
 */

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([01][0-9]|2[0-3]):([0-5][0-9]))?$/;
const FIRST_YEAR = 1900;
const AHEAD_OF_UTC_SECONDS = 14 * 3600;
const HOUR_MS = 3_600_000;

/** A date that the pack does not ask for. `allowed` are those it does. */
export class UnknownDate extends Error {
  /** @param {string[]} allowed */
  constructor(allowed) {
    super(`the dates are ${allowed.join(", ")}`);
    this.name = "UnknownDate";
    this.allowed = allowed;
  }
}

/** A text that is no date, or a day that is still to come everywhere on earth: what is asked for has happened. */
export class WrongDate extends Error {
  /** @param {string} date */
  constructor(date) {
    super(`${date} takes a day that was, such as 2026-03-05, or with the time, 2026-03-05T14:30`);
    this.name = "WrongDate";
    this.date = date;
  }
}

/**
 * All that apply: first those ahead, the soonest first, then those without a date, then those passed, latest first.
 * Throws UnknownDate and WrongDate, and what `evaluate` throws for the answers.
 * @param {Pack} pack
 * @param {Answers} answers
 * @param {Dates} dates
 * @param {number} now seconds since 1970
 * @returns {Deadline[]}
 */
export function deadlines(pack, answers, dates, now) {
  const facts = knownFacts(pack, answers);
  /** @type {Given} */
  const given = new Map(Object.entries(dates).map(([name, text]) => [name, readGiven(pack, name, text, now)]));
  const place = facts[pack.placeQuestion];
  const zone = zoneOf(pack, Array.isArray(place) ? place[0] : null);
  const found = pack.timing.deadlines
    .filter((rule) => holds(rule.when, facts) && (!rule.onlyWithDate || given.has(rule.from ?? "")))
    .map((rule) => deadline(pack.timing, rule, given, zone));
  return inOrder(found, now, zone);
}

/**
 * The dates from which a deadline runs that applies to these answers, in the order of asking. Whether each is dated or
 * timed stands in the pack: `timing.dates`.
 * @param {Pack} pack
 * @param {Answers} answers
 */
export function datesToAsk(pack, answers) {
  const facts = knownFacts(pack, answers);
  const wanted = pack.timing.deadlines.filter((rule) => holds(rule.when, facts)).map((rule) => rule.from);
  return Object.keys(pack.timing.dates).filter((name) => wanted.includes(name));
}

/**
 * Whole days from a day to this one at a place, never below 0, as a question for a number takes them. WrongDate.
 * @param {Pack} pack
 * @param {?string} state
 * @param {string} day
 * @param {number} now seconds since 1970
 */
export function daysSince(pack, state, day, now) {
  const then = read(day);
  if (then === null || isToCome(then, now)) throw new WrongDate("this");
  return Math.max(0, (today(zoneOf(pack, state), now) - then.day) / DAY_MS);
}

/**
 * The time zone that counts for a place.
 * @param {Pack} pack
 * @param {?string} state
 */
export function zoneOf({ timing }, state) {
  return state !== null && Object.hasOwn(timing.zones, state) ? timing.zones[state] : timing.elsewhere;
}

/** @param {Pack} pack @param {string} name @param {unknown} text @param {number} now */
function readGiven(pack, name, text, now) {
  if (!Object.hasOwn(pack.timing.dates, name)) throw new UnknownDate(Object.keys(pack.timing.dates));
  const given = read(text);
  if (given === null || isToCome(given, now)) throw new WrongDate(name);
  return given;
}

/** @param {unknown} text */
function read(text) {
  const parts = typeof text === "string" ? DATE.exec(text) : null;
  if (parts === null) return null;
  const [year, month, date, hour, minute] = parts.slice(1).map((part) => Number(part ?? 0));
  const day = Date.UTC(year, month - 1, date);
  const clockTime = day + hour * HOUR_MS + minute * 60_000;
  const whole = new Date(clockTime).toISOString().slice(0, 16);
  return year >= FIRST_YEAR && whole.startsWith(/** @type {string} */ (text)) ? { day, clockTime } : null;
}

/** @param {{ day: number }} given @param {number} now */
function isToCome({ day }, now) {
  return day > (now + AHEAD_OF_UTC_SECONDS) * 1000;
}

/** @param {Timing} timing @param {DeadlineRule} rule @param {Given} given @param {string} zone @returns {Deadline} */
function deadline(timing, { id, from, clock, earliest, alarmDays, moves, inMotion, noLimit }, given, zone) {
  const start = given.get(from ?? "");
  if (start === undefined || clock === null) {
    return { id, due: null, alarm: null, earliest: null, inMotion, why: noLimit };
  }
  const ends = (/** @type {Clock} */ counted) => {
    if (counted.unit === "hours") return instant(start.clockTime, zone) + counted.count * HOUR_MS;
    const last = dayAfter(start.day, counted);
    return moves ? openDay(last, timing.holidays) : last;
  };
  const text = (/** @type {Clock} */ counted, sooner = 0) =>
    (counted.unit === "hours" ? momentText : dayText)(ends(counted) - sooner);
  const alarm = text(clock, alarmDays * DAY_MS);
  return { id, due: text(clock), alarm, earliest: earliest && text(earliest), inMotion, why: null };
}

/** @param {Deadline[]} found @param {number} now @param {string} zone */
function inOrder(found, now, zone) {
  const [day, moment] = [dayText(today(zone, now)), momentText(now * 1000)];
  const isAhead = (/** @type {?string} */ end) => end !== null && end >= (end.includes("T") ? moment : day);
  const nearest = (/** @type {Deadline} */ { earliest, due }) => [earliest, due].filter(isAhead).sort()[0] ?? "";
  const ahead = found.filter(({ due }) => isAhead(due)).sort((a, b) => compare(nearest(a), nearest(b)));
  const undated = found.filter(({ due }) => due === null);
  const passed = found.filter(({ due }) => due !== null && !isAhead(due));
  return [...ahead, ...undated, ...passed.sort((a, b) => compare(String(b.due), String(a.due)))];
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
