// Cases. What JavaScript does with crypto/vectors/case.json.

import * as cases from "../../../../crypto/js/case.js";
import * as hashing from "../../../../crypto/js/hashing.js";
import { digest } from "../../../../crypto/js/hashing.js";
import * as sealing from "../../../../crypto/js/sealing.js";
import * as signing from "../../../../crypto/js/signing.js";
import * as sizes from "../../../../crypto/js/sizes.js";
import { attempt, patched, playback, same, unhex, unhexAll } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  seal(one) {
    const seeds = { closeSeed: unhex(one.close_seed), replySeeds: unhexAll(one.reply_seeds) };
    const secrets = { caseKey: unhex(one.case_key), lock: unhex(one.lock), ...seeds };
    const slots = one.buckets.map((/** @type {number} */ bucket, /** @type {number} */ at) => {
      const seed = one.desk_seeds[at];
      return { bucket, sealPk: seed && sealing.pair(unhex(seed)).public };
    });
    const { release, card, sheet, body } = one;
    const payload = cases.sealCaseWith(secrets, release, slots, card, sheet, body, playback(one.draws));
    same(digest(payload), one.payload_digest);
    const fields = sizes.OPEN_REQUEST.unpack(payload);
    same([fields.caseId, fields.slots], [one.case_id, one.slots.join("")]);
    same(cases.openSheet(secrets.caseKey, hashing.sheetLock(secrets.lock), fields.sheet), sheet);
    const opened = cases.openBody(secrets.caseKey, hashing.bodyLock(secrets.lock), fields.body);
    same(opened.document, body);
    same(
      opened.replyPks,
      seeds.replySeeds.map((seed) => sealing.pair(seed).public),
    );
  },
  open(one, file) {
    const [slot] = cases.readSlots(patched(unhex(file.record), one.patches));
    if (!slot) throw new Error("no slot");
    const opened = attempt(one.error, () => cases.openSlot(unhexAll(one.seeds), slot));
    if (opened) same([opened.caseKey, opened.card], [one.case_key, one.card]);
  },
  claim(one) {
    const [caseKey, lease, member] = [unhex(one.case_key), unhex(one.lease_seed), unhex(one.member)];
    const name = cases.caseId(caseKey);
    same(cases.claim(caseKey, signing.signer(lease), member), one.claim);
    for (const verb of /** @type {const} */ (["accept", "put back", "close"]))
      same(cases.hold(verb, lease, name, member), one[verb]);
    same(cases.renew(lease, name, member, one.hour), one.renew);
    same(cases.root(caseKey, unhex(one.term_lock)), one.root);
  },
};
