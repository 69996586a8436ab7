// The deadlines of a case, as a responder reads them: by when, how long that is, who says so, and what to doubt.

import { dayText } from "../../triage/js/days.js";
import { el } from "../shared/dom.js";
import { counted, endOf, isAhead, placeAt, pressingLine, readDeadlines, standing } from "./deadlines.js";
import { setText } from "./list.js";

/** @typedef {import("./deadlines.js").End} End */
/** @typedef {import("./deadlines.js").Place} Place */
/** @typedef {import("./deadlines.js").Read} Read */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {Readonly<Record<string, unknown>>} Card */
/** @typedef {{ name: string, left: string, kind: string, when: string, doubts: string[], source: string }} Item */

const WIDE = "(min-width: 44rem)"; // as desk.css has it for two panes
/** @type {Readonly<Record<string, string>>} */
const BY = { received: "Must be received by", mailed: "Must be mailed by", act: "Runs out" };
/** @type {Readonly<Record<string, string>>} */
const STANDS = { alarm: "Alarm: ", passed: "", ahead: "", open: "" };

/**
 * The deadlines of a card, under a heading, and by itself the one line that says what presses.
 * @param {Session} session
 * @param {Card} card
 */
export function deadlineSection(session, card) {
  const list = deadlineList(session, card, card.deadlines);
  const whole = el("section", { class: "stack", "aria-label": "Deadlines" }, el("h3", {}, "Deadlines"), list.whole);
  const pressing = el("span", {});
  const update = () => {
    list.update();
    whole.hidden = list.isEmpty();
    showLine(pressing, list.pressing());
  };
  update();
  return { whole, pressing: list.isEmpty() ? null : pressing, update };
}

/** @param {HTMLElement} element @param {{ text: string, alarm: boolean }} line */
function showLine(element, { text, alarm }) {
  setText(element, text);
  element.classList.toggle("alarm", alarm);
}

/**
 * The same behind one line that says what presses. It is open at first when something does and there is room for it.
 * @param {Session} session
 * @param {Card} card
 * @param {unknown} listed
 */
export function deadlineDetails(session, card, listed) {
  const list = deadlineList(session, card, listed);
  const summary = el("summary", {});
  const whole = el("details", {}, summary, list.whole);
  const update = () => {
    list.update();
    whole.hidden = list.isEmpty();
    showLine(summary, list.pressing());
  };
  update();
  whole.open = list.pressing().alarm && matchMedia(WIDE).matches;
  return { whole, update };
}

/**
 * @param {Session} session
 * @param {Card} card
 * @param {unknown} listed
 */
function deadlineList(session, card, listed) {
  const { rules } = session;
  const zone = rules.zone(card.state);
  const read = readDeadlines(rules, listed, session.now());
  const list = el("ul", { class: "deadlines" });
  const whole = el(
    "div",
    { class: "stack" },
    list,
    read.length > 0 && el("p", { class: "soft small" }, clock(card, zone)),
  );
  let shown = "";
  const update = () => {
    const place = placeAt(zone, session.now());
    const items = read.map((one) => item(rules, one, place));
    if (shown === JSON.stringify(items)) return;
    shown = JSON.stringify(items);
    list.replaceChildren(...items.map(itemElement));
  };
  return {
    whole,
    update,
    isEmpty: () => read.length === 0,
    pressing: () => pressingLine(rules, read, placeAt(zone, session.now())),
  };
}

/** Which clock the days go by. @param {Card} card @param {string} zone */
function clock(card, zone) {
  const known = typeof card.state === "string" && card.state !== "";
  const time = `Days go by the time in ${city(zone)}`;
  return known ? `${time}, which counts for the place.` : `${time}, the earliest, because the place is not known.`;
}

/** @param {Rules} rules @param {Read} one @param {Place} place @returns {Item} */
function item(rules, one, place) {
  const { due, rule } = one;
  const { kind, left } = standing(one, place);
  const by = BY[rule?.counts ?? ""] ?? "By";
  const source = rule?.provenance.source ?? null;
  return {
    name: rules.names.deadline(one.id),
    left: STANDS[kind] + left,
    kind,
    when: due === null ? withoutDay(rules, one) : `${by} ${there(due, place)}${here(due, place)}`,
    doubts: doubts(rules, one, place),
    source: [source && `Source: ${source}.`, rule?.note].filter(Boolean).join(" "),
  };
}

/** @param {Rules} rules @param {Read} one */
function withoutDay(rules, { rule, wrong }) {
  if (rule === null || wrong) return "";
  if (rule.clock === null) return rule.noLimit ?? "";
  const time = counted(rule.clock.count, rule.clock.unit.replace(/s$/, ""));
  return `${time} from: ${rules.names.date(rule.from)}. That date is not known.`;
}

/** @param {Rules} rules @param {Read} one @param {Place} place */
function doubts(rules, { due, earliest, rule, wrong }, place) {
  const { reviewBy = null, signedOffBy = null } = rule?.provenance ?? {};
  const sooner = isAhead(due, place) && isAhead(earliest, place) ? there(earliest, place) : "";
  return [
    wrong && "What it says cannot be read as a day. Ask the caller.",
    rule === null && "The rules of this desk do not know it.",
    sooner !== "" && `At the earliest ${sooner}: a shorter clock may count.`,
    due?.isDay && rules.isClosed(dayText(due.at)) && "Offices are closed on that day: be there before.",
    rule?.inMotion && "In motion: check before you rely on it.",
    rule !== null && rule.confidence !== "sourced" && signedOffBy === null && "General knowledge, not signed off.",
    reviewBy !== null && reviewBy < dayText(place.day) && `Was to be reviewed by ${reviewBy}: check the source.`,
  ].filter((one) => typeof one === "string");
}

/** The day or moment as it is at the place. @param {End} end @param {Place} place */
export function there({ isDay, at }, { zone }) {
  return isDay ? shown(at, { timeZone: "UTC" }, {}) : `${moment(at, zone)}, ${city(zone)} time`;
}

/** The same on the responder's own clock, where that differs and it matters still. @param {End} end @param {Place} place */
function here(end, place) {
  const ends = endOf(end, place);
  if (!isAhead(end, place) || moment(ends) === moment(ends, place.zone)) return "";
  return `, for you ${end.isDay ? "until " : ""}${moment(ends)}`;
}

/** @param {number} ms @param {string} [timeZone] the device's own where there is none */
function moment(ms, timeZone) {
  return shown(ms, { timeZone }, { hour: "numeric", minute: "2-digit" });
}

/** @param {number} ms @param {Intl.DateTimeFormatOptions} zone @param {Intl.DateTimeFormatOptions} time */
function shown(ms, zone, time) {
  const day = /** @type {const} */ ({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return new Date(ms).toLocaleString("en", { ...zone, ...day, ...time });
}

/** @param {string} zone */
function city(zone) {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** @param {Item} item */
function itemElement({ name, left, kind, when, doubts, source }) {
  return el(
    "li",
    { class: `deadline deadline-${kind}` },
    el("p", { class: "deadline-top" }, el("bdi", { class: "name" }, name), left !== "" && el("strong", {}, left)),
    when !== "" && el("p", {}, when),
    doubts.length > 0 &&
      el(
        "ul",
        { class: "doubts" },
        doubts.map((doubt) => el("li", {}, doubt)),
      ),
    source !== "" && el("p", { class: "soft small" }, source),
  );
}
