// Deadlines as a card has them, read with care: a stranger wrote it. And how each stands at a moment, in words.

import { clockThere, DAY_MS, dayText, instant, momentText } from "../../triage/js/days.js";
import { span } from "./times.js";

/** @typedef {import("../../triage/js/deadlines.js").DeadlineRule} DeadlineRule */
/** @typedef {import("./rules.js").Rules} Rules */

/**
 * A day at the place, by its first millisecond in UTC, or a moment, in milliseconds since 1970.
 * @typedef {Readonly<{ isDay: boolean, at: number }>} End
 */

/**
 * @typedef {object} Read
 * @property {unknown} id
 * @property {?DeadlineRule} rule
 * @property {?End} due
 * @property {?End} alarm
 * @property {?End} earliest
 * @property {boolean} wrong whether it says what cannot be read
 */

/** @typedef {"passed" | "alarm" | "ahead" | "open"} Kind */

const SHOWN = 24; // more than a card has room for
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOST_BEHIND_MS = 100 * 366 * DAY_MS;
const MOST_AHEAD_MS = 10 * 366 * DAY_MS;
const MINUTE_MS = 60_000;

/**
 * What a card lists, as far as it can be read.
 * @param {Rules} rules
 * @param {unknown} listed
 * @param {number} now seconds since 1970
 * @returns {Read[]}
 */
export function readDeadlines(rules, listed, now) {
  const all = Array.isArray(listed) ? listed.slice(0, SHOWN) : [];
  return all.map((one) => {
    const { id, ...ends } = typeof one === "object" && one !== null ? one : { id: one, due: one };
    const [due, alarm, earliest] = [ends.due, ends.alarm, ends.earliest].map((text) => readEnd(text, now * 1000));
    const wrong = (due === null && !isNothing(ends.due)) || (earliest === null && !isNothing(ends.earliest));
    return { id, rule: rules.rule(id), due, alarm, earliest, wrong };
  });
}

/** @param {unknown} value */
function isNothing(value) {
  return value === null || value === undefined;
}

/** @param {unknown} text @param {number} nowMs @returns {?End} */
function readEnd(text, nowMs) {
  if (typeof text !== "string") return null;
  const isDay = DAY.test(text);
  const at = Date.parse(isDay ? `${text}T00:00Z` : text);
  if (!(at > nowMs - MOST_BEHIND_MS && at < nowMs + MOST_AHEAD_MS)) return null;
  return (isDay ? dayText : momentText)(at) === text ? { isDay, at } : null;
}

/**
 * A place and a moment there: seconds since 1970, the day, and how far clocks there are ahead of UTC.
 * @typedef {Readonly<{ zone: string, now: number, day: number, aheadMs: number }>} Place
 */

/**
 * @param {string} zone
 * @param {number} now seconds since 1970
 * @returns {Place}
 */
export function placeAt(zone, now) {
  const shown = clockThere(zone, now * 1000);
  return { zone, now, day: Math.floor(shown / DAY_MS) * DAY_MS, aheadMs: shown - Math.floor(now) * 1000 };
}

/**
 * How a deadline stands: whether it has passed or its alarm has begun, and what is left.
 * @param {Read} read
 * @param {Place} place
 * @returns {{ kind: Kind, left: string }}
 */
export function standing({ due, alarm, earliest }, place) {
  if (due === null) return { kind: "open", left: "" };
  const left = leftUntil(due, place);
  if (!isAhead(due, place)) return { kind: "passed", left };
  const sooner = isAhead(earliest, place) ? `, by a shorter clock ${leftUntil(earliest, place)}` : "";
  const alarmed = alarm !== null && alarm.at <= (alarm.isDay ? place.day : place.now * 1000);
  return { kind: alarmed ? "alarm" : "ahead", left: left + sooner };
}

/**
 * Whether something is still to come.
 * @param {?End} end
 * @param {Place} place
 * @returns {end is End}
 */
export function isAhead(end, { day, now }) {
  return end !== null && (end.isDay ? end.at >= day : end.at > now * 1000);
}

/**
 * When it is over, in milliseconds since 1970.
 * @param {End} end
 * @param {Place} place
 */
export function endOf({ isDay, at }, { zone }) {
  return isDay ? instant(at + DAY_MS, zone) : at;
}

/** @param {End} end @param {Place} place */
function leftUntil({ isDay, at }, { day, now }) {
  const minutes = at / MINUTE_MS - now / 60;
  if (!isDay) return minutes > 0 ? `${span(minutes)} left` : `Passed ${span(-minutes)} ago`;
  const days = (at - day) / DAY_MS;
  if (days === 0) return "last day today";
  return days > 0 ? `${counted(days, "day")} left` : `Passed ${counted(-days, "day")} ago`;
}

/** @param {number} count @param {string} what */
export function counted(count, what) {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/**
 * The one line that a list has room for: the most pressing deadline, and how many there are beside it.
 * @param {Rules} rules
 * @param {readonly Read[]} read
 * @param {Place} place
 */
export function pressingLine(rules, read, place) {
  const [first] = read
    .filter(({ due }) => isAhead(due, place))
    .map((one) => ({ id: one.id, ends: nextEnd(one, place), ...standing(one, place) }))
    .sort((a, b) => Number(b.kind === "alarm") - Number(a.kind === "alarm") || a.ends - b.ends);
  if (first === undefined) {
    return { text: read.length > 0 ? `${counted(read.length, "deadline")}, days past or not known` : "", alarm: false };
  }
  const alarm = first.kind === "alarm";
  const more = read.length > 1 ? ` · ${read.length - 1} more` : "";
  return { text: `${alarm ? "Alarm: " : ""}${rules.names.deadline(first.id)}: ${first.left}${more}`, alarm };
}

/**
 * Near enough for an order among hundreds of cases: exact but for an hour while clocks are turned.
 * @param {Read} read
 * @param {Place} place
 */
function nextEnd({ due, earliest }, place) {
  const ends = [due, earliest].filter((end) => isAhead(end, place));
  return Math.min(...ends.map(({ isDay, at }) => (isDay ? at + DAY_MS - place.aheadMs : at)));
}
