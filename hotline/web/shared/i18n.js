// Messages in a person's language: texts with places to fill, plurals, dates, direction.
//
// A catalogue is what locales_build.py makes of a gettext file: plurals come as a table, because browsers take English
// rules for languages that they do not know.

import { fetchListed } from "./listed.js";
import { dayAndTime, timeOfDay } from "./moment.js";

/**
 * @typedef {object} Catalogue
 * @property {string} language BCP 47
 * @property {string} name the language in itself
 * @property {"ltr" | "rtl"} direction
 * @property {string} plurals for each count below 200, which form
 * @property {import("./moment.js").Dates} dates
 * @property {readonly string[]} unreviewed messages whose translation no person has checked
 * @property {Record<string, string | string[]>} messages
 */

/** @typedef {string | number} Value */

const PLACE = /\{(\w+)\}/;
const ISOLATE = ["\u2068", "\u2069"];
const REPEATS = 100;

/**
 * The messages of several domains (a page's own, a pack's) in one language, as one.
 * @param {readonly string[]} domains
 * @param {string} language
 * @returns {Promise<Messages>}
 */
export async function loadMessages(domains, language) {
  return new Messages(joined(await Promise.all(domains.map((domain) => loadCatalogue(domain, language)))));
}

/** @param {string} domain @param {string} language @returns {Promise<Catalogue>} */
async function loadCatalogue(domain, language) {
  const url = new URL(`../built/locales/${language}/${domain}.json`, import.meta.url);
  const answer = await fetchListed(url);
  if (!answer.ok) throw new Error("no such catalogue");
  return answer.json();
}

/**
 * Catalogues of one language as one. No two have a message of the same key.
 * @param {readonly Catalogue[]} catalogues
 * @returns {Catalogue}
 */
export function joined(catalogues) {
  const messages = Object.assign({}, ...catalogues.map((one) => one.messages));
  return { ...catalogues[0], messages, unreviewed: catalogues.flatMap((one) => one.unreviewed) };
}

/**
 * The first of the languages a person reads that is offered, in the same script if there is one; else the first offered.
 * "pt" is answered by "pt-BR" and "zh-CN" by "zh-Hans": what a tag leaves out is what most of its readers use.
 * @param {readonly string[]} wanted BCP 47, as are the others
 * @param {readonly string[]} offered
 */
export function chooseLanguage(wanted, offered) {
  const written = first(wanted, offered, ({ language, script }) => `${language}-${script}`);
  return written ?? first(wanted, offered, ({ language }) => language) ?? offered[0];
}

/** @param {readonly string[]} wanted @param {readonly string[]} offered @param {(tag: Intl.Locale) => string} what */
function first(wanted, offered, what) {
  const known = new Map(offered.map((tag) => [what(whole(tag)), tag]));
  return wanted.map((tag) => known.get(what(whole(tag)))).find((tag) => tag !== undefined);
}

/** A tag with all its parts; what is no tag is of no language. @param {string} tag */
function whole(tag) {
  try {
    return new Intl.Locale(tag).maximize();
  } catch {
    return new Intl.Locale("und");
  }
}

export class Messages {
  /** Whether a text that no person has checked was asked for; a page sets it back when it begins anew. */
  machine = false;
  #unreviewed;

  /** @param {Catalogue} catalogue */
  constructor(catalogue) {
    this.#unreviewed = new Set(catalogue.unreviewed);
    this.catalogue = catalogue;
    this.language = catalogue.language;
    this.direction = catalogue.direction;
  }

  /** Whether there is a message of this key. @param {string} key */
  has(key) {
    return Object.hasOwn(this.catalogue.messages, key);
  }

  /**
   * A message; what is filled in is kept from turning round what stands beside it.
   * @param {string} key
   * @param {Record<string, Value>} [values]
   * @returns {string}
   */
  t(key, values = {}) {
    return fill(this.form(key), values);
  }

  /**
   * The form of a message for a count, which it may name as {count}.
   * @param {string} key
   * @param {number} count
   * @param {Record<string, Value>} [values]
   */
  n(key, count, values = {}) {
    return fill(this.form(key, count), { count: this.number(count), ...values });
  }

  /**
   * A message whose places are filled with elements, as a list of children.
   * @param {string} key
   * @param {Record<string, Node | string>} values
   * @returns {(Node | string)[]}
   */
  rich(key, values) {
    const parts = this.form(key).split(PLACE);
    return parts.map((part, at) => (at % 2 ? (values[part] ?? "") : part)).filter((part) => part !== "");
  }

  /** A number in the digits of telephones, without signs between them: it reads right in every language. */
  /** @param {number} value */
  number(value) {
    return String(value);
  }

  /**
   * Day and time of a moment, or only the time when it is today.
   * @param {number} seconds since 1970
   * @param {number} nowSeconds
   */
  moment(seconds, nowSeconds) {
    const [then, now] = [new Date(seconds * 1000), new Date(nowSeconds * 1000)];
    const tell = then.toDateString() === now.toDateString() ? timeOfDay : dayAndTime;
    return tell(this.catalogue.dates, then);
  }

  /**
   * @param {string} key
   * @param {number} [count]
   * @returns {string}
   */
  form(key, count = 1) {
    const found = this.catalogue.messages[key];
    if (this.#unreviewed.has(key)) this.machine = true;
    if (found === undefined) return key;
    if (typeof found === "string") return found;
    const at = count < 2 * REPEATS ? count : REPEATS + (count % REPEATS);
    return found[Number(this.catalogue.plurals[at])] ?? found[0];
  }
}

/** @param {string} text @param {Record<string, Value>} values */
function fill(text, values) {
  return text
    .split(PLACE)
    .map((part, at) => (at % 2 && Object.hasOwn(values, part) ? isolated(values[part]) : part))
    .join("");
}

/** @param {Value} value */
function isolated(value) {
  return `${ISOLATE[0]}${value}${ISOLATE[1]}`;
}
