// A made-up case to learn on: it goes through the desk's own screens, and nothing of it leaves this page.

import { randomBytes } from "../../../crypto/js/bytes.js";
import { caseId } from "../../../crypto/js/case.js";
import { encodeKey, urgenciesOf } from "../../../crypto/js/directory.js";
import { pair } from "../../../crypto/js/sealing.js";
import { KEY, REPLY_KEYS } from "../../../crypto/js/sizes.js";
import { momentText } from "../../triage/js/days.js";
import { Waiting } from "../peer/board.js";
import { conflicts } from "../peer/conflict.js";
import { HeldCase } from "../peer/held.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./session.js").Peer} Peer */

const MINUTE = 60;
const HOUR = 3600;
const CARD = Object.freeze({
  matter: "custody",
  also: ["removal_order"],
  urgency: "U1",
  licence: "attorney",
  release: "now",
  language: "en",
  state: "US-TX",
  needs: [],
  rules: ["u1-just-taken"],
});
const NAMES = Object.freeze([
  { role: "self", name: "Ana Example" },
  { role: "client", name: "Luis Example" },
  { role: "other_side", name: "Practice Employer Inc" },
]);
const STORY =
  "This story is made up, for practice. My brother was taken from his work this morning. He has lived here for twelve " +
  "years. I do not know where he is, and somebody told me that he must sign a paper today.";
const CALLBACK = "After six. Say that you are from the clinic. (Made up: there is no number.)";
const ANSWERS = Object.freeze({ who: "relative", now: "just_taken", state: "US-TX", located: "no" });
const REPLY = "Thank you. He called me: he has not signed anything. What should I do now? (Made up.)";

/** He was taken five hours ago. @param {number} nowMs */
function deadlines(nowMs) {
  const [due, alarm] = [43, -5].map((hours) => momentText(nowMs + hours * HOUR * 1000));
  return [{ id: "charging_decision", due, alarm }, { id: "habeas" }];
}

/** Stands where the responder's peer stands. Everything is done at once, and forgotten with the page. @implements {Peer} */
export class PracticePeer {
  role = "responder";
  state = { unsaved: false };
  /** @type {Map<string, HeldCase>} */
  cases = new Map();
  #taken = false;

  /**
   * @param {Directory} directory
   * @param {() => number} now seconds since 1970
   */
  constructor(directory, now) {
    this.directory = directory;
    this.post = { now };
    this.card = { ...CARD, deadlines: deadlines(now() * 1000) };
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
    this.held.claimed(0, { names: NAMES }, this.#until(this.directory.policy.claimMinutes));
    this.cases.set(name, this.held);
    return this.held;
  }

  /** @param {string} _name @param {Iterable<string>} clients */
  conflicts(_name, clients) {
    return conflicts(this.held.sheet, clients);
  }

  /** @param {string} _name */
  async accept(_name) {
    const document = { words: STORY, callback: CALLBACK, answers: ANSWERS, attachments: [] };
    const replyPks = Array.from({ length: REPLY_KEYS }, () => pair(randomBytes(KEY)).public);
    this.held.stage = "accepting";
    this.held.accepted(
      0,
      randomBytes(KEY),
      { replyPks, document },
      this.#until(this.directory.policy.leaseMinutes.now),
    );
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
    if (isFirst) this.held.thread?.add({ kind: "text", text: REPLY });
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
