// The open case: what it looks like at each stage, built anew only when the stage changes.

import { button, notice, rest } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { cardFacts } from "./card.js";
import { conflictStep } from "./conflict.js";
import { deadlineSection } from "./deadlineList.js";
import { advice } from "./gate.js";
import { setText } from "./list.js";
import { leaseLeft, wait } from "./rows.js";
import { conversation } from "./talking.js";

/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../peer/held.js").HeldCase} HeldCase */

/**
 * @typedef {object} Desk
 * @property {Session} session
 * @property {() => void} leave back to the list
 * @property {() => void} loadClients
 */

/**
 * A part of the screen that can be brought up to date.
 * @typedef {object} View
 * @property {readonly Child[]} content
 * @property {() => void} [update]
 */

/** @type {Readonly<Record<string, string>>} */
const UNDER_WAY = {
  claiming: "Claiming it for you. Nothing is lost if the connection fails: it goes on by itself.",
  accepting: "Accepting it. The story opens here in a moment, and the caller is told that someone reads it.",
  "putting back": "Putting it back. It goes to another volunteer.",
  closing: "Telling the caller, then erasing the case.",
};

/**
 * Show a case in a pane. The returned function brings it up to date.
 * @param {HTMLElement} pane
 * @param {Desk} desk
 * @param {string} name
 */
export function showCase(pane, desk, name) {
  let [shape, update] = ["", () => {}];
  return () => {
    const now = shapeOf(desk.session, name);
    if (now !== shape) {
      const opened = shape === "";
      const within = pane.contains(document.activeElement);
      shape = now;
      update = build(pane, desk, name);
      if (opened || within || document.activeElement === document.body) focusHeading(pane);
    }
    update();
  };
}

/** Go to the heading of what is shown. @param {HTMLElement} pane */
export function focusHeading(pane) {
  const heading = pane.querySelector("h2");
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
  pane.scrollTop = 0;
  scrollTo(0, 0); // where the pane is the whole page
}

/** @param {Session} session @param {string} name */
function shapeOf(session, name) {
  const held = session.heldCase(name);
  if (held !== undefined) return `${held.stage} ${held.term}`;
  return session.waitingCase(name) === undefined ? "gone" : "waiting";
}

/** @param {HTMLElement} pane @param {Desk} desk @param {string} name */
function build(pane, desk, name) {
  const held = desk.session.heldCase(name);
  const wrong = el("div", { class: "stack", role: "alert" });
  const view = held === undefined ? notHeld(desk, name) : holding(desk, name, held);
  pane.replaceChildren(el("div", { class: "case stack stack-loose" }, back(desk), ...flat(view.content), wrong));
  return () => {
    view.update?.();
    showFailure(wrong, desk.session.failed.get(name));
  };
}

/** @param {readonly Child[]} content @returns {(Node | string)[]} */
function flat(content) {
  return /** @type {(Node | string)[]} */ (content.flat().filter((child) => child));
}

/** @param {HTMLElement} place @param {Error | undefined} failure */
function showFailure(place, failure) {
  const text = failure === undefined ? "" : advice(failure);
  if ((place.dataset.said ?? "") === text) return;
  place.dataset.said = text;
  place.replaceChildren(
    ...(text === "" ? [] : [notice("This did not go through", el("p", {}, text), { strong: true })]),
  );
  if (text !== "") place.scrollIntoView({ block: "nearest" });
}

/** @param {Desk} desk @param {string} name @returns {View} */
function notHeld(desk, name) {
  return desk.session.waitingCase(name) === undefined ? gone(desk, name) : waitingCase(desk, name);
}

/** What became of a case that she let go of. @type {Readonly<Record<string, readonly [string, string]>>} */
const LET_GO = {
  closing: ["You closed this case", "The caller is told. It is erased, here and at the server."],
  "putting back": [
    "You put this case back",
    "Another volunteer is offered it, and you are not again. Nothing of it is left here.",
  ],
};
const GONE = /** @type {const} */ ([
  "This case is not here any more",
  "Its caller erased it, someone else took it, it was closed, or your time with it ran out. Nothing of it is left here.",
]);

/** @param {Desk} desk @param {string} name @returns {View} */
function gone({ session, leave }, name) {
  const [title, text] = LET_GO[session.done.get(name) ?? ""] ?? GONE;
  const content = [heading(title), el("p", {}, text)];
  return {
    content: [...content, el("div", { class: "row" }, button("Back to the queue", leave, { look: "primary" }))],
  };
}

/** @param {Desk} desk @param {string} name @returns {View} */
function waitingCase({ session }, name) {
  const one = session.waitingCase(name);
  if (one === undefined) return { content: [] };
  const [waits, deadlines] = [el("span", {}), deadlineSection(session, one.card)];
  const claim = button("Claim", () => void session.claim(name), { look: "primary", id: "claim" });
  const content = [
    title(session, one.card),
    cardFacts(session.rules.names, one.card, [
      ["Waits", waits],
      ["Deadlines", deadlines.pressing],
    ]),
    el("div", { class: "row" }, claim),
    el("p", { class: "soft" }, claimHint(session)),
    deadlines.whole,
  ];
  const update = () => {
    const { promise, late } = wait(session, session.waitingCase(name) ?? one);
    setText(waits, late ? `${promise}: late` : promise);
    deadlines.update();
    rest(claim, session.doing.has(name));
    setText(claim, session.doing.has(name) ? "Claiming…" : "Claim");
  };
  return { content, update };
}

/** @param {Session} session */
function claimHint({ responder }) {
  const minutes = responder.directory.policy.claimMinutes;
  return `Claiming holds the case for you for ${minutes} minutes. You see names only, to check for conflicts, and then decide.`;
}

/** @param {Desk} desk @param {string} name @param {HeldCase} held @returns {View} */
function holding(desk, name, held) {
  if (held.stage === "claimed") return checking(desk, name, held);
  if (held.stage === "accepted") return conversation(desk, name, [title(desk.session, held.card)]);
  return {
    content: [title(desk.session, held.card), el("p", { role: "status" }, UNDER_WAY[held.stage] ?? "Under way.")],
  };
}

/** @param {Desk} desk @param {string} name @param {HeldCase} held @returns {View} */
function checking(desk, name, held) {
  const lease = el("p", { class: "soft" });
  const step = conflictStep(desk, name, held, [title(desk.session, held.card), lease]);
  const update = () => {
    setText(lease, `Held for you for ${leaseLeft(desk.session, held)}, then it goes back by itself.`);
    step.update?.();
  };
  return { content: step.content, update };
}

/** @param {Session} session @param {Readonly<Record<string, unknown>>} card */
function title({ rules: { names } }, card) {
  const urgency = el("p", { class: "case-urgency" }, names.urgency(card.urgency));
  return el("div", {}, urgency, heading(names.matter(card.matter)));
}

/** @param {string} text */
function heading(text) {
  return el("h2", { tabindex: "-1", class: "case-title" }, text);
}

/** @param {Desk} desk */
function back({ leave }) {
  return el("div", { class: "case-back" }, button("‹ All cases", leave, { look: "quiet" }));
}
