// Encoding, hashing, numbers and JSON. What JavaScript does with crypto/vectors/hashing.json.

import * as hashing from "../../../../crypto/js/hashing.js";
import { digest, encode } from "../../../../crypto/js/hashing.js";
import { attempt, same, unhex, unhexAll } from "../kit.js";

/** @type {Record<string, (value: number) => Uint8Array>} */
const unsigned = { 8: hashing.u8, 16: hashing.u16, 32: hashing.u32, 64: hashing.u64 };

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  encode: (one) => same(encode(one.label, ...unhexAll(one.parts)), one.encoded),
  kdf: (one) =>
    same(
      attempt(one.error, () => hashing.kdf(unhex(one.key), one.label, ...unhexAll(one.parts))),
      one.out,
    ),
  digest: (one) => same(digest(unhex(one.octets)), one.out),
  unsigned(one) {
    const octets = attempt(one.error, () => unsigned[one.bits]?.(one.value));
    same(octets, one.octets);
    if (octets) same(hashing.number(octets), one.value);
  },
  locks(one) {
    const lock = unhex(one.lock);
    const terms = hashing.terms(lock);
    same([hashing.cardLock(lock), hashing.sheetLock(lock)], [one.card_lock, one.sheet_lock]);
    same([hashing.bodyLock(lock), terms], [one.body_lock, one.terms]);
    same(
      [0, 1, 9].map((term) => hashing.termLock(terms, term)),
      one.term_locks,
    );
  },
  json(one) {
    const value = attempt(one.error, () => hashing.parseJson(unhex(one.octets)));
    if (!one.error) same(new TextDecoder().decode(hashing.dumpJson(value)), one.written);
  },
};
