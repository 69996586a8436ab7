// Days and times as a language writes them. Names and patterns come with the catalogue, because browsers take those of
// another language where they do not know one.

/**
 * What locales_dates.py takes from the Unicode CLDR; weekdays begin with Sunday.
 * @typedef {object} Dates
 * @property {readonly string[]} weekdays
 * @property {readonly string[]} months
 * @property {readonly string[]} halves of the day
 * @property {string} day a pattern of EEEE, d and MMMM or M
 * @property {string} time a pattern of h or H, mm and perhaps a
 * @property {string} both with the day at {1} and the time at {0}
 */

const LETTERS = /'([^']*)'|EEEE|MMMM|M|d|HH|H|h|mm|a/g;
const NOON = 12;

/**
 * Day and time in the device's own zone.
 * @param {Dates} dates
 * @param {Date} moment
 */
export function dayAndTime(dates, moment) {
  const [day, time] = [dayAlone(dates, moment), timeOfDay(dates, moment)];
  return dates.both.replace("{1}", () => day).replace("{0}", () => time);
}

/**
 * The day alone.
 * @param {Dates} dates
 * @param {Date} moment
 */
export function dayAlone(dates, moment) {
  return filled(dates, dates.day, moment);
}

/**
 * The time alone.
 * @param {Dates} dates
 * @param {Date} moment
 */
export function timeOfDay(dates, moment) {
  return filled(dates, dates.time, moment);
}

/** @param {Dates} dates @param {string} pattern @param {Date} moment */
function filled(dates, pattern, moment) {
  const hour = moment.getHours();
  /** @type {Readonly<Record<string, string | number>>} */
  const values = {
    EEEE: dates.weekdays[moment.getDay()],
    MMMM: dates.months[moment.getMonth()],
    M: moment.getMonth() + 1,
    d: moment.getDate(),
    HH: twoDigits(hour),
    H: hour,
    h: hour % NOON || NOON,
    mm: twoDigits(moment.getMinutes()),
    a: dates.halves[hour < NOON ? 0 : 1],
  };
  return pattern.replace(LETTERS, (letters, quoted) => quoted ?? String(values[letters]));
}

/** @param {number} value */
function twoDigits(value) {
  return String(value).padStart(2, "0");
}
