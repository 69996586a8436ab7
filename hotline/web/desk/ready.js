// The replies that stand ready, below the answer: read, filled in, and put into the draft. Nothing is sent from here.

import { dayText } from "../../triage/js/days.js";
import { button, field, rest } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { there } from "./deadlineList.js";
import { placeAt, readDeadlines } from "./deadlines.js";
import * as labels from "./labels.js";
import { setText } from "./list.js";
import { languageOf, nearest, readyFor, Sayings } from "./replies.js";

/** @typedef {import("../../triage/js/evaluate.js").Template} Template */
/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {import("./replies.js").Ready} Ready */
/** @typedef {import("./session.js").Session} Session */

/**
 * What the replies of one case are made with.
 * @typedef {object} Making
 * @property {Session} session
 * @property {HeldCase} held
 * @property {unknown} listed its deadlines
 * @property {Sayings} sayings
 * @property {(text: string) => void} take a reply that is ready to be put into the draft
 * @property {(button: HTMLButtonElement) => void} made a button that rests while something is being sent
 */

const DATE = "date"; // the place that a deadline's day fills
const MACHINE = "Translated by machine. No person has checked it.";

/**
 * The list, behind one line. `update` lets it rest while something is being done with the case.
 * @param {Session} session
 * @param {HeldCase} held
 * @param {unknown} listed its deadlines
 * @param {(text: string) => void} put
 */
export function readyReplies(session, held, listed, put) {
  const ready = readyFor(session.rules, held.body.answers);
  const { replies } = session.rules;
  if (ready.length === 0 || replies === null) return { whole: null, update: () => {} };
  const language = languageOf(replies, held.card.language);
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  const take = (/** @type {string} */ text) => {
    put(text);
    whole.open = false;
  };
  const sayings = new Sayings(replies, language);
  const making = {
    session,
    held,
    listed,
    sayings,
    take,
    made: (/** @type {HTMLButtonElement} */ one) => buttons.push(one),
  };
  const items = ready.map((one) => el("li", {}, item(making, one)));
  const whole = el(
    "details",
    {},
    el("summary", {}, "Ready replies"),
    el("div", { class: "stack" }, otherLanguage(held, language), el("ul", { class: "replies" }, items)),
  );
  const update = (/** @type {boolean} */ busy) => {
    for (const one of buttons) rest(one, busy);
  };
  return { whole, update };
}

/** Said when the caller's language has no replies. @param {HeldCase} held @param {string} language */
function otherLanguage({ card }, language) {
  const [wanted, got] = [labels.language(card.language), labels.language(language)];
  const known = typeof card.language === "string" && card.language !== "";
  return (
    known &&
    card.language !== language &&
    el("p", { class: "soft" }, `The caller's language: ${wanted}. These are in ${got}.`)
  );
}

/** One reply: what it is called, and the rest once it is opened. @param {Making} making @param {Ready} ready */
function item(making, { template, fits }) {
  const { session, held } = making;
  const { reviewBy } = template.provenance;
  const past = reviewBy !== null && reviewBy < dayText(placeAt(session.rules.zone(held.card.state), session.now()).day);
  const whole = el(
    "details",
    { class: "reply", name: "reply" },
    el(
      "summary",
      {},
      session.rules.names.template(template.id),
      fits && el("span", { class: "mark" }, "fits this case"),
      past && el("span", { class: "mark alarm" }, "past its review"),
    ),
  );
  const open = () => {
    if (whole.open && whole.children.length === 1) whole.append(content(making, template, reviewText(reviewBy, past)));
  };
  whole.addEventListener("toggle", open);
  return whole;
}

/** @param {?string} day @param {boolean} past */
function reviewText(day, past) {
  if (day === null) return "";
  return past ? `Was to be reviewed by ${day}: check it before you send it.` : `To be reviewed by ${day}.`;
}

/** @param {Making} making @param {Template} template @param {string} review */
function content(making, template, review) {
  /** @type {Record<string, string>} */
  const filled = {};
  const texts = textsOf(making.sayings, template);
  const fields = template.places.map((name) => {
    const input = (/** @type {string} */ text) => {
      filled[name] = text;
      texts.show(filled);
    };
    return { name, ...placeField(making, template, name, input) };
  });
  const insert = button("Put into the answer", () => {
    for (const { complain } of fields) complain("");
    const missing = fields.find(({ name }) => filled[name] === "");
    if (missing !== undefined) return missing.complain("Fill this in first.");
    making.take(making.sayings.own(template, filled).text);
  });
  making.made(insert);
  texts.show(filled);
  return el(
    "div",
    { class: "stack" },
    texts.whole,
    review !== "" && el("p", { class: "soft small" }, review),
    fields.map(({ whole }) => whole),
    el("div", { class: "row" }, insert),
  );
}

/**
 * What it says in the caller's language, and the English beside it; `show` fills the places, as far as they are known.
 * @param {Sayings} sayings
 * @param {Template} template
 */
function textsOf(sayings, template) {
  const says = (/** @type {Readonly<Record<string, string>>} */ filled) => {
    const places = Object.fromEntries(template.places.map((name) => [name, filled[name] || `[${name}]`]));
    const [own, english] = [sayings.own(template, places), sayings.english(template, places)];
    return own.language === english.language ? [english] : [own, english];
  };
  const boxes = says({}).map(({ language, direction, machine }) => {
    const words = el("p", { class: "words", lang: language, dir: direction });
    const [name, marked] = [labels.language(language), machine && el("p", { class: "soft small" }, MACHINE)];
    return { words, whole: el("div", { class: "story" }, el("p", { class: "soft small" }, name), words, marked) };
  });
  const show = (/** @type {Readonly<Record<string, string>>} */ filled) => {
    for (const [at, { text }] of says(filled).entries()) setText(boxes[at].words, text);
  };
  const whole = boxes.map((box) => box.whole);
  return { whole: el("div", { class: "reply-texts" }, whole), show };
}

/**
 * A place to fill in; a day comes from the nearest deadline where the reply speaks of one.
 * @param {Making} making
 * @param {Template} template
 * @param {string} name
 * @param {(text: string) => void} input
 */
function placeField({ session, held, listed, sayings }, { due }, name, input) {
  const { rules } = session;
  const now = placeAt(rules.zone(held.card.state), session.now());
  const found = name === DATE && due !== null ? nearest(readDeadlines(rules, listed, session.now()), now, due) : null;
  const value = found === null ? "" : sayings.day(found.end, now);
  const hint = found && `${rules.names.deadline(found.id)}: ${there(found.end, now)}. Check it before you send it.`;
  input(value);
  return field(labels.sentence(name), { value, hint, input: (text) => input(text.trim()) });
}
