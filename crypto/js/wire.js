// The one path's requests and answers, all of one size, as a client makes and reads them. docs/protocol.md, 6.
//
//     request = u8(op) ‖ stamp hour ‖ nonce(8) ‖ payload ‖ zeros            24576 bytes
//     answer  = u8(status) ‖ hour ‖ u8(bits) ‖ u8(bits) ‖ payload ‖ random  24576 bytes

import { concat, fill, randomBytes } from "./bytes.js";
import { FormatError, TooLong } from "./errors.js";
import { nothing, number, u8, u32, u64 } from "./hashing.js";
import * as sizes from "./sizes.js";
import { ADDRESS, CHUNK_TAKE, EXCHANGE, REQUEST_PAYLOAD, SIGNATURE, U8, U32 } from "./sizes.js";
import * as stamp from "./stamp.js";

/** @typedef {import("./conversation.js").Cell} Cell */

/** @type {sizes.Address} */
export const NOWHERE = new Uint8Array(ADDRESS);

/**
 * What the server said: status, its hour, the stamp bits it wants for an exchange and for the rest, payload.
 * @typedef {Readonly<{
 *   status: number, hour: number, exchangeBits: number, otherBits: number, payload: Uint8Array
 * }>} Answer
 */

/**
 * The fields of the payload; what follows them is random filling.
 * @template {string} K
 * @param {Answer} answer
 * @param {sizes.Layout<K>} layout
 */
export function unpackAnswer(answer, layout) {
  return layout.unpack(answer.payload.subarray(0, layout.size));
}

/**
 * The zero bits that a stamp for this operation needs: few for what is done at every beat, more for the rest.
 * @param {number} op
 * @param {number} exchangeBits
 * @param {number} otherBits
 */
export function bitsFor(op, exchangeBits, otherBits) {
  return op === EXCHANGE || op === CHUNK_TAKE ? exchangeBits : otherBits;
}

/**
 * A stamped request of the one size.
 * @param {number} op
 * @param {Uint8Array} payload
 * @param {number} hour
 * @param {number} bits
 */
export function request(op, payload, hour, bits) {
  if (payload.length > REQUEST_PAYLOAD) throw new TooLong("a payload is longer than a request");
  return stamped(op, fill(payload, REQUEST_PAYLOAD), hour, bits);
}

/**
 * Head and body, stamped; for the paths of other sizes.
 * @param {number} op
 * @param {Uint8Array} body
 * @param {number} hour
 * @param {number} bits
 */
export function stamped(op, body, hour, bits) {
  return stampedWith(op, body, hour, bits, randomBytes(sizes.STAMP_NONCE));
}

/**
 * `stamped`, counting up from a nonce already drawn.
 * @param {number} op
 * @param {Uint8Array} body
 * @param {number} hour
 * @param {number} bits
 * @param {Uint8Array} start
 */
export function stampedWith(op, body, hour, bits, start) {
  return concat(u8(op), u32(hour), stamp.mintWith(stamp.workKey(op, body), hour, bits, start), body);
}

/**
 * Read an answer of exactly `size` bytes; FormatError for any other length.
 * @param {Uint8Array} octets
 * @param {number} size
 * @returns {Answer}
 */
export function readAnswer(octets, size = sizes.ANSWER) {
  if (octets.length !== size) throw new FormatError("an answer has another size");
  const [status = 0, exchangeBits = 0, otherBits = 0] = [octets[0], octets[U8 + U32], octets[U8 + U32 + U8]];
  const [hour, payload] = [number(octets.subarray(U8, U8 + U32)), octets.slice(sizes.ANSWER_HEAD)];
  return Object.freeze({ status, hour, exchangeBits, otherBits, payload });
}

/**
 * The payload of an exchange: at most one cell up, two addresses to read, two to erase. Null goes to nowhere.
 * @param {Cell | null} up
 * @param {readonly sizes.Address[]} down
 * @param {readonly sizes.Address[]} erased
 */
export function exchange(up, down, erased = []) {
  const sent = up ?? { address: NOWHERE, lock: new Uint8Array(sizes.LOCK), ciphertext: new Uint8Array(sizes.CELL) };
  return sizes.EXCHANGE_REQUEST.pack({
    up: sent.address,
    lock: sent.lock,
    cell: sent.ciphertext,
    down: addresses(down, sizes.DOWN_CELLS),
    erase: addresses(erased, sizes.ERASE_WITH_EXCHANGE),
  });
}

/**
 * The cells found at the addresses asked for, in their order.
 * @param {Answer} answer
 * @param {readonly sizes.Address[]} down
 * @returns {readonly (Cell | null)[]}
 */
export function exchanged(answer, down) {
  const parts = unpackAnswer(answer, sizes.EXCHANGE_ANSWER);
  const records = [sizes.FOUND.unpack(parts.first), sizes.FOUND.unpack(parts.second)];
  return down.slice(0, records.length).map((address, at) => {
    const record = records[at];
    if (!record || nothing(record.found)) return null;
    return Object.freeze({ address, lock: record.lock, ciphertext: record.cell });
  });
}

/**
 * The payload of "erase everything": a case with its signature, a vault with version and signature, cells.
 * @param {readonly [sizes.CaseId, Uint8Array] | null} ownCase
 * @param {readonly [sizes.Address, number, Uint8Array] | null} vault
 * @param {readonly sizes.Address[]} cells
 */
export function erase(ownCase, vault, cells) {
  const [caseId, signature] = ownCase ?? [new Uint8Array(sizes.ID), new Uint8Array(SIGNATURE)];
  const [place, version, vaultSignature] = vault ?? [NOWHERE, 0, new Uint8Array(SIGNATURE)];
  return sizes.ERASE_REQUEST.pack({
    caseId,
    signature,
    vault: place,
    version: u64(version),
    vaultSignature,
    addresses: addresses(cells, sizes.ERASE_AT_ONCE),
  });
}

/**
 * @param {readonly sizes.Address[]} some
 * @param {number} count
 */
function addresses(some, count) {
  if (some.length > count) throw new TooLong("more addresses than one request holds");
  return fill(concat(...some), count * ADDRESS);
}
