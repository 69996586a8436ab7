// What a card says: enough to decide in ten seconds, and not a word of the story.

import { el } from "../shared/dom.js";
import { asItIs, language } from "./labels.js";

/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {import("./names.js").Names} Names */
/** @typedef {Readonly<Record<string, unknown>>} Card */

const RULES_SHOWN = 6;

/**
 * The facts of a card but for its deadlines, as a list of terms; `first` are facts that go before.
 * @param {Names} names
 * @param {Card} card
 * @param {readonly (readonly [string, Child])[]} [first]
 */
export function cardFacts(names, card, first = []) {
  return facts([
    ...first,
    ["Language", language(card.language)],
    ["Place", names.place(card.state)],
    ["Least licence", names.licence(card.licence)],
    ["Also", list(card.also, (id) => names.matter(id))],
    ["Needs", list(card.needs, asItIs)],
    ["Why this urgency", list(card.rules, (id) => names.rule(id))],
  ]);
}

/** Terms and what they are; those with nothing to say are left out. @param {readonly (readonly [string, Child])[]} pairs */
export function facts(pairs) {
  const shown = pairs.filter(([, said]) => said !== "" && said !== null && said !== undefined && said !== false);
  return el(
    "dl",
    { class: "facts" },
    shown.map(([term, said]) => el("div", {}, el("dt", {}, term), el("dd", { dir: "auto" }, said))),
  );
}

/** @param {unknown} values @param {(value: unknown) => string} name */
function list(values, name) {
  return Array.isArray(values) ? values.slice(0, RULES_SHOWN).map(name).join(", ") : "";
}
