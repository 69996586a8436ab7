// Requests and answers. What JavaScript does with crypto/vectors/wire.json.

import { concat, fill } from "../../../../crypto/js/bytes.js";
import * as hashing from "../../../../crypto/js/hashing.js";
import { digest } from "../../../../crypto/js/hashing.js";
import * as sizes from "../../../../crypto/js/sizes.js";
import * as wire from "../../../../crypto/js/wire.js";
import { attempt, hex, same, unhex, unhexAll } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  request(one) {
    const ciphertext = longDraw(one.up.name, sizes.CELL);
    const up = { address: unhex(one.up.address), lock: unhex(one.up.lock), ciphertext };
    const payload = wire.exchange(up, unhexAll(one.down), unhexAll(one.erase));
    same(digest(payload), one.payload_digest);
    const body = fill(payload, sizes.REQUEST_PAYLOAD);
    same(digest(wire.stampedWith(0, body, one.hour, one.bits, unhex(one.start))), one.request_digest);
    const made = wire.request(0, payload, one.hour, one.bits);
    same([made.length, made.slice(0, 5)], [sizes.REQUEST, hex(concat(hashing.u8(0), hashing.u32(one.hour)))]);
  },
  nothing(one) {
    const payload = wire.exchange(null, []);
    same([digest(payload), payload.length], [one.payload_digest, one.size]);
  },
  erase(one) {
    const ownCase = one.case && unhexAll(one.case);
    const own = one.vault && [unhex(one.vault[0]), one.vault[1], unhex(one.vault[2])];
    same(digest(wire.erase(ownCase, own, unhexAll(one.addresses))), one.payload_digest);
  },
  answer(one) {
    const [lock, cell, none] = [unhex(one.lock), longDraw(one.cell, sizes.CELL), new Uint8Array(sizes.FOUND.size)];
    const octets = new Uint8Array(sizes.ANSWER).fill(one.fill);
    octets.set(concat(unhex(one.head), hashing.u8(1), lock, cell, none));
    same(digest(octets), one.answer_digest);
    const answer = wire.readAnswer(octets);
    same([answer.status, answer.hour], [one.status, one.hour]);
    same([answer.exchangeBits, answer.otherBits], [one.exchange_bits, one.other_bits]);
    const [first, second] = wire.exchanged(answer, [lock, cell]);
    same([first?.address, first?.lock, first?.ciphertext, second], [one.lock, one.lock, hex(cell), null]);
    attempt("FormatError", () => wire.readAnswer(octets.slice(1)));
  },
  bits: (one) => same(wire.bitsFor(one.op, 8, 16), one.bits),
};

/**
 * The long bytes that the maker of the vectors calls by a name.
 * @param {string} name
 * @param {number} size
 */
function longDraw(name, size) {
  const label = new TextEncoder().encode(name);
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, at) =>
    hashing.kdf(new Uint8Array(32), "vectors", label, hashing.u32(at)),
  );
  return concat(...blocks).slice(0, size);
}
