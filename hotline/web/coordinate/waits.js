// Who waits: for each desk how many cases, and how long the oldest. Pure but for the table that it makes.

import { route } from "../../triage/js/route.js";
import { against, age, span, waited } from "../desk/times.js";
import { el } from "../shared/dom.js";

/** @typedef {import("../peer/board.js").Waiting} Waiting */
/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */

/**
 * @typedef {object} DeskWait
 * @property {string} label
 * @property {number} count
 * @property {number} late for certain
 * @property {number | null} oldest hour
 */

const SECONDS_OF_AN_HOUR = 3600;
const ELSEWHERE = "";

/**
 * The waits of all desks, in the directory's order; cases of no desk that stands come last.
 * @param {Directory} directory
 * @param {any} pack
 * @param {readonly Waiting[]} waiting
 * @param {number} nowSeconds
 * @returns {DeskWait[]}
 */
export function waitsByDesk(directory, pack, waiting, nowSeconds) {
  const desks = [...directory.desks.map(({ id, label }) => ({ id, label })), { id: ELSEWHERE, label: "Other desks" }];
  const at = waiting.map((one) => deskOf(directory, pack, one));
  const waits = desks.map(({ id, label }) => {
    const cases = waiting.filter((_, index) => at[index] === id);
    const late = cases.filter((one) => isLate(directory, one, nowSeconds)).length;
    const oldest = cases.length === 0 ? null : Math.min(...cases.map((one) => one.opened));
    return { id, label, count: cases.length, late, oldest };
  });
  return waits.filter(({ id, count }) => id !== ELSEWHERE || count > 0);
}

/** The waits as a table. @param {readonly DeskWait[]} waits @param {number} nowSeconds */
export function waitsTable(waits, nowSeconds) {
  const rows = waits.map(({ label, count, late, oldest }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, label),
      el("td", {}, String(count)),
      el("td", {}, oldest === null ? "–" : ageOf(oldest, nowSeconds)),
      el("td", { class: late > 0 && "late" }, late === 0 ? "none" : String(late)),
    ),
  );
  const heads = ["Desk", "Cases", "Oldest waits", "Late"].map((head) => el("th", { scope: "col" }, head));
  return el(
    "div",
    { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Who waits, by desk" },
    el("table", { class: "table" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)),
  );
}

/** How long a case of this hour waits, in words. @param {number} opened @param {number} nowSeconds */
export function ageOf(opened, nowSeconds) {
  return waited(age(opened, nowSeconds));
}

/** How long a promise is, for the line below the table. @param {Directory} directory */
export function promises({ policy }) {
  return Object.entries(policy.promisedMinutes)
    .map(([urgency, minutes]) => `${urgency} ${span(minutes)}`)
    .join(", ");
}

/** @param {Directory} directory @param {Waiting} one @param {number} nowSeconds */
function isLate({ policy }, one, nowSeconds) {
  return against(age(one.opened, nowSeconds), policy.promisedMinutes[one.urgency]) === "late";
}

/** @param {Directory} directory @param {any} pack @param {Waiting} one */
function deskOf(directory, pack, { card, urgency, opened, tier }) {
  const [licences, licence] = [/** @type {string[]} */ (pack?.licences ?? []), String(card.licence)];
  const able = licences.slice(0, licences.indexOf(licence) + 1);
  const waits = Boolean(pack?.classes.find((/** @type {{ id: string }} */ one) => one.id === urgency)?.waits);
  const [state, language] = [textOf(card.state), textOf(card.language)];
  const routed = { urgency, matter: String(card.matter), licences: able, waits, state, language };
  return route(directory, routed, opened * SECONDS_OF_AN_HOUR)[tier] ?? ELSEWHERE;
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === "string" ? value : null;
}
