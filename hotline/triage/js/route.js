// From a card to the desks that shall read it. Pure, and twin of ../route.py, which has the rules word by word.

/**
 * @typedef {{ fromHour: number, toHour: number }} Epoch
 * @typedef {{ id: string, epochs: readonly Epoch[], speaks: readonly string[], interprets: readonly string[],
 *   jurisdictions: readonly string[], matters: readonly string[], licence: string, duty: boolean,
 *   hours: readonly (readonly number[])[] }} Desk
 * @typedef {{ desks: readonly Desk[], policy: { promisedMinutes: Readonly<Record<string, number>> } }} Directory
 * @typedef {{ urgency: string, matter: string, licences: readonly string[], waits: boolean, state: ?string,
 *   language: ?string }} Card
 */

const ANY = "*";
const ANYWHERE = "anywhere";
const SECONDS_OF_AN_HOUR = 3600;
const HOURS_OF_A_WEEK = 168;
const HOUR_OF_THE_WEEK_AT_ZERO = 72;

/**
 * The ids of up to three different desks, in the order of tiers.
 * @param {Directory} directory
 * @param {Card} card
 * @param {number} now whole seconds since 1970
 * @returns {string[]}
 */
export function route(directory, card, now) {
  const lasting = directory.desks.filter((desk) => lasts(desk, now));
  const duty = lasting.filter((desk) => desk.duty).sort((a, b) => compareTies(a, b, card));
  const able = lasting.filter((desk) => !desk.duty && canTake(desk, card));
  able.sort((a, b) => compare(secondsToShift(a, now), secondsToShift(b, now)) || compareTies(a, b, card));
  const promisedSeconds = card.waits ? directory.policy.promisedMinutes[card.urgency] * 60 : 0;
  const standing = able.filter((desk) => secondsToShift(desk, now) <= promisedSeconds);
  const coming = able.filter((desk) => secondsToShift(desk, now) < Number.POSITIVE_INFINITY);
  const tiers = [...standing.slice(0, 2), ...duty.slice(0, 1)];
  return (tiers.length > 0 ? tiers : coming.slice(0, 2)).map((desk) => desk.id);
}

/** @param {Desk} desk @param {number} now @returns {boolean} */
function lasts(desk, now) {
  return desk.epochs.some((epoch) => epoch.toHour > Math.floor(now / SECONDS_OF_AN_HOUR));
}

/** @param {Desk} desk @param {Card} card @returns {boolean} */
function canTake(desk, card) {
  return (
    card.licences.includes(desk.licence) &&
    has(desk.matters, ANY, card.matter) &&
    has(desk.jurisdictions, ANYWHERE, card.state) &&
    (has(desk.speaks, ANY, card.language) || has(desk.interprets, ANY, card.language))
  );
}

/** @param {readonly string[]} list @param {string} any @param {?string} one @returns {boolean} */
function has(list, any, one) {
  return list.includes(any) || (one !== null && list.includes(one));
}

/** @param {Desk} desk @param {Card} card @returns {[boolean, number, number, string]} */
function tie(desk, card) {
  const languages = new Set([...desk.speaks, ...desk.interprets]);
  return [
    !has(desk.speaks, ANY, card.language),
    desk.jurisdictions.includes(ANYWHERE) ? Number.POSITIVE_INFINITY : new Set(desk.jurisdictions).size,
    languages.has(ANY) ? Number.POSITIVE_INFINITY : languages.size,
    desk.id,
  ];
}

/** @param {Desk} a @param {Desk} b @param {Card} card @returns {number} */
function compareTies(a, b, card) {
  const [one, other] = [tie(a, card), tie(b, card)];
  return one.reduce((/** @type {number} */ order, part, index) => order || compare(part, other[index]), 0);
}

/** @param {boolean | number | string} a @param {boolean | number | string} b @returns {number} */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * Nothing when on shift, infinity when never.
 * @param {Desk} desk
 * @param {number} now
 * @returns {number}
 */
function secondsToShift(desk, now) {
  const hour = (Math.floor(now / SECONDS_OF_AN_HOUR) + HOUR_OF_THE_WEEK_AT_ZERO) % HOURS_OF_A_WEEK;
  if (desk.hours.some(([start, end]) => start <= hour && hour < end)) return 0;
  const hoursLeft = desk.hours.map(([start]) => (start - hour + HOURS_OF_A_WEEK) % HOURS_OF_A_WEEK);
  return Math.min(...hoursLeft) * SECONDS_OF_AN_HOUR - (now % SECONDS_OF_AN_HOUR);
}
