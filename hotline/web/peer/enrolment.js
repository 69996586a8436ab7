// Links, and the first cells of a newcomer and her coordinator. docs/protocol.md, 6, "Enrolment".
//
//     link = {url}/desk# ‖ base64url(invite(32) ‖ root_pk(32) ‖ hash(the coordinator's seal_pk)[:8])
//
// The newcomer's cell stands at d = 0, i = 0 of the invite, sealed to the coordinator, with the device key as its
// own_pk. It is not erased once read, so that a second use of the link finds the address taken. The answer stands at d = 1,
// i = 0, sealed to the device key: an approval brings the root of their conversation, and a refusal ends it.

import { concat, equal } from "../../../crypto/js/bytes.js";
import { FROM_CALLER, TO_CALLER } from "../../../crypto/js/conversation.js";
import { decodeKey, encodeKey } from "../../../crypto/js/directory.js";
import { FormatError } from "../../../crypto/js/errors.js";
import { digest } from "../../../crypto/js/hashing.js";
import { KEY } from "../../../crypto/js/sizes.js";
import { begin, Conversation } from "./conversation.js";
import { LinkExpired, LinkWrong } from "./errors.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */

export const HINT_BYTES = 8;
export const LINK_HOURS = 48;
export const FROM_NEWCOMER = FROM_CALLER;
export const TO_NEWCOMER = TO_CALLER;
export const ENROL = "enrol";
export const APPROVED = "approved";
export const REFUSED = "refused";
export const KEYS = "keys";
export const CERTIFICATE = "certificate";
export const COORDINATOR = "coordinator";
export const REVOKED = "revoked";

const MARK = "/desk#";

/** What a newcomer is given. */
export class Link {
  /**
   * @param {string} url
   * @param {Uint8Array} invite
   * @param {Uint8Array} rootPk
   * @param {Uint8Array} hint
   */
  constructor(url, invite, rootPk, hint) {
    this.url = url;
    this.invite = invite;
    this.rootPk = rootPk;
    this.hint = hint;
    Object.freeze(this);
  }

  toString() {
    return this.url + MARK + encodeKey(concat(this.invite, this.rootPk, this.hint));
  }

  /**
   * Who invited. LinkExpired when she is no longer in the directory.
   * @param {Directory} directory
   */
  coordinator(directory) {
    const one = directory.coordinators.find(({ sealPk }) => equal(hintOf(sealPk), this.hint));
    if (!one) throw new LinkExpired();
    return one;
  }
}

/**
 * The parts of a link. LinkWrong when it is not of its form.
 * @param {string} text
 */
export function readLink(text) {
  const [url, ...secret] = text.trim().split(MARK);
  try {
    const octets = decodeKey(secret.join(MARK), 2 * KEY + HINT_BYTES);
    return new Link(url, octets.slice(0, KEY), octets.slice(KEY, 2 * KEY), octets.slice(2 * KEY));
  } catch (error) {
    throw error instanceof FormatError ? new LinkWrong() : error;
  }
}

/**
 * The link for an invite of the coordinator with this sealing key.
 * @param {string} url
 * @param {Uint8Array} invite
 * @param {Uint8Array} rootPk
 * @param {Uint8Array} sealPk
 */
export function makeLink(url, invite, rootPk, sealPk) {
  return new Link(url, invite, rootPk, hintOf(sealPk));
}

/**
 * The newcomer's end, with her first cell in the outbox.
 * @param {Uint8Array} invite
 * @param {Uint8Array} deviceSeed
 * @param {Uint8Array} sealPk
 */
export function newcomer(invite, deviceSeed, sealPk) {
  const conversation = begin(invite, FROM_NEWCOMER, sealPk, deviceSeed);
  conversation.say({ kind: ENROL });
  return conversation;
}

/**
 * The coordinator's end of an invite.
 * @param {Uint8Array} invite
 * @param {Uint8Array} sealSeed
 */
export function inviter(invite, sealSeed) {
  return begin(invite, TO_NEWCOMER, null, sealSeed);
}

/**
 * The newcomer's end of the conversation that the approval brings.
 * @param {Uint8Array} root
 * @param {Uint8Array} deviceSeed
 * @param {Conversation} approval
 */
export function newcomersEnd(root, deviceSeed, approval) {
  return new Conversation(root, FROM_NEWCOMER, Object.freeze({ mine: deviceSeed, before: null }), approval.theirPk);
}

/**
 * The coordinator's end: her keys are those that the approval carried, theirs is the device key.
 * @param {Uint8Array} root
 * @param {Conversation} approval
 */
export function coordinatorsEnd(root, approval) {
  const own = Object.freeze({ mine: approval.own.mine, before: null });
  return new Conversation(root, TO_NEWCOMER, own, approval.theirPk);
}

/** @param {Uint8Array} sealPk */
function hintOf(sealPk) {
  return digest(sealPk).slice(0, HINT_BYTES);
}
