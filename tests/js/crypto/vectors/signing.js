// Signatures. What JavaScript does with crypto/vectors/signing.json.

import * as signing from "../../../../crypto/js/signing.js";
import { attempt, same, unhex, unhexAll } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  sign(one) {
    same(signing.signer(unhex(one.seed)), one.public);
    same(signing.sign(unhex(one.seed), one.label, ...unhexAll(one.parts)), one.signature);
  },
  verify(one) {
    const [publicKey, signature] = [unhex(one.public), unhex(one.signature)];
    attempt(one.error, () => signing.verify(publicKey, signature, one.label, ...unhexAll(one.parts)));
  },
};
