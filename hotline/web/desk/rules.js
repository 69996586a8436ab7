// What the desk knows of deadlines: the pack that the server has, and its English names.

import { deadlines, zoneOf } from "../../triage/js/deadlines.js";
import { fetchPack } from "../peer/pack.js";
import { loadMessages } from "../shared/i18n.js";
import * as labels from "./labels.js";

/** @typedef {import("../../triage/js/deadlines.js").Deadline} Deadline */
/** @typedef {import("../../triage/js/deadlines.js").DeadlineRule} DeadlineRule */
/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("../shared/i18n.js").Messages} Messages */

const LANGUAGE = "en";
const EARLIEST_ZONE = "Pacific/Kiritimati"; // where no day has ended later than elsewhere

export class Rules {
  /** @param {?Pack} pack @param {?Messages} messages */
  constructor(pack, messages) {
    this.pack = pack;
    this.messages = messages;
  }

  /** What a deadline is called; the words of its id where it has no name. @param {unknown} id */
  name(id) {
    return this.called(`deadline.${id}`, id);
  }

  /** What a date is called that deadlines run from. @param {unknown} id */
  dateName(id) {
    return this.called(`date.${id}.name`, id);
  }

  /** @param {string} key @param {unknown} id */
  called(key, id) {
    return this.messages?.has(key) ? this.messages.t(key) : labels.plain(id);
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
export const NO_RULES = Object.freeze(new Rules(null, null));

/**
 * Load the pack that the directory names.
 * @param {Parameters<typeof fetchPack>[0]} post
 * @param {Parameters<typeof fetchPack>[1]} directory
 */
export async function loadRules(post, directory) {
  const pack = await fetchPack(post, directory);
  return new Rules(pack, await loadMessages([pack.id], LANGUAGE));
}
