// Vaults. What JavaScript does with crypto/vectors/vault.json.

import { digest } from "../../../../crypto/js/hashing.js";
import * as sizes from "../../../../crypto/js/sizes.js";
import * as vault from "../../../../crypto/js/vault.js";
import { attempt, patched, playback, same, unhex } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  keys(one) {
    const own = vault.keys(unhex(one.mk));
    same([own.address, own.signSeed, own.key], [one.address, one.sign_seed, one.key]);
  },
  write(one) {
    const own = vault.keys(unhex(one.mk));
    const write = () => vault.sealWriteWith(own, one.version, one.document, one.size, playback(one.draws));
    const payload = attempt(one.error, write);
    if (!payload) return;
    same(digest(payload), one.payload_digest);
    const layout = one.size === sizes.CALLER_VAULT ? sizes.WRITE_REQUEST : sizes.RESPONDER_WRITE_REQUEST;
    const fields = layout.unpack(payload);
    same(fields.signature, one.signature);
    same(vault.openState(own, one.version, fields.lock, fields.ciphertext), one.document);
  },
  refused(one) {
    const own = vault.keys(unhex(one.mk));
    const payload = vault.sealWriteWith(own, one.version, one.document, 24000, playback(one.draws));
    const fields = sizes.WRITE_REQUEST.unpack(payload);
    const reader = one.other_mk ? vault.keys(unhex(one.other_mk)) : own;
    const lock = one.lock ? unhex(one.lock) : fields.lock;
    const ciphertext = patched(fields.ciphertext, one.patches);
    attempt(one.error, () => vault.openState(reader, one.read_version ?? one.version, lock, ciphertext));
  },
  erase: (one) => same(vault.signErase(vault.keys(unhex(one.mk)), one.version), one.signature),
};
