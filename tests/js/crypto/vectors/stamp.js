// Stamps. What JavaScript does with crypto/vectors/stamp.json.

import * as stamp from "../../../../crypto/js/stamp.js";
import { attempt, same, unhex } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  mint(one) {
    const key = stamp.workKey(one.op, unhex(one.body));
    if (!one.error) same(key, one.key);
    same(
      attempt(one.error, () => stamp.mintWith(key, one.hour, one.bits, unhex(one.start))),
      one.nonce,
    );
  },
  good: (one) => same(stamp.isGood(unhex(one.key), one.hour, unhex(one.nonce), one.bits), one.good),
  time: (one) => same(stamp.inTime(one.hour, one.now), one.in_time),
};
