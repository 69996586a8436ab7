// Cells: one message each, at an address used once, sealed to the key that the last message brought. docs/protocol.md, 6.
//
//     address     = kdf(root, "conversation/address", u8(d), u32(i))        d: 0 from the caller, 1 to her
//     message_key = kdf(root, "conversation/message", u8(d), u32(i), lock)
//     message     = pad(u32(seen) ‖ own_pk ‖ json, 7016)                    seen: one more than the last i read, or 0
//     cell        = seal(their_pk, "cell", address; box(message_key, "message", address; message))

import { concat, equal, randomBytes, wipe } from "./bytes.js";
import { FormatError, NoMatch, ProtocolError } from "./errors.js";
import { dumpJson, encode, kdf, number, parseObject, u8, u32 } from "./hashing.js";
import { ENC_RANDOMNESS } from "./hpke.js";
import { boxWith, freshPair, openSealed, pad, pair, sealWith, unbox, unpad } from "./sealing.js";
import * as sizes from "./sizes.js";
import { KEY, LOCK, MESSAGE_PADDED, SEAL_PUBLIC_KEY, U32 } from "./sizes.js";

export const FROM_CALLER = 0;
export const TO_CALLER = 1;

/**
 * What is put at an address: the lock and 8192 bytes of ciphertext.
 * @typedef {Readonly<{ address: sizes.Address, lock: Uint8Array, ciphertext: Uint8Array }>} Cell
 */

/**
 * What a cell held. `seen` counts the reader's own messages that the writer has read.
 * @typedef {Readonly<{ seen: number, ownPk: Uint8Array, document: Record<string, unknown> }>} Message
 */

/**
 * The at most two key pairs that one end can be written to with, as seeds.
 * @typedef {Readonly<{ mine: Uint8Array, before: Uint8Array | null }>} OwnKeys
 */

/**
 * The key that every message of this end carries.
 * @param {OwnKeys} own
 */
export function ownPublic(own) {
  return pair(own.mine).public;
}

/**
 * The keys once a cell has opened with one of these: used with `mine`, `before` is gone for good.
 * @param {OwnKeys} own
 * @param {Uint8Array} openedWith
 * @param {import("./sealing.js").KeyPair} [fresh]
 * @returns {OwnKeys}
 */
export function keysAfter(own, openedWith, fresh) {
  if (!equal(openedWith, own.mine)) return own;
  return Object.freeze({ mine: (fresh ?? freshPair()).seed, before: own.mine });
}

/**
 * Where message `index` of one direction stands.
 * @param {Uint8Array} root
 * @param {number} direction
 * @param {number} index
 * @returns {sizes.Address}
 */
export function address(root, direction, index) {
  return kdf(root, "conversation/address", u8(direction), u32(index));
}

/**
 * Seal one message under a fresh lock. TooLong when the document is over 5792 bytes of JSON.
 * @param {Uint8Array} theirPk
 * @param {Uint8Array} root
 * @param {number} direction
 * @param {number} index
 * @param {Message} message
 * @param {Uint8Array} lock
 * @returns {Cell}
 */
export function sealMessage(theirPk, root, direction, index, message, lock = randomBytes(LOCK)) {
  return sealMessageWith(theirPk, root, direction, index, message, lock, randomBytes);
}

/**
 * `sealMessage`, drawing by `random`: nonce and encapsulation.
 * @param {Uint8Array} theirPk
 * @param {Uint8Array} root
 * @param {number} direction
 * @param {number} index
 * @param {Message} message
 * @param {Uint8Array} lock
 * @param {(size: number) => Uint8Array} random
 * @returns {Cell}
 */
export function sealMessageWith(theirPk, root, direction, index, message, lock, random) {
  const place = address(root, direction, index);
  const padded = pad(concat(u32(message.seen), message.ownPk, dumpJson(message.document)), MESSAGE_PADDED);
  const key = messageKey(root, direction, index, lock);
  const boxed = boxWith(key, encode("message", place), padded, random(sizes.BOX_NONCE));
  wipe(key, padded);
  const ciphertext = sealWith(theirPk, encode("cell", place), boxed, random(ENC_RANDOMNESS));
  return Object.freeze({ address: place, lock, ciphertext });
}

/**
 * The message, and the seed of the two that opened it, for `keysAfter`. NoMatch for whatever reason.
 * @param {OwnKeys} own
 * @param {Uint8Array} root
 * @param {number} direction
 * @param {number} index
 * @param {Cell} cell
 * @returns {Readonly<{ message: Message, openedWith: Uint8Array }>}
 */
export function openMessage(own, root, direction, index, cell) {
  for (const seed of [own.mine, own.before]) {
    try {
      if (seed) return Object.freeze({ message: openWith(seed, root, direction, index, cell), openedWith: seed });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  throw new NoMatch("a cell opens with neither key");
}

/**
 * @param {Uint8Array} seed
 * @param {Uint8Array} root
 * @param {number} direction
 * @param {number} index
 * @param {Cell} cell
 * @returns {Message}
 */
function openWith(seed, root, direction, index, cell) {
  const place = address(root, direction, index);
  const boxed = openSealed(seed, "cell", [place], cell.ciphertext);
  const key = messageKey(root, direction, index, cell.lock);
  try {
    return readMessage(unpad(unbox(key, "message", [place], boxed)));
  } finally {
    wipe(key);
  }
}

/**
 * @param {Uint8Array} content
 * @returns {Message}
 */
function readMessage(content) {
  const end = U32 + SEAL_PUBLIC_KEY;
  if (content.length < end) throw new FormatError("a message is shorter than its head");
  const [seen, ownPk] = [number(content.subarray(0, U32)), content.slice(U32, end)];
  return Object.freeze({ seen, ownPk, document: parseObject(content.subarray(end)) });
}

/**
 * @param {Uint8Array} root
 * @param {number} direction
 * @param {number} index
 * @param {Uint8Array} lock
 */
function messageKey(root, direction, index, lock) {
  if (lock.length !== LOCK || root.length !== KEY) throw new FormatError("a lock and a root have 32 bytes");
  return kdf(root, "conversation/message", u8(direction), u32(index), lock);
}
