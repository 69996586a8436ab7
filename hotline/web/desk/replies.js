// The replies that stand ready for a case: which fit it, and what they say in whose language. No DOM here.

import { holds } from "../../triage/js/conditions.js";
import { clockThere } from "../../triage/js/days.js";
import { knownFacts } from "../../triage/js/evaluate.js";
import { chooseLanguage } from "../shared/i18n.js";
import { dayAlone } from "../shared/moment.js";
import { messagesIn } from "../shared/texts.js";
import { endOf, isAhead } from "./deadlines.js";

/** @typedef {import("../../triage/js/evaluate.js").Template} Template */
/** @typedef {import("../shared/texts.js").Bundle} Bundle */
/** @typedef {import("../shared/i18n.js").Messages} Messages */
/** @typedef {import("./deadlines.js").End} End */
/** @typedef {import("./deadlines.js").Place} Place */
/** @typedef {import("./deadlines.js").Read} Read */
/** @typedef {import("./rules.js").Rules} Rules */

/** @typedef {Readonly<{ template: Template, fits: boolean }>} Ready */

/** @typedef {Readonly<{ text: string, language: string, direction: string, machine: boolean }>} Said */

const ENGLISH = "en";

/**
 * All that there are: those that fit the answers first, each part in the order of the pack.
 * @param {Rules} rules
 * @param {unknown} answers as a stranger gave them
 * @returns {Ready[]}
 */
export function readyFor({ pack, replies }, answers) {
  if (pack === null || replies === null) return [];
  const facts = factsOf(pack, answers);
  const all = pack.templates.map((template) => ({ template, fits: facts !== null && holds(template.when, facts) }));
  return [...all.filter(({ fits }) => fits), ...all.filter(({ fits }) => !fits)];
}

/** @param {import("../../triage/js/evaluate.js").Pack} pack @param {unknown} answers */
function factsOf(pack, answers) {
  try {
    return knownFacts(pack, /** @type {import("../../triage/js/evaluate.js").Answers} */ (answers));
  } catch {
    return null;
  }
}

/**
 * The language of a case, if there are replies in it; else English.
 * @param {Bundle} replies
 * @param {unknown} language of the card
 */
export function languageOf({ languages }, language) {
  const offered = [ENGLISH, ...Object.keys(languages).filter((tag) => tag !== ENGLISH)];
  return typeof language === "string" ? chooseLanguage([language], offered) : ENGLISH;
}

/** The replies of a language; a text that it does not have is said in English. */
export class Sayings {
  #own;
  #english;

  /** @param {Bundle} replies @param {string} language one of its own */
  constructor(replies, language) {
    this.#own = messagesIn([replies], language);
    this.#english = messagesIn([replies], ENGLISH);
  }

  /** @param {Template} template @param {Readonly<Record<string, string>>} places what stands in them */
  own({ id }, places) {
    const key = `template.${id}`;
    return said(this.#own.has(key) ? this.#own : this.#english, key, places);
  }

  /** @param {Template} template @param {Readonly<Record<string, string>>} places */
  english({ id }, places) {
    return said(this.#english, `template.${id}`, places);
  }

  /** The day on which something ends, as the language writes it; with the year when that is another one. */
  /** @param {End} end @param {Place} place */
  day({ isDay, at }, place) {
    const [then, now] = [new Date(isDay ? at : clockThere(place.zone, at)), new Date(place.day)];
    const day = new Date(then.getUTCFullYear(), then.getUTCMonth(), then.getUTCDate());
    const year = then.getUTCFullYear() === now.getUTCFullYear() ? "" : ` (${then.getUTCFullYear()})`;
    return dayAlone(this.#own.catalogue.dates, day) + year;
  }
}

/** @param {Messages} messages @param {string} key @param {Readonly<Record<string, string>>} places @returns {Said} */
function said(messages, key, places) {
  messages.machine = false;
  const text = messages.t(key, places);
  return { text, language: messages.language, direction: messages.direction, machine: messages.machine };
}

/**
 * The nearest deadline ahead of this kind; with a shorter clock that may count, by that one.
 * @param {readonly Read[]} read
 * @param {Place} place
 * @param {string} counts
 * @returns {?{ id: unknown, end: End }}
 */
export function nearest(read, place, counts) {
  const ends = read
    .filter(({ rule }) => rule?.counts === counts)
    .flatMap(({ id, due, earliest }) => [due, earliest].flatMap((end) => (isAhead(end, place) ? [{ id, end }] : [])));
  return ends.sort((one, two) => endOf(one.end, place) - endOf(two.end, place))[0] ?? null;
}
