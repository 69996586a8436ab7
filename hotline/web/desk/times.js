// How long a case has waited, against what was promised. The server knows whole hours only, so an age is a range.

const MINUTES_OF_AN_HOUR = 60;
const MINUTES_OF_A_DAY = 1440;
const SECONDS_OF_A_MINUTE = 60;

/**
 * @typedef {object} Age
 * @property {number} leastMinutes it has waited this long at least
 * @property {number} mostMinutes and no longer than this
 */

/**
 * The age of a case opened in an hour; `seenAt` is when this page first saw it, in seconds since 1970.
 * @param {number} openedHour
 * @param {number} nowSeconds
 * @param {number} [seenAt]
 * @returns {Age}
 */
export function age(openedHour, nowSeconds, seenAt = nowSeconds) {
  const mostMinutes = Math.max(0, Math.floor(nowSeconds / SECONDS_OF_A_MINUTE) - openedHour * MINUTES_OF_AN_HOUR);
  const since = Math.floor((nowSeconds - seenAt) / SECONDS_OF_A_MINUTE);
  return { leastMinutes: Math.max(0, mostMinutes - MINUTES_OF_AN_HOUR, since), mostMinutes };
}

/** An age in words. @param {Age} age */
export function waited({ leastMinutes, mostMinutes }) {
  if (mostMinutes >= 2 * MINUTES_OF_AN_HOUR) return span(mostMinutes);
  const most = mostMinutes < MINUTES_OF_AN_HOUR ? `${mostMinutes} min` : "2 h";
  return leastMinutes >= 1 ? `${span(leastMinutes)} to ${most}` : `up to ${most}`;
}

/**
 * Against the promise: "late" for certain, "close" when it may be past, else "in time".
 * @param {Age} age
 * @param {number} promisedMinutes
 * @returns {"late" | "close" | "in time"}
 */
export function against({ leastMinutes, mostMinutes }, promisedMinutes) {
  if (leastMinutes > promisedMinutes) return "late";
  return mostMinutes > promisedMinutes ? "close" : "in time";
}

/** A number of minutes in its largest whole unit. @param {number} minutes */
export function span(minutes) {
  if (minutes < MINUTES_OF_AN_HOUR) return `${Math.max(0, Math.floor(minutes))} min`;
  if (minutes < 3 * MINUTES_OF_A_DAY) return `${Math.floor(minutes / MINUTES_OF_AN_HOUR)} h`;
  return `${Math.floor(minutes / MINUTES_OF_A_DAY)} days`;
}

/** What is left until a moment. @param {number} atSeconds @param {number} nowSeconds */
export function left(atSeconds, nowSeconds) {
  return span(Math.max(0, (atSeconds - nowSeconds) / SECONDS_OF_A_MINUTE));
}

/** A moment in this device's time: the time alone when it is today. @param {number} seconds @param {number} nowSeconds */
export function moment(seconds, nowSeconds) {
  const [then, now] = [new Date(seconds * 1000), new Date(nowSeconds * 1000)];
  const time = /** @type {const} */ ({ hour: "numeric", minute: "2-digit" });
  const day = /** @type {const} */ ({ weekday: "short", day: "numeric", month: "short" });
  return then.toLocaleString("en", then.toDateString() === now.toDateString() ? time : { ...day, ...time });
}
