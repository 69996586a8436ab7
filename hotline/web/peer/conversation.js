// One end of a conversation, as data: what to send, what to expect, and the keys. docs/protocol.md, 6.
//
// Messages are taken in order only. A cell fetched ahead of a missing one is left unopened, for opening it could
// destroy the key that the missing one needs. Where later cells stand, or the one expected does not open, and that stays so for
// two full turns of the second address, the message is told as lost and passed over. A message is opened, and the vault
// that says so written, before its cell is erased. One that is sent again, by a client that was killed, has the same
// lock.
//
// `seen` tells how many of one's messages the other end has read. Beside it a message names, under "heard", the lock of
// the last cell read: a vault that is older by one message alone would otherwise count the wrong message as read.

import { equal, randomBytes } from "../../../crypto/js/bytes.js";
import {
  address,
  FROM_CALLER,
  keysAfter,
  openMessage,
  ownPublic,
  sealMessage,
  TO_CALLER,
} from "../../../crypto/js/conversation.js";
import { encodeKey } from "../../../crypto/js/directory.js";
import { FormatError, NoMatch, TooLong } from "../../../crypto/js/errors.js";
import { digest, dumpJson } from "../../../crypto/js/hashing.js";
import { freshPair, seal } from "../../../crypto/js/sealing.js";
import { LOCK, MESSAGE_JSON } from "../../../crypto/js/sizes.js";
import { sodium } from "../../../crypto/js/sodium.js";
import { OldVault } from "./errors.js";

/** @typedef {import("../../../crypto/js/conversation.js").Cell} Cell */
/** @typedef {import("../../../crypto/js/conversation.js").OwnKeys} OwnKeys */
/** @typedef {import("../../../crypto/js/sizes.js").Address} Address */
/** @typedef {import("./state.js").Json} Json */

/**
 * A message that the other end has not read, as far as this end knows. `n` is the owner's own number for it.
 * @typedef {{ n: number, index: number, lock: Uint8Array, document: Json, sent: boolean }} Outgoing
 */

/**
 * A message of the other end; null for one that was lost.
 * @typedef {Readonly<{ index: number, document: Json | null }>} Received
 */

export const HEARD = "heard";
export const HEARD_BYTES = 8;
export const ROOM_BYTES = MESSAGE_JSON - 32;
export const AHEAD = 3;
export const TURNS = 2;

const NOTHING = new Uint8Array(0);

/** One end. `direction` is that of what it sends; `erase` are [direction, index] that may go from the server. */
export class Conversation {
  nextSend = 0;
  nextRead = 0;
  seen = 0;
  /** @type {Uint8Array} */
  heard = NOTHING;
  /** @type {Outgoing[]} */
  outbox = [];
  /** @type {[number, number][]} */
  erase = [];
  turn = 0;
  ahead = false;
  missed = 0;

  /**
   * @param {Uint8Array} root
   * @param {number} direction
   * @param {OwnKeys} own
   * @param {Uint8Array | null} theirPk
   */
  constructor(root, direction, own, theirPk = null) {
    this.root = root;
    this.direction = direction;
    this.own = own;
    this.theirPk = theirPk;
  }

  /** The direction of what is read. */
  get theirs() {
    return this.direction === FROM_CALLER ? TO_CALLER : FROM_CALLER;
  }

  /**
   * Put a message in the outbox, to be sent once this stands in the vault. TooLong over 5760 bytes of JSON.
   * @param {Json} document
   * @param {number} n
   */
  say(document, n = 0) {
    if (dumpJson(document).length > ROOM_BYTES) throw new TooLong("a message is too long; say it in several");
    this.outbox.push({ n, index: this.nextSend, lock: randomBytes(LOCK), document, sent: false });
    this.nextSend += 1;
  }

  /**
   * Say this in place of all that was not sent.
   * @param {Json} document
   */
  sayInstead(document) {
    const sent = this.outbox.filter((one) => one.sent);
    this.nextSend -= this.outbox.length - sent.length;
    this.outbox = sent;
    this.say(document);
  }

  /** The next message to send, or null: also while there is nobody yet to seal it to. */
  unsent() {
    if (this.theirPk === null) return null;
    return this.outbox.find((one) => !one.sent) ?? null;
  }

  /**
   * A message as the cell that goes up now.
   * @param {Outgoing} outgoing
   */
  seal(outgoing) {
    if (this.theirPk === null) throw new FormatError("there is nobody yet to seal to");
    const heard = this.heard.length > 0 ? { [HEARD]: encodeKey(this.heard) } : {};
    const message = { seen: this.seen, ownPk: ownPublic(this.own), document: { ...outgoing.document, ...heard } };
    const { lock, index } = outgoing;
    return sealMessage(this.theirPk, this.root, this.direction, index, message, lock);
  }

  /**
   * The message stands on the server, or stood.
   * @param {number} index
   */
  markSent(index) {
    for (const outgoing of this.outbox) if (outgoing.index === index) outgoing.sent = true;
  }

  /**
   * Another cell stood at a message's own address: it must be the same message, sent before, or be gone by now.
   *
   * OldVault when it is under another lock: this vault does not remember having sent it.
   * @param {number} index
   * @param {Iterable<Cell>} cells
   */
  verifyTaken(index, cells) {
    const lock = this.outbox.find((one) => one.index === index)?.lock;
    const place = this.ownAddress(index);
    const standing = Array.from(cells).find((cell) => equal(cell.address, place))?.lock;
    if (lock && standing && !equal(standing, lock)) throw new OldVault();
    this.markSent(index);
  }

  /**
   * Where a message of this end stands.
   * @param {number} index
   */
  ownAddress(index) {
    return address(this.root, this.direction, index);
  }

  /**
   * The addresses of the next messages to read.
   * @param {number} count
   */
  expected(count = 1) {
    return Array.from({ length: count }, (_, step) => address(this.root, this.theirs, this.nextRead + step));
  }

  /**
   * What to ask for next: the message expected, and in turn one of the three after it and of `heads`.
   * @param {readonly Address[]} heads
   * @returns {[Address, Address]}
   */
  down(heads = []) {
    const [first, ...others] = [...this.expected(1 + AHEAD), ...heads];
    this.turn = (this.turn + 1) % others.length;
    return [first, others[this.turn]];
  }

  /**
   * Read what came down; what was read before is passed over. OldVault, and nothing changed, when it shows one.
   *
   * `asked` says that the message expected was asked for, so that its absence counts.
   * @param {Iterable<Cell>} cells
   * @param {number} turnLength
   * @param {boolean} asked
   */
  receive(cells, turnLength = AHEAD, asked = true) {
    const byAddress = new Map(Array.from(cells, (cell) => [encodeKey(cell.address), cell]));
    /** @type {Received[]} */
    const received = [];
    let expected = byAddress.get(encodeKey(this.expected()[0]));
    while (expected) {
      const one = this._read(expected);
      if (one === null) break;
      received.push(one);
      expected = byAddress.get(encodeKey(this.expected()[0]));
    }
    if (received.length > 0 || !asked) return received;
    const later = this.expected(1 + AHEAD).slice(1);
    this.ahead = this.ahead || later.some((place) => byAddress.has(encodeKey(place)));
    if (expected || this.ahead) this.missed += 1;
    if (this.missed >= TURNS * turnLength) received.push(this._passOver());
    return received;
  }

  /** The addresses to erase, oldest first. */
  gone() {
    return this.erase.map(([direction, index]) => address(this.root, direction, index));
  }

  /**
   * These were asked to be erased; asking again would do no harm.
   * @param {Iterable<Address>} addresses
   */
  erased(addresses) {
    const done = new Set(Array.from(addresses, encodeKey));
    this.erase = this.erase.filter(([way, index]) => !done.has(encodeKey(address(this.root, way, index))));
  }

  /** Every address of both directions at which something of this conversation may stand unread or unerased. */
  standing() {
    return [...this.outbox.map((one) => this.ownAddress(one.index)), ...this.expected(1 + AHEAD), ...this.gone()];
  }

  /**
   * @param {Cell} cell
   * @returns {Received | null}
   */
  _read(cell) {
    const index = this.nextRead;
    const opened = this._opened(cell);
    if (opened === null) return null;
    const { seen, ownPk } = opened.message;
    const { [HEARD]: heard, ...document } = opened.message.document;
    this._check(seen, heard);
    if (!canBeSealedTo(ownPk)) return this._passOver();
    this.own = keysAfter(this.own, opened.openedWith);
    this.theirPk = ownPk;
    [this.seen, this.heard] = [index + 1, digest(cell.lock).slice(0, HEARD_BYTES)];
    this._goOn();
    this.erase.push([this.theirs, index]);
    this._acknowledged(seen);
    return Object.freeze({ index, document });
  }

  /** @param {Cell} cell */
  _opened(cell) {
    try {
      return openMessage(this.own, this.root, this.theirs, this.nextRead, cell);
    } catch (error) {
      if (error instanceof NoMatch) return null;
      throw error;
    }
  }

  /** @returns {Received} */
  _passOver() {
    const lost = Object.freeze({ index: this.nextRead, document: null });
    this._goOn();
    return lost;
  }

  _goOn() {
    this.nextRead += 1;
    [this.ahead, this.missed] = [false, 0];
  }

  /**
   * @param {number} seen
   * @param {unknown} heard
   */
  _check(seen, heard) {
    const last = this.outbox.find((one) => one.index === seen - 1);
    if (seen > this.nextSend) throw new OldVault();
    if (last && typeof heard === "string" && heard !== encodeKey(digest(last.lock).slice(0, HEARD_BYTES)))
      throw new OldVault();
  }

  /**
   * What was read needs no sending; its cell may stand again, if it was sent twice, so it is erased here too.
   * @param {number} seen
   */
  _acknowledged(seen) {
    for (const one of this.outbox) if (one.index < seen) this.erase.push([this.direction, one.index]);
    this.outbox = this.outbox.filter((one) => one.index >= seen);
  }

  /**
   * As it stands in a vault.
   * @returns {Json}
   */
  toJson() {
    return {
      root: encodeKey(this.root),
      direction: this.direction,
      mine: encodeKey(this.own.mine),
      before: encodeKey(this.own.before ?? NOTHING),
      their_pk: encodeKey(this.theirPk ?? NOTHING),
      next: [this.nextSend, this.nextRead, this.seen],
      [HEARD]: encodeKey(this.heard),
      outbox: this.outbox.map(({ n, index, lock, document, sent }) => [n, index, encodeKey(lock), document, sent]),
      erase: this.erase.map(([direction, index]) => [direction, index]),
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const own = Object.freeze({ mine: bytes(json.mine), before: bytesOrNull(json.before) });
    const one = new Conversation(bytes(json.root), json.direction, own, bytesOrNull(json.their_pk));
    [one.nextSend, one.nextRead, one.seen] = json.next;
    one.heard = bytes(json[HEARD]);
    one.outbox = json.outbox.map((/** @type {[number, number, string, Json, boolean]} */ [n, index, lock, ...rest]) => {
      const [document, sent] = rest;
      return { n, index, lock: bytes(lock), document, sent };
    });
    one.erase = json.erase.map((/** @type {[number, number]} */ [direction, index]) => [direction, index]);
    return one;
  }
}

/**
 * A conversation with nothing said; `seed` is that of the first key pair, drawn now if not given.
 * @param {Uint8Array} root
 * @param {number} direction
 * @param {Uint8Array | null} theirPk
 * @param {Uint8Array} [seed]
 */
export function begin(root, direction, theirPk, seed) {
  return new Conversation(root, direction, Object.freeze({ mine: seed ?? freshPair().seed, before: null }), theirPk);
}

/**
 * A text in as many parts as messages need, cut at blanks where that can be.
 * @param {string} text
 * @param {number} roomBytes
 * @returns {string[]}
 */
export function split(text, roomBytes = ROOM_BYTES - 200) {
  const parts = [];
  let left = Array.from(text); // whole characters: half of a pair of surrogates is no text
  while (sizeBytes(left) > roomBytes) {
    let end = Math.floor(roomBytes / 8);
    while (sizeBytes(left.slice(0, end + 64)) <= roomBytes) end += 64;
    const blank = left.slice(0, end).lastIndexOf(" ");
    end = blank >= Math.floor(end / 2) && blank > 0 ? blank + 1 : end;
    parts.push(left.slice(0, end).join(""));
    left = left.slice(end);
  }
  return [...parts, left.join("")];
}

/**
 * Whether a key that another has sent is one at all.
 * @param {Uint8Array} publicKey
 */
export function canBeSealedTo(publicKey) {
  try {
    seal(publicKey, "cell", [], NOTHING);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/** @param {readonly string[]} characters */
function sizeBytes(characters) {
  return dumpJson(characters.join("")).length;
}

/** @param {string} text */
function bytes(text) {
  return sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING);
}

/** @param {string} text */
function bytesOrNull(text) {
  return text === "" ? null : bytes(text);
}
