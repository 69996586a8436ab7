// What the desk knows of the field: the pack that the directory names, what it calls things, and its replies.

import { deadlines, zoneOf } from "../../triage/js/deadlines.js";
import { fetchPack } from "../peer/pack.js";
import { loadMessages } from "../shared/i18n.js";
import { fetchTexts } from "../shared/texts.js";
import { Names } from "./names.js";

/** @typedef {import("../../triage/js/deadlines.js").Deadline} Deadline */
/** @typedef {import("../../triage/js/deadlines.js").DeadlineRule} DeadlineRule */
/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("../shared/i18n.js").Messages} Messages */
/** @typedef {import("../shared/texts.js").Bundle} Bundle */

const LANGUAGE = "en";
const EARLIEST_ZONE = "Pacific/Kiritimati"; // where no day has ended later than elsewhere

export class Rules {
  /**
   * @param {?Pack} pack
   * @param {?Messages} messages the pack's, in English
   * @param {?Bundle} replies in every language
   */
  constructor(pack, messages, replies) {
    this.pack = pack;
    this.names = new Names(pack, messages);
    this.replies = replies;
  }

  /** The row of a deadline, or null for one that the pack does not have. @param {unknown} id @returns {?DeadlineRule} */
  rule(id) {
    return this.pack?.timing.deadlines.find((rule) => rule.id === id) ?? null;
  }

  /** The time zone that counts for a place. @param {unknown} state */
  zone(state) {
    return this.pack === null ? EARLIEST_ZONE : zoneOf(this.pack, typeof state === "string" ? state : null);
  }

  /** Whether offices are closed, although a last day does not move. @param {string} day */
  isClosed(day) {
    return this.pack?.timing.closed.includes(day) ?? false;
  }

  /**
   * What the dates in an accepted case come to; null when there are none, or none that these rules can read.
   * @param {Readonly<Record<string, any>>} body
   * @param {number} now seconds since 1970
   * @returns {?Deadline[]}
   */
  deadlines({ answers, dates }, now) {
    try {
      if (this.pack === null || Object.keys(dates).length === 0) return null;
      return deadlines(this.pack, answers, dates, now);
    } catch {
      return null; // a stranger wrote them
    }
  }
}

/** The desk of a page that could not load them: everything is shown, and nothing is known of it. */
export const NO_RULES = Object.freeze(new Rules(null, null, null));

/**
 * Load the pack that the directory names, and the replies of all languages: no request says which a case is in.
 * @param {Parameters<typeof fetchPack>[0]} post
 * @param {{ readonly pack: ?string }} directory
 */
export async function loadRules(post, directory) {
  const [pack, messages, replies] = await Promise.all([
    fetchPack(post, directory),
    loadMessages([String(directory.pack)], LANGUAGE),
    fetchTexts(`${directory.pack}-replies`),
  ]);
  return new Rules(pack, messages, replies);
}
