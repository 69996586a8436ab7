// The rows of the desk's list: cases in her hands, and cases that wait.

import { el } from "../shared/dom.js";
import { placeAt, pressingLine, readDeadlines } from "./deadlines.js";
import { language } from "./labels.js";
import { setText } from "./list.js";
import { against, age, left, span, waited } from "./times.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../peer/board.js").Waiting} Waiting */
/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {Readonly<Record<string, unknown>>} Card */

/**
 * @typedef {object} RowText
 * @property {string} urgency
 * @property {string} title
 * @property {string} facts
 * @property {{ text: string, alarm: boolean }} deadline the most pressing one
 * @property {string} state
 * @property {boolean} pressing whether the state must stand out
 */

/** @type {Readonly<Record<string, string>>} */
const STAGES = {
  claiming: "Claiming: not confirmed yet",
  claimed: "Check for conflicts",
  accepting: "Accepting: not confirmed yet",
  "putting back": "Being put back",
  closing: "Being closed",
};

/**
 * A row that opens its case when it is pressed.
 * @template Item
 * @param {string} name
 * @param {(item: Item) => RowText} textOf
 * @param {(name: string) => void} open
 */
export function row(name, textOf, open) {
  const [urgency, title] = [el("span", { class: "row-urgency" }), el("span", { class: "row-title" })];
  const [facts, state] = [el("span", { class: "row-facts" }), el("span", { class: "row-state" })];
  const deadline = el("span", { class: "row-state" });
  const button = el(
    "button",
    { type: "button", class: "case-row", "data-case": name, click: () => open(name) },
    urgency,
    title,
    facts,
    deadline,
    state,
  );
  const update = (/** @type {Item} */ item) => {
    const text = textOf(item);
    setText(urgency, text.urgency);
    setText(title, text.title);
    setText(facts, text.facts);
    setText(deadline, text.deadline.text);
    deadline.hidden = text.deadline.text === "";
    deadline.classList.toggle("alarm", text.deadline.alarm);
    setText(state, text.state);
    state.classList.toggle("row-pressing", text.pressing);
  };
  return { element: el("li", {}, button), update };
}

/** @param {Session} session @param {Waiting} one @returns {RowText} */
export function waitingText(session, one) {
  const { state, late } = wait(session, one);
  return { ...common(session, one.card), state, pressing: late };
}

/** @param {Session} session @param {HeldCase} held @returns {RowText} */
export function heldText(session, held) {
  const answer = held.stage === "accepted" && wantsAnswer(held);
  const stage = STAGES[held.stage] ?? (answer ? "Waits for your answer" : "Answered");
  const pressing = held.stage === "claimed" || answer;
  const ends = held.stage === "accepted" || held.stage === "claimed" ? ` · yours for ${leaseLeft(session, held)}` : "";
  return { ...common(session, held.card), state: stage + ends, pressing };
}

/** How long a case has waited, against the promise. @param {Session} session @param {Waiting} one */
export function wait(session, one) {
  const long = age(one.opened, session.now(), session.firstSeen.get(one.caseId));
  const promised = session.responder.directory.policy.promisedMinutes[one.urgency];
  const standing = against(long, promised);
  const state = { late: "Late", close: "May be late", "in time": "In time" }[standing];
  return {
    state: `${state}: waits ${waited(long)}`,
    promise: `${waited(long)}, promised within ${span(promised)}`,
    late: standing === "late",
  };
}

/** @param {Session} session @param {HeldCase} held */
export function leaseLeft(session, held) {
  return left(held.lapses, session.now());
}

/** Whether the last thing said is the caller's. @param {HeldCase} held */
export function wantsAnswer(held) {
  const said = (held.thread?.all() ?? []).filter((entry) => entry.kind === "text");
  return said.at(-1)?.mine !== true;
}

/** @param {Session} session @param {Card} card */
function common(session, card) {
  const { names } = session.rules;
  const facts = [language(card.language), names.place(card.state), names.licence(card.licence)].join(" · ");
  const deadline = pressing(session, card);
  return { urgency: names.urgency(card.urgency), title: names.matter(card.matter), facts, deadline };
}

/** @param {Session} session @param {Card} card */
function pressing(session, card) {
  const [rules, now] = [session.rules, session.now()];
  return pressingLine(rules, readDeadlines(rules, card.deadlines, now), placeAt(rules.zone(card.state), now));
}
