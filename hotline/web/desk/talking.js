// An accepted case: how to call back, the story, the conversation, and the reply.

import { ask, button, notice } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { cardFacts, facts } from "./card.js";
import { askClosing } from "./closing.js";
import { deadlineDetails } from "./deadlineList.js";
import * as labels from "./labels.js";
import { setText } from "./list.js";
import { shortened } from "./long.js";
import { thread } from "./messages.js";
import { readyReplies } from "./ready.js";
import { composer } from "./reply.js";
import { leaseLeft } from "./rows.js";
import { span } from "./times.js";

/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {import("../peer/thread.js").Entry} Entry */
/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {import("./case.js").Desk} Desk */
/** @typedef {import("./case.js").View} View */
/** @typedef {import("./session.js").Session} Session */

/**
 * @param {Desk} desk
 * @param {string} name
 * @param {readonly Child[]} head
 * @returns {View}
 */
export function conversation(desk, name, head) {
  const { session } = desk;
  const held = /** @type {HeldCase} */ (session.heldCase(name));
  const lease = el("p", { class: "soft" });
  const said = thread();
  const writing = composer(session, name);
  const listed = session.rules.deadlines(held.body, session.now()) ?? held.card.deadlines;
  const deadlines = deadlineDetails(session, held.card, listed);
  const ready = readyReplies(session, held, listed, writing.put);
  const content = [
    ...head,
    callback(held),
    story(held),
    deadlines.whole,
    el("h3", {}, "Conversation"),
    said.list,
    writing.whole,
    ready.whole,
    lease,
    ending(session, name),
    about(session, held),
  ];
  const kept = span(session.responder.directory.policy.renewMinutes);
  const update = () => {
    const now = session.heldCase(name);
    if (now === undefined) return;
    setText(lease, `Yours for ${leaseLeft(session, now)} more. Answering keeps it for ${kept} from then.`);
    deadlines.update();
    said.update(now);
    writing.update(now);
    ready.update(session.doing.has(name));
  };
  return { content, update };
}

/** @param {HeldCase} held */
function callback(held) {
  const wish = held.body.callback;
  if (wish === null || wish === undefined || wish === "")
    return notice("No call-back", el("p", {}, "The caller left no safe way to be called. Write here only."));
  const said = typeof wish === "object" ? facts(pairs(wish)) : el("p", { class: "words", dir: "auto" }, String(wish));
  return notice("How to call back", said, { strong: true });
}

/** @param {object} wish @returns {(readonly [string, string])[]} */
function pairs(wish) {
  return Object.entries(wish)
    .filter(([, value]) => value !== null && value !== "")
    .map(([key, value]) => [
      labels.asItIs(labels.sentence(key)),
      typeof value === "string" ? value : labels.asItIs(value),
    ]);
}

/** @param {HeldCase} held */
function story(held) {
  const words = typeof held.body.words === "string" ? held.body.words.trim() : "";
  const shown = el("p", { class: "words", dir: "auto" }, words);
  const files = Array.isArray(held.body.attachments) ? held.body.attachments.length : 0;
  return el(
    "section",
    { class: "stack", "aria-label": "The caller's words" },
    el("h3", {}, "The caller's words"),
    words === ""
      ? el("p", { class: "soft" }, "The caller wrote nothing. The card and the answers say what there is.")
      : el("div", { class: "story" }, shown, shortened(shown)),
    files > 0 && el("p", { class: "soft" }, `With ${files} attachments, which this page cannot open yet.`),
  );
}

/** @param {Session} session @param {string} name */
function ending(session, name) {
  return el(
    "div",
    { class: "row ending" },
    button("Close the case…", () => void askClosing(session, name), { id: "close" }),
    button("Put back…", () => void askPutBack(session, name), { id: "put-back" }),
  );
}

/** @param {Session} session @param {string} name */
async function askPutBack(session, name) {
  const go = await ask({
    title: "Put this case back?",
    content: el("p", {}, "The caller is told, and another volunteer is offered it. You are not offered it again."),
    confirm: "Put back",
    cancel: "Keep it",
  });
  if (go && !session.ended) await session.putBack(name);
}

/** @param {Session} session @param {HeldCase} held */
function about({ rules: { names } }, held) {
  const rows = [
    ...Object.entries(held.body.answers ?? {}).map(([id, value]) => pair(names.question(id), names.answer(id, value))),
    ...Object.entries(held.body.dates ?? {}).map(([id, day]) => pair(`${names.date(id)} (date)`, labels.asItIs(day))),
  ];
  return el(
    "details",
    {},
    el("summary", {}, "Card, names and answers"),
    el("div", { class: "stack" }, cardFacts(names, held.card), sheet(held), facts(rows)),
  );
}

/** @param {string} term @param {string} said */
function pair(term, said) {
  return /** @type {const} */ ([term, said]);
}

/** @param {HeldCase} held */
function sheet(held) {
  const named = Array.isArray(held.sheet.names) ? held.sheet.names : [];
  return facts(named.map((/** @type {any} */ one) => pair(labels.role(one?.role), labels.asItIs(one?.name))));
}
