// Padding, boxes and seals. What JavaScript does with crypto/vectors/sealing.json.

import { encode } from "../../../../crypto/js/hashing.js";
import * as sealing from "../../../../crypto/js/sealing.js";
import { attempt, patched, same, unhex, unhexAll } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  pad: (one) =>
    same(
      attempt(one.error, () => sealing.pad(unhex(one.content), one.size)),
      one.padded,
    ),
  unpad: (one) =>
    same(
      attempt(one.error, () => sealing.unpad(unhex(one.padded))),
      one.content,
    ),
  box(one) {
    const bound = encode(one.label, ...unhexAll(one.parts));
    same(sealing.boxWith(unhex(one.key), bound, unhex(one.content), unhex(one.nonce)), one.boxed);
  },
  unbox: (one) =>
    same(
      attempt(one.error, () => sealing.unbox(unhex(one.key), one.label, unhexAll(one.parts), unhex(one.boxed))),
      one.content,
    ),
  pair: (one) =>
    same(
      attempt(one.error, () => sealing.pair(unhex(one.seed)).public),
      one.public,
    ),
  seal(one, file) {
    const bound = encode(one.label, ...unhexAll(one.parts));
    const { public: publicKey } = sealing.pair(unhex(one.seed));
    same(sealing.sealWith(publicKey, bound, unhex(one.content), unhex(one.randomness)), file.sealed);
  },
  open(one, file) {
    const sealed = patched(unhex(file.sealed), one.patches);
    const open = () => sealing.openSealed(unhex(one.seed), one.label, unhexAll(one.parts), sealed);
    const content = attempt(one.error, open);
    if (!one.error) same(content, one.content);
  },
  bad_key(one) {
    const publicKey = patched(sealing.pair(unhex(one.seed)).public, one.patches);
    attempt(one.error, () => sealing.seal(publicKey, "slot", [], new Uint8Array(1)));
  },
};
