// What a page says, in every language at once: which language somebody reads or is written to, no network sees.
//
// bundles.py says which files there are, and what stands in them.

import { Messages } from "./i18n.js";
import { fetchListed } from "./listed.js";

/**
 * @typedef {{ name: string, direction: "ltr" | "rtl", plurals?: string, dates?: import("./moment.js").Dates,
 *   texts: (string | string[] | null)[], unreviewed: string }} Language
 * @typedef {{ keys: string[], languages: Record<string, Language>, recordings?: Record<string, string[]> }} Bundle
 */

const NO_DATES = /** @type {import("./moment.js").Dates} */ ({});

/** @param {string} name of a file, without its ending @returns {Promise<Bundle>} */
export async function fetchTexts(name) {
  const url = new URL(`../built/texts/${name}.json`, import.meta.url);
  const answer = await fetchListed(url);
  if (!answer.ok) throw new Error("the texts are not there");
  return answer.json();
}

/**
 * The messages of one language, from the bundles that have come.
 * @param {readonly Bundle[]} bundles
 * @param {string} language BCP 47, one that they have
 */
export function messagesIn(bundles, language) {
  /** @type {Record<string, string | string[]>} */
  const messages = {};
  /** @type {string[]} */
  const unreviewed = [];
  for (const { keys, languages } of bundles) {
    const { texts, unreviewed: marks } = languages[language];
    keys.forEach((key, at) => {
      const text = texts[at];
      if (text !== null) messages[key] = text;
      if (marks[at] === "1") unreviewed.push(key);
    });
  }
  const about = Object.assign({}, ...bundles.map(({ languages }) => languages[language]));
  const { name, direction, plurals = "", dates = NO_DATES } = about;
  return new Messages({ language, name, direction, plurals, dates, unreviewed, messages });
}
