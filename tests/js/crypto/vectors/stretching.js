// Argon2id. What JavaScript does with crypto/vectors/stretching.json.

import { stretch } from "../../../../crypto/js/stretching.js";
import { attempt, outcome, same, unhex } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  async stretch(one) {
    const stretched = await outcome(stretch(unhex(one.octets), unhex(one.salt)));
    same(attempt(one.error, stretched), one.out);
  },
};
