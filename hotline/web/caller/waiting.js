// How long a caller must expect to wait: from the promises and the hours of the desks that her case goes to. Pure.

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("../../../crypto/js/directory.js").Desk} Desk */
/** @typedef {import("../../triage/js/evaluate.js").Card} Card */

const MINUTE = 60;
const HOUR = 3600;
const WEEK_HOURS = 168;
const THURSDAY = 72; // the first hour of 1970 in a week that begins on Monday

/**
 * `desks` in the order in which they are asked; `begins` is when the first of them comes on shift, null when someone is
 * there now; `by` is when an answer can be expected. Seconds since 1970.
 * @typedef {Readonly<{ desks: readonly Desk[], promisedMinutes: number, begins: number | null, by: number }>} Wait
 */

/**
 * @param {Directory} directory
 * @param {readonly string[]} deskIds as `route` gives them
 * @param {string} urgency
 * @param {number} nowSeconds
 * @returns {Wait}
 */
export function expect(directory, deskIds, urgency, nowSeconds) {
  const desks = deskIds.flatMap((id) => directory.desks.filter((desk) => desk.id === id));
  const promisedMinutes = promised(directory, urgency);
  const opening = desks.length > 0 ? Math.min(...desks.map((desk) => opens(desk, nowSeconds))) : nowSeconds;
  const by = Math.max(nowSeconds + promisedMinutes * MINUTE, opening);
  return { desks, promisedMinutes, begins: opening > nowSeconds && Number.isFinite(opening) ? opening : null, by };
}

/**
 * Minutes within which the organization promises a first answer.
 * @param {Directory} directory
 * @param {string} urgency
 */
export function promised(directory, urgency) {
  const minutes = directory.policy.promisedMinutes;
  return minutes[urgency] ?? Math.max(...Object.values(minutes));
}

/**
 * A length of time in the largest unit that fits it.
 * @param {number} minutes
 * @returns {["time.minutes" | "time.hours" | "time.days", number]}
 */
export function inUnits(minutes) {
  if (minutes < 2 * MINUTE && minutes !== MINUTE) return ["time.minutes", minutes];
  const hours = Math.ceil(minutes / MINUTE);
  return hours < 48 && hours !== 24 ? ["time.hours", hours] : ["time.days", Math.ceil(hours / 24)];
}

/** @param {Desk} desk @param {number} nowSeconds */
function opens(desk, nowSeconds) {
  const hour = Math.floor(nowSeconds / HOUR);
  const ofWeek = (hour + THURSDAY) % WEEK_HOURS;
  if (desk.duty || desk.hours.some(([from, to]) => from <= ofWeek && ofWeek < to)) return nowSeconds;
  const away = desk.hours.map(([from]) => (from - ofWeek + WEEK_HOURS) % WEEK_HOURS);
  return (hour + Math.min(...away)) * HOUR;
}
