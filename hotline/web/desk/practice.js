// A made-up case to learn on: it goes through the desk's own screens, and nothing of it leaves this page.

import { randomBytes } from "../../../crypto/js/bytes.js";
import { caseId } from "../../../crypto/js/case.js";
import { encodeKey, urgenciesOf } from "../../../crypto/js/directory.js";
import { pair } from "../../../crypto/js/sealing.js";
import { KEY, REPLY_KEYS } from "../../../crypto/js/sizes.js";
import { clockThere, dayText, momentText } from "../../triage/js/days.js";
import { deadlines, zoneOf } from "../../triage/js/deadlines.js";
import { evaluate } from "../../triage/js/evaluate.js";
import { Waiting } from "../peer/board.js";
import { cardDocument } from "../peer/card.js";
import { conflicts } from "../peer/conflict.js";
import { HeldCase } from "../peer/held.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("../../triage/js/evaluate.js").Practice} Practice */
/** @typedef {import("./session.js").Peer} Peer */

const MINUTE = 60;
const HOUR = 3600;

/** Stands where the responder's peer stands. Everything is done at once, and forgotten with the page. @implements {Peer} */
export class PracticePeer {
  role = "responder";
  state = { unsaved: false };
  /** @type {Map<string, HeldCase>} */
  cases = new Map();
  #practice;
  #dates;
  #taken = false;

  /**
   * @param {Directory} directory
   * @param {Pack} pack one that has a practice
   * @param {() => number} now seconds since 1970
   */
  constructor(directory, pack, now) {
    const practice = /** @type {Practice} */ (pack.practice);
    this.directory = directory;
    this.post = { now };
    this.#practice = practice;
    this.#dates = datesOf(pack, practice, now());
    const due = deadlines(pack, practice.answers, this.#dates, now());
    this.card = cardDocument(evaluate(pack, practice.answers), due, directory.hash);
    this.held = new HeldCase(randomBytes(KEY), randomBytes(KEY), this.card, Math.floor(now() / HOUR));
  }

  async tend() {}

  async read() {
    return [];
  }

  async queue() {
    if (this.#taken) return [];
    const { caseKey, opened } = this.held;
    const [name, place] = [encodeKey(caseId(caseKey)), { opened, visible: opened, tier: 0, desk: "" }];
    return [new Waiting({ caseId: name, caseKey, card: this.card, ...place }, urgenciesOf(this.directory.policy))];
  }

  /** @param {string} name */
  async claim(name) {
    this.#taken = true;
    this.held.claimed(0, { names: this.#practice.names }, this.#until(this.directory.policy.claimMinutes));
    this.cases.set(name, this.held);
    return this.held;
  }

  /** @param {string} _name @param {Iterable<string>} clients */
  conflicts(_name, clients) {
    return conflicts(this.held.sheet, clients);
  }

  /** @param {string} _name */
  async accept(_name) {
    const { words, callback, answers } = this.#practice;
    const document = { words, callback, answers, dates: this.#dates, attachments: [] };
    const replyPks = Array.from({ length: REPLY_KEYS }, () => pair(randomBytes(KEY)).public);
    const minutes = this.directory.policy.leaseMinutes[/** @type {"now"} */ (this.card.release)];
    this.held.stage = "accepting";
    this.held.accepted(0, randomBytes(KEY), { replyPks, document }, this.#until(minutes));
    this.#sent();
    return this.held;
  }

  /** @param {string} name */
  async putBack(name) {
    this.cases.delete(name);
  }

  /** The made-up caller answers the first time. @param {string} _name @param {string} text */
  async reply(_name, text) {
    const isFirst = !this.held.thread?.all().some((entry) => entry.kind === "text");
    this.held.thread?.sayText(text);
    this.#sent();
    if (isFirst) this.held.thread?.add({ kind: "text", text: this.#practice.reply });
    this.held.lapses = this.#until(this.directory.policy.renewMinutes);
  }

  /** @param {string} name */
  async close(name) {
    this.cases.delete(name);
  }

  async *watch() {}

  news() {
    return false;
  }

  end() {
    this.cases.clear();
  }

  #sent() {
    for (const one of this.held.thread?.conversation.outbox ?? []) one.sent = true;
  }

  /** @param {number} minutes */
  #until(minutes) {
    return Math.floor(this.post.now()) + minutes * MINUTE;
  }
}

/** The dates as its caller gives them, by the clock at her place. @param {Pack} pack @param {Practice} practice @param {number} now */
function datesOf(pack, { answers, hoursAgo }, now) {
  const place = answers[pack.placeQuestion];
  const zone = zoneOf(pack, typeof place === "string" ? place : null);
  const given = Object.entries(hoursAgo).map(([date, hours]) => {
    const shown = clockThere(zone, (now - hours * HOUR) * 1000);
    return [date, pack.timing.dates[date] === "timed" ? momentText(shown).slice(0, -1) : dayText(shown)];
  });
  return Object.fromEntries(given);
}
