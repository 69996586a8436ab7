// Days and moments as they are at a place. Pure, and twin of ../days.py, which says how they are written.
//
// A day is kept as its first millisecond in UTC, whatever the place.

/** @typedef {{ unit: string, count: number }} Clock */

export const DAY_MS = 86_400_000;
const SUNDAY = 0;
const SATURDAY = 6;
const FEBRUARY = 1;

/**
 * A day as it is written: 2026-03-05.
 * @param {number} day
 */
export function dayText(day) {
  return new Date(day).toISOString().slice(0, 10);
}

/**
 * A moment as it is written: 2026-03-05T14:30Z.
 * @param {number} ms since 1970
 */
export function momentText(ms) {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

/**
 * The day that it is there.
 * @param {string} zone
 * @param {number} now seconds since 1970
 */
export function today(zone, now) {
  const shown = clockThere(zone, now * 1000);
  return shown - modulo(shown, DAY_MS);
}

/**
 * The last day of a time in days or years, not counting the first. A year from 29 February ends on the 28th.
 * @param {number} start
 * @param {Clock} clock
 */
export function dayAfter(start, { unit, count }) {
  if (unit === "days") return start + count * DAY_MS;
  const date = new Date(start);
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()];
  return Date.UTC(date.getUTCFullYear() + count, month, month === FEBRUARY && day === 29 ? 28 : day);
}

/**
 * The day itself, or the next one that is no Saturday, Sunday or holiday.
 * @param {number} day
 * @param {readonly string[]} holidays
 */
export function openDay(day, holidays) {
  let open = day;
  while ([SATURDAY, SUNDAY].includes(new Date(open).getUTCDay()) || holidays.includes(dayText(open))) open += DAY_MS;
  return open;
}

/**
 * When a clock there shows this, in milliseconds since 1970. Of two such moments, as when clocks are turned, the earlier.
 * @param {number} clockTime what it shows, as if it were UTC
 * @param {string} zone
 */
export function instant(clockTime, zone) {
  const offsets = [-DAY_MS, DAY_MS].map((away) => clockThere(zone, clockTime + away) - (clockTime + away));
  if (offsets[0] === offsets[1]) return clockTime - offsets[0];
  const moments = offsets.map((offset) => clockTime - offset);
  const shown = moments.filter((ms) => clockThere(zone, ms) === clockTime);
  return Math.min(...(shown.length > 0 ? shown : moments));
}

/**
 * What a clock there shows, to the second, as if it were UTC.
 * @param {string} zone
 * @param {number} ms since 1970
 */
export function clockThere(zone, ms) {
  const parts = clockOf(zone).formatToParts(ms);
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    parts.map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Made once for each zone, because browsers are slow at it. @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/** @param {string} zone */
function clockOf(zone) {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const [numeric, hourCycle] = /** @type {const} */ (["numeric", "h23"]);
  const time = { hour: numeric, minute: numeric, second: numeric, hourCycle };
  const options = { timeZone: zone, year: numeric, month: numeric, day: numeric, ...time };
  const clock = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", options);
  clocks.set(zone, clock);
  return clock;
}

/** @param {number} a @param {number} b */
function modulo(a, b) {
  return ((a % b) + b) % b;
}
