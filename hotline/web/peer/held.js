// A case in a responder's hands, from the claim on, as data. docs/protocol.md, 5.

import * as cases from "../../../crypto/js/case.js";
import { TO_CALLER } from "../../../crypto/js/conversation.js";
import { decodeKey, encodeKey } from "../../../crypto/js/directory.js";
import { REPLY_KEYS } from "../../../crypto/js/sizes.js";
import { begin } from "./conversation.js";
import { CLOSING, HELLO, Thread } from "./thread.js";

/** @typedef {import("./state.js").Json} Json */

export const CLAIMING = "claiming";
export const CLAIMED = "claimed";
export const ACCEPTING = "accepting";
export const ACCEPTED = "accepted";
export const PUTTING_BACK = "putting back";
export const CLOSING_CASE = "closing";

/**
 * What a responder has of one case. `stage` is written before what it names is asked of the server.
 *
 * `desk` is that of hers which the case was sealed to, by which she is named to the caller; none if to her device.
 */
export class HeldCase {
  stage = CLAIMING;
  claims = 0;
  /** @type {Json} */
  sheet = {};
  /** @type {number | null} */
  term = null;
  /** @type {Json} */
  body = {};
  /** @type {Thread | null} */
  thread = null;
  lapses = 0;
  renewDue = false;

  /**
   * @param {Uint8Array} caseKey
   * @param {Uint8Array} leaseSeed
   * @param {Json} card
   * @param {number} opened
   * @param {string} desk
   */
  constructor(caseKey, leaseSeed, card, opened, desk = "") {
    this.caseKey = caseKey;
    this.leaseSeed = leaseSeed;
    this.card = card;
    this.opened = opened;
    this.desk = desk;
  }

  /** The public name of the case, as text. */
  get caseId() {
    return encodeKey(cases.caseId(this.caseKey));
  }

  /**
   * The claim was won: the conflict sheet may be read, until `lapses` in seconds since 1970.
   * @param {number} claims
   * @param {Json} sheet
   * @param {number} lapses
   */
  claimed(claims, sheet, lapses) {
    if (this.stage !== CLAIMING) return;
    [this.stage, this.claims, this.sheet, this.lapses] = [CLAIMED, claims, sheet, lapses];
  }

  /**
   * The body is here; the caller is told at once that someone reads it.
   * @param {number} term
   * @param {Uint8Array} termLock
   * @param {cases.Body} body
   * @param {number} lapses
   */
  accepted(term, termLock, body, lapses) {
    if (this.stage !== ACCEPTING) return;
    const root = cases.root(this.caseKey, termLock);
    const theirPk = body.replyPks[Math.min(term, REPLY_KEYS - 1)];
    [this.stage, this.term, this.body, this.lapses] = [ACCEPTED, term, { ...body.document }, lapses];
    this.thread = new Thread(begin(root, TO_CALLER, theirPk), term);
    this.thread.say({ kind: HELLO, ...(this.desk === "" ? {} : { desk: this.desk }) });
  }

  /**
   * The last message, after which the case is erased.
   * @param {Json} document
   */
  close(document) {
    this.stage = CLOSING_CASE;
    if (this.thread && !this.thread.all().some((one) => one.kind === CLOSING))
      this.thread.say({ ...document, kind: CLOSING });
  }

  /**
   * As it stands in a vault.
   * @returns {Json}
   */
  toJson() {
    return {
      case_key: encodeKey(this.caseKey),
      lease: encodeKey(this.leaseSeed),
      card: this.card,
      opened: this.opened,
      desk: this.desk,
      stage: this.stage,
      claims: this.claims,
      sheet: this.sheet,
      term: this.term,
      body: this.body,
      thread: this.thread?.toJson() ?? null,
      lapses: this.lapses,
      renew_due: this.renewDue,
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const held = new HeldCase(decodeKey(json.case_key), decodeKey(json.lease), json.card, json.opened, json.desk);
    [held.stage, held.claims, held.sheet] = [json.stage, json.claims, json.sheet];
    [held.term, held.body, held.thread] = [json.term, json.body, json.thread && Thread.fromJson(json.thread)];
    [held.lapses, held.renewDue] = [json.lapses, json.renew_due];
    return held;
  }
}
